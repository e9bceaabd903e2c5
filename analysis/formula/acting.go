package formula

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// notActing: fewer instances of a controller function than its quorum says. An
// instance has stopped when it is dead, or when too few targets of a connection
// that it needs function. It needs nothing of the data that it controls.
//
// In a circle something has stopped when that follows from what is dead: what
// follows in one step is written, then what follows from that, and so on, until
// nothing new can follow.
func (d *deaths) notActing(controller *model.Service) ref {
	if idle, ok := d.idle[controller]; ok {
		return idle
	}
	s := stops{deaths: d, services: neededToAct(controller), stopped: make(map[*model.Instance]ref)}
	steps := len(s.services) // as all instances of a service stop together
	for _, service := range s.services {
		for _, instance := range service.Instances {
			s.stopped[instance] = d.of(instance)
		}
		if slices.ContainsFunc(service.Connections, func(c *model.Connection) bool { return c.Role == model.SameServer }) {
			steps += len(service.Instances) // or one by one
		}
	}
	for range steps {
		if !s.step() {
			break
		}
	}
	idle := s.fewerThan(max(controller.Quorum, 1), controller.Instances)
	d.idle[controller] = idle
	return idle
}

// neededToAct are a controller and the services that it needs, directly or not,
// each after one that needs it.
func neededToAct(controller *model.Service) []*model.Service {
	found := []*model.Service{controller}
	seen := map[*model.Service]bool{controller: true}
	for i := 0; i < len(found); i++ {
		for _, c := range found[i].Connections {
			if isNeedToAct(c) && !seen[c.To] {
				seen[c.To] = true
				found = append(found, c.To)
			}
		}
	}
	return found
}

func isNeedToAct(c *model.Connection) bool {
	controlled := c.To.Data != nil && c.To.Data.Controller == c.From
	return !c.Optional && !c.StartOnly && !controlled
}

// stops are when the instances of some services have stopped, as far as that
// has been followed.
type stops struct {
	*deaths
	services []*model.Service
	stopped  map[*model.Instance]ref
}

// step follows once more what stops whom, the innermost first, and tells whether
// anything new was written.
func (s *stops) step() (goesOn bool) {
	for _, service := range slices.Backward(s.services) {
		var all []ref
		var own []*model.Connection
		for _, c := range service.Connections {
			switch {
			case !isNeedToAct(c):
			case c.Role == model.SameServer:
				own = append(own, c)
			default:
				all = append(all, s.lacks(c, nil))
			}
		}
		for _, instance := range service.Instances {
			causes := append([]ref{s.of(instance)}, all...)
			for _, c := range own {
				causes = append(causes, s.lacks(c, instance))
			}
			stopped := s.circuit.or(causes...)
			goesOn = goesOn || stopped != s.stopped[instance]
			s.stopped[instance] = stopped
		}
	}
	return goesOn
}

// lacks: too few targets of a connection function, or too few instances of
// their service.
func (s *stops) lacks(c *model.Connection, from *model.Instance) ref {
	targets := c.Targets(from)
	if c.Role == model.Primary {
		targets = c.To.Instances // whoever is the primary then
	}
	return s.circuit.or(s.fewerThan(max(c.AtLeast, 1), targets), s.fewerThan(max(c.To.Quorum, 1), c.To.Instances))
}

// fewerThan: fewer than so many of some instances function.
func (s *stops) fewerThan(count int, instances []*model.Instance) ref {
	all := make([]ref, len(instances))
	for i, instance := range instances {
		all[i] = s.stopped[instance]
	}
	return s.circuit.atLeast(len(all)-count+1, all)
}
