package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// circle names the services that use each other and may flap.
func (a *account) circle() Step {
	p := prover{reading: a.reading, at: a.at, inside: none, circles: make(map[int32]*circle)}
	names, path := a.inCircles(func(c int32) bool { return p.circleOf(c).flaps })
	if len(names) == 0 { // it is settled at the moment that is told of
		names, path = a.inCircles(func(int32) bool { return true })
	}
	if len(names) == 1 {
		return Step{names[0] + " uses itself in a circle that may go up and down without end", path}
	}
	return Step{listed(names) + " use each other in a circle that may go up and down without end", path}
}

// inCircles are the services in the circles that are wanted, and where one of
// them was written.
func (a *account) inCircles(wanted func(component int32) bool) (names []string, path model.Path) {
	for c := range a.starts[1:] {
		members := a.members[a.starts[c]:a.starts[c+1]]
		if len(members) < 2 || !wanted(int32(c)) {
			continue
		}
		for _, n := range members {
			if a.nodes[n].link != nil {
				continue
			}
			service := a.engine.plan.instances[a.nodes[n].instance].Service
			if !slices.Contains(names, service.Name) {
				names = append(names, service.Name)
				path = service.Path
			}
		}
	}
	slices.Sort(names)
	return names, path
}
