package compose

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// meeting is where some ports of some containers are reached by others.
type meeting struct {
	targets []*Container
	ports   []port
	callers []*Container
}

// targets are what listens, those that share a moving address together.
func (s *stack) targets() [][]*Container {
	var all [][]*Container
	together := make(map[*model.Service]int)
	for _, c := range s.containers {
		if len(s.ports(c)) == 0 {
			continue
		}
		if c.Role != Instance || !moves(c.Instance.Service) {
			all = append(all, []*Container{c})
			continue
		}
		i, known := together[c.Instance.Service]
		if !known {
			i = len(all)
			together[c.Instance.Service] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], c)
	}
	return all
}

// meetings are the ports of the targets by who may reach them.
func (s *stack) meetings(targets []*Container) []meeting {
	var found []meeting
	for _, p := range s.ports(targets[0]) {
		callers := s.callers(targets, p)
		if len(callers) == 0 {
			continue
		}
		i := slices.IndexFunc(found, func(m meeting) bool { return slices.Equal(m.callers, callers) })
		if i < 0 {
			i = len(found)
			found = append(found, meeting{targets: targets, callers: callers})
		}
		found[i].ports = append(found[i].ports, p)
	}
	return found
}

// callers are the containers on other servers, and the clients, whose packets
// the firewalls let through to a port of any of the targets.
func (s *stack) callers(targets []*Container, p port) []*Container {
	var found []*Container
	for _, c := range s.containers {
		if slices.Contains(targets, c) || c.Role == Agent || c.Role == Setup {
			continue
		}
		if slices.ContainsFunc(targets, func(target *Container) bool { return s.permits(c, target, p) }) {
			found = append(found, c)
		}
	}
	return found
}

// permits tells whether the firewalls let a packet through, from one server to
// another.
func (s *stack) permits(from, to *Container, p port) bool {
	sender := model.Sender{Instance: from.Instance}
	if from.Role == Gate {
		sender = model.Sender{Client: s.clients[from]}
	}
	if from.Server != nil && from.Server == to.Server {
		return false
	}
	if to.Server == nil {
		return s.talks(from, to.Instance.Service) // a firewall in front of it is its provider's
	}
	return s.a.Permits(sender, s.endpoint(to), p.number, p.transport)
}

// talks tells whether what runs in a container is drawn to use a service, or
// comes in by it.
func (s *stack) talks(from *Container, to *model.Service) bool {
	if from.Role == Gate {
		return slices.ContainsFunc(to.Listen, func(l *model.Listener) bool { return l.From == s.clients[from].Name })
	}
	return slices.ContainsFunc(from.Instance.Service.Connections, func(c *model.Connection) bool { return c.To == to })
}

// moves tells whether the address of a service moves between its instances.
func moves(service *model.Service) bool {
	return service.Reached.By == "virtual-ip" && len(service.Instances) > 1
}
