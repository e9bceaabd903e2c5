package compose

import (
	"fmt"
	"hash/fnv"
	"math/bits"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Network is one network of containers.
type Network struct {
	Name   string
	Subnet netip.Prefix
	// Outside: ports can be published from it.
	Outside bool
	// Comment says who meets on it.
	Comment string

	members []*Container
	// floating is how many addresses are kept for those that move.
	floating int
}

// join attaches a container, once.
func (n *Network) join(c *Container) {
	if !slices.Contains(n.members, c) {
		n.members = append(n.members, c)
	}
}

// meeting is where some ports of some containers are reached by others.
type meeting struct {
	targets []*Container
	ports   []port
	callers []*Container
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
			inside.floating++
			s.floats[service] = inside
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
		n := s.network(server.Name, "Inside "+server.Name+": no firewall stands between what runs on one server.")
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

// float keeps an address for the targets where theirs moves. It is on the first
// network that clients or callers come by.
func (s *stack) float(n *Network, targets []*Container) {
	i := targets[0].Instance
	if targets[0].Role == Instance && i != nil && moves(i.Service) && s.floats[i.Service] == nil {
		n.floating++
		s.floats[i.Service] = n
	}
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

// number gives networks and containers their addresses, in the order in which
// they came about.
func (s *stack) number() {
	base := s.options.Subnet
	if !base.IsValid() {
		base = subnetOf(s.a.Name)
	}
	next := base.Addr()
	for _, n := range s.networks {
		// The network's own address, its broadcast address and its gateway
		// are no container's.
		size := len(n.members) + n.floating + 3
		length := 32 - bits.Len(uint(size-1))
		n.Subnet = netip.PrefixFrom(aligned(next, length), length)
		at := n.Subnet.Addr().Next()
		for _, c := range n.members {
			at = at.Next()
			c.Networks = append(c.Networks, Attachment{n, at})
		}
		for _, service := range s.a.Services {
			if s.floats[service] == n {
				at = at.Next()
				s.floating[service] = at
			}
		}
		next = after(n.Subnet)
	}
}

// subnetOf is where an architecture's networks are, so that two of them do not
// meet: a /16 of 10.0.0.0/8 that depends on its name.
func subnetOf(name string) netip.Prefix {
	h := fnv.New32a()
	h.Write([]byte(name))
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(64 + h.Sum32()%128), 0, 0}), 16)
}

// aligned is the first address at or after a given one at which a network of
// that length may begin.
func aligned(at netip.Addr, length int) netip.Addr {
	p := netip.PrefixFrom(at, length).Masked()
	if p.Addr() == at {
		return at
	}
	return after(p)
}

// after is the address that follows a network.
func after(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().As4()
	n := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	n += 1 << (32 - p.Bits())
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

// portNumbers names ports for a comment.
func portNumbers(ports []port) string {
	numbers := make([]string, len(ports))
	for i, p := range ports {
		numbers[i] = strconv.Itoa(p.number)
	}
	return strings.Join(numbers, ", ")
}
