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
// nothing new does.
func (r *reading) notActing(controller *model.Service) ref {
	if idle, ok := r.idle[controller]; ok {
		return idle
	}
	s := r.stops(controller, r.useless)
	idle := s.fewerThan(max(controller.Quorum, 1), controller.Instances)
	r.idle[controller] = idle
	return idle
}

// stops writes when the instances of a controller, and of what it needs, have
// stopped: those that have without needing anything, and what follows.
func (r *reading) stops(controller *model.Service, alone func(*model.Instance) ref) stops {
	s := stops{reading: r, stopped: make(map[*model.Instance]ref)}
	services := neededToAct(controller)
	for _, service := range services {
		for _, instance := range service.Instances {
			s.stopped[instance] = alone(instance)
		}
	}
	s.follow(services, alone)
	return s
}

// neededToAct are a controller and the services that it needs, directly or not,
// the furthest first.
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
	slices.Reverse(found)
	return found
}

func isNeedToAct(c *model.Connection) bool {
	controlled := c.To.Data != nil && c.To.Data.Controller == c.From
	return !c.Optional && !c.StartOnly && !controlled
}

// stops are when the instances of some services have stopped, as far as that
// has been followed.
type stops struct {
	*reading
	stopped map[*model.Instance]ref
}

// follow writes each service once, after those that it needs, and what is left,
// circles and who needs them, over and over.
func (s *stops) follow(services []*model.Service, alone func(*model.Instance) ref) {
	done := make(map[*model.Service]bool, len(services))
	waits := func(service *model.Service) bool {
		return slices.ContainsFunc(service.Connections, func(c *model.Connection) bool { return isNeedToAct(c) && !done[c.To] })
	}
	for left := len(services) + 1; len(services) < left; {
		left = len(services)
		services = slices.DeleteFunc(services, func(service *model.Service) bool {
			if waits(service) {
				return false
			}
			s.write(service, alone, func(n ref) ref { return n })
			done[service] = true
			return true
		})
	}
	steps := 0
	for _, service := range services {
		steps += len(service.Instances) // each step stops another one
	}
	for goesOn := true; goesOn && steps > 0 && !s.circuit.full; steps-- {
		goesOn = false
		for _, service := range services {
			goesOn = s.write(service, alone, s.canonical) || goesOn
		}
	}
}

// write writes when the instances of a service have stopped, by what is written
// of those that they need, and tells whether that is new.
func (s *stops) write(service *model.Service, alone func(*model.Instance) ref, canonical func(ref) ref) (new bool) {
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
		causes := append([]ref{alone(instance)}, all...)
		for _, c := range own {
			causes = append(causes, s.lacks(c, instance))
		}
		stopped := canonical(s.circuit.or(causes...))
		new = new || stopped != s.stopped[instance]
		s.stopped[instance] = stopped
	}
	return new
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
