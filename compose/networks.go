package compose

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Network is one network of containers.
type Network struct {
	Name   string
	Subnet netip.Prefix
	// Outside: ports can be published from it.
	Outside bool
	// Comment says who meets on it.
	Comment string

	members  []*Container
	floating []*floating
}

// join attaches a container, once.
func (n *Network) join(c *Container) {
	if !slices.Contains(n.members, c) {
		n.members = append(n.members, c)
	}
}

// connect lays the networks: one for all where there is no firewall, else one
// for each server and one for each group of callers of an instance.
func (s *stack) connect() {
	outside := s.network("outside", "Where the doors publish their ports.")
	outside.Outside = true
	for _, door := range s.withRole(Gate) {
		outside.join(door)
	}
	if len(s.a.Firewalls) == 0 {
		s.connectAll()
	} else {
		s.connectServers()
		s.connectCallers()
	}
	s.number()
}

// connectAll puts all on one network: nothing stops anybody.
func (s *stack) connectAll() {
	inside := s.network("inside", "All that there is: no firewall is written, so everybody reaches every port.")
	for _, c := range s.containers {
		inside.join(c)
	}
	for _, service := range s.a.Services {
		if moves(service) {
			s.keep(inside, service)
		}
	}
}

// connectServers lets what is on one server meet: no firewall stands between.
func (s *stack) connectServers() {
	for _, server := range s.a.Servers {
		here := s.onServer(server)
		if len(here) < 2 {
			continue
		}
		n := s.network(inside(server), "Inside "+server.Name+": no firewall stands between what runs on one server.")
		for _, c := range here {
			n.join(c)
			for _, p := range s.ports(c) {
				s.bind(c, p, n)
			}
		}
	}
}

// connectCallers gives every listener networks with those who may reach it.
// What no firewall guards shares one network with everybody.
func (s *stack) connectCallers() {
	var open *Network
	for _, targets := range s.targets() {
		if server := targets[0].Server; server != nil && !s.a.Guarded(server) {
			if open == nil {
				open = s.network("open", "In front of what no firewall guards: everybody reaches every port.")
			}
			s.openUp(open, targets)
			continue
		}
		for i, m := range s.meetings(targets) {
			name := targets[0].Name
			if len(targets) > 1 {
				name = targets[0].Instance.Service.Name
			}
			s.meet(s.network(beside(name, fmt.Sprintf("callers-%d", i+1)), "Those who may reach "+portNumbers(m.ports)+" of "+name+"."), m)
		}
	}
	if open != nil {
		for _, c := range s.containers {
			open.join(c)
		}
	}
}

func (s *stack) openUp(open *Network, targets []*Container) {
	for _, target := range targets {
		open.join(target)
		for _, p := range s.ports(target) {
			s.bind(target, p, open)
		}
	}
	s.float(open, targets)
}

func (s *stack) meet(n *Network, m meeting) {
	for _, target := range m.targets {
		n.join(target)
		for _, p := range m.ports {
			s.bind(target, p, n)
		}
	}
	for _, caller := range m.callers {
		n.join(caller)
	}
	s.float(n, m.targets)
}

// float keeps an address for the targets where theirs moves: one on each network
// that clients or callers come by.
func (s *stack) float(n *Network, targets []*Container) {
	if i := targets[0].Instance; targets[0].Role == Instance && i != nil && moves(i.Service) {
		s.keep(n, i.Service)
	}
}

// portNumbers names ports for a comment.
func portNumbers(ports []port) string {
	numbers := make([]string, len(ports))
	for i, p := range ports {
		numbers[i] = strconv.Itoa(p.number)
	}
	return strings.Join(numbers, ", ")
}
