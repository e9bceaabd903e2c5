package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// told are the deadlocks that the circles are.
func (b *boot) told(circles []*startCircle) []Deadlock {
	if len(circles) == 0 {
		return nil
	}
	behind := b.behind(circles)
	found := make([]Deadlock, len(circles))
	for i, c := range circles {
		found[i] = Deadlock{
			Services: b.around(c), Behind: behind[i],
			TakeOut: c.takeOut, Smallest: c.smallest, Wait: c.wait,
		}
		for _, service := range found[i].Services {
			for _, n := range c.uses {
				if n.From == service {
					found[i].Needs = append(found[i].Needs, n)
				}
			}
		}
		if b.eager {
			found[i].Missing = missingWhen(found[i].Needs)
		}
	}
	return found
}

// missingWhen are the facts that decide whether some uses are needed to start.
func missingWhen(needs []StartNeed) []model.Path {
	var missing []model.Path
	for _, n := range needs {
		if n.Use.When == "" {
			missing = append(missing, n.Use.Path.Field("when"))
		}
	}
	return missing
}

// around are the services of a circle, each followed by one that it needs and
// that has not been named, as far as there is one.
func (b *boot) around(c *startCircle) []*model.Service {
	var found []*model.Service
	named := make(map[*model.Service]bool)
	for _, t := range c.tiers {
		for at := b.tiers[t].service; at != nil && !named[at]; {
			named[at] = true
			found = append(found, at)
			at = nextAround(c, at, named)
		}
	}
	return found
}

func nextAround(c *startCircle, at *model.Service, named map[*model.Service]bool) *model.Service {
	for _, n := range c.uses {
		if n.From == at && !named[n.To] {
			return n.To
		}
	}
	return nil
}

// behind are the services that each circle keeps from their work: those outside
// of it that wait for it when nothing is taken as working.
func (b *boot) behind(circles []*startCircle) [][]*model.Service {
	bare := newBoot(b.plan, b.eager)
	copy(bare.forced, b.forced)
	for _, c := range circles {
		for _, instance := range c.instances {
			bare.forced[instance] = false
		}
	}
	bare.canStart, bare.canWork = b.canStart, b.canWork
	bare.assume(bare.forced)
	for _, c := range bare.tierComponents(bare.allTiers()) {
		bare.start(c)
	}
	g := bare.blameOf(bare.stuck(bare.allTiers()))
	waits := g.reversed()
	all := make([][]*model.Service, len(circles))
	for i, c := range circles {
		all[i] = g.waitingFor(waits, c)
	}
	return all
}

// reversed are the nodes that wait for each node.
func (g *blame) reversed() [][]int32 {
	waits := make([][]int32, len(g.to))
	for n, needs := range g.to {
		for _, to := range needs {
			waits[to] = append(waits[to], int32(n))
		}
	}
	return waits
}

// waitingFor are the services outside of a circle that wait for it.
func (g *blame) waitingFor(waits [][]int32, c *startCircle) []*model.Service {
	seen := make(map[int32]bool)
	var open []int32
	reach := func(n int32) {
		if !seen[n] {
			seen[n] = true
			open = append(open, n)
		}
	}
	for _, instance := range c.instances {
		reach(g.node[instance])
	}
	var tiers []int32
	for len(open) > 0 {
		n := open[len(open)-1]
		open = open[:len(open)-1]
		for _, waiting := range waits[n] {
			reach(waiting)
		}
		if g.isInstance(n) {
			tiers = append(tiers, g.tierOf[g.number[n]])
		}
	}
	slices.Sort(tiers)
	var found []*model.Service
	for _, t := range slices.Compact(tiers) {
		if !slices.Contains(c.tiers, t) {
			found = append(found, g.tiers[t].service)
		}
	}
	return found
}
