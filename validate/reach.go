package validate

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// reach knows which flows go over a connection or through a service, which
// connections lead to a service, and how many instances a flow hangs on.
type reach struct {
	into    map[*model.Service][]*model.Connection
	over    map[*model.Connection][]*model.Flow
	through map[*model.Service][]*model.Flow
	size    map[*model.Flow]int
}

// newReach walks along every flow.
func newReach(a *model.Architecture) *reach {
	r := &reach{
		into: make(map[*model.Service][]*model.Connection),
		over: make(map[*model.Connection][]*model.Flow), through: make(map[*model.Service][]*model.Flow),
		size: make(map[*model.Flow]int),
	}
	for _, c := range a.Connections {
		r.into[c.To] = append(r.into[c.To], c)
	}
	for _, flow := range a.Flows {
		seen := map[*model.Service]bool{flow.Enters: true}
		for queue := []*model.Service{flow.Enters}; len(queue) > 0; queue = queue[1:] {
			r.through[queue[0]] = append(r.through[queue[0]], flow)
			r.size[flow] += len(queue[0].Instances)
			for _, c := range queue[0].Connections {
				if !flow.Uses(c) {
					continue
				}
				r.over[c] = append(r.over[c], flow)
				if !seen[c.To] {
					seen[c.To] = true
					queue = append(queue, c.To)
				}
			}
		}
	}
	return r
}

// work is what it costs to look at some flows: the instances that they hang on.
func (r *reach) work(flows []*model.Flow) int {
	work := 0
	for _, flow := range flows {
		work += r.size[flow]
	}
	return work
}

// served are the flows that go through a service, or through data of which it
// promotes a replica.
func (r *reach) served(a *model.Architecture, s *model.Service) []*model.Flow {
	flows := slices.Clone(r.through[s])
	for _, charge := range a.Services {
		if charge.Data == nil || charge.Data.Controller != s {
			continue
		}
		for _, flow := range r.through[charge] {
			if !slices.Contains(flows, flow) {
				flows = append(flows, flow)
			}
		}
	}
	return flows
}

// overAny are the flows over one of some connections, each once.
func (r *reach) overAny(connections []*model.Connection) []*model.Flow {
	var flows []*model.Flow
	for _, c := range connections {
		flows = append(flows, r.over[c]...)
	}
	if len(connections) < 2 {
		return flows
	}
	seen := make(map[*model.Flow]bool, len(flows))
	return slices.DeleteFunc(flows, func(f *model.Flow) bool {
		was := seen[f]
		seen[f] = true
		return was
	})
}

// beside are the connections from a target to what stands on its own server,
// and on from there: what fails for this target alone. Only those count that
// one of the flows uses.
func beside(target *model.Service, flows []*model.Flow) []*model.Connection {
	var found []*model.Connection
	seen := map[*model.Service]bool{target: true}
	for queue := []*model.Service{target}; len(queue) > 0; queue = queue[1:] {
		for _, c := range queue[0].Connections {
			if c.Role != model.SameServer || !slices.ContainsFunc(flows, func(f *model.Flow) bool { return f.Uses(c) }) {
				continue
			}
			found = append(found, c)
			if !seen[c.To] {
				seen[c.To] = true
				queue = append(queue, c.To)
			}
		}
	}
	return found
}
