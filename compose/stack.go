package compose

import (
	"net/netip"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// stack is the project in work.
type stack struct {
	a       *model.Architecture
	options Options

	containers []*Container
	networks   []*Network
	of         map[*model.Instance]*Container
	clients    map[*Container]*model.Client // of doors
	agents     map[*Container]*model.Instance
	// bound are the networks on which a port of a container may be reached;
	// where there is no firewall nothing is bound, and every address is.
	bound map[listening][]*Network
	// floats are the addresses of a service that move between its instances.
	floats map[*model.Service][]*floating

	holders []held

	doors        []Door
	files        []File
	secrets      []Secret
	certificates []Certificate
	trusting     []string // the containers that verify others
	omitted      []Note
	problems     Unsupported
}

// listening is a port of a container.
type listening struct {
	container *Container
	number    int
	transport string
}

func newStack(a *model.Architecture, o Options) *stack {
	s := &stack{
		a: a, options: o,
		of: make(map[*model.Instance]*Container), clients: make(map[*Container]*model.Client), agents: make(map[*Container]*model.Instance),
		bound:  make(map[listening][]*Network),
		floats: make(map[*model.Service][]*floating),
	}
	s.populate()
	s.connect()
	return s
}

// populate makes the containers: of each server what runs on it and its agent,
// then the externals and the doors of the clients.
func (s *stack) populate() {
	for _, server := range s.a.Servers {
		for _, instance := range server.Instances {
			s.add(&Container{Name: containerName(instance), Role: Instance, Instance: instance, Server: server})
		}
		if server.Group.Agent != "" {
			agent := s.add(&Container{Name: beside(server.Name, "agent"), Role: Agent, Server: server})
			s.agents[agent] = &model.Instance{Service: &model.Service{Name: server.Group.Agent}, Server: server}
		}
	}
	for _, external := range s.a.Externals {
		if !s.spokenTo(external) {
			s.omit(external.Path, external.Name+" is not run: nothing in the stack talks to it")
			continue
		}
		for _, instance := range external.Instances {
			s.add(&Container{Name: containerName(instance), Role: Instance, Instance: instance})
		}
	}
	for _, client := range s.comers() {
		s.clients[s.add(&Container{Name: beside(client.Name, "door"), Role: Gate})] = client
	}
}

// spokenTo tells whether anybody connects to an external.
func (s *stack) spokenTo(external *model.Service) bool {
	return len(external.Listen) > 0 || slices.ContainsFunc(s.a.Connections, func(c *model.Connection) bool { return c.To == external })
}

func (s *stack) add(c *Container) *Container {
	s.containers = append(s.containers, c)
	if c.Role == Instance {
		s.of[c.Instance] = c
	}
	return c
}

// comers are the clients that somebody listens for.
func (s *stack) comers() []*model.Client {
	var clients []*model.Client
	for _, service := range s.a.AllServices() {
		for _, listener := range service.Listen {
			if client := s.a.Client(listener.From); client != nil && !slices.Contains(clients, client) {
				clients = append(clients, client)
			}
		}
	}
	return clients
}

func (s *stack) network(name, comment string) *Network {
	n := &Network{Name: name, Comment: comment}
	s.networks = append(s.networks, n)
	return n
}

// beside adds a container that has the network of another, after it.
func (s *stack) beside(owner *Container, c *Container) *Container {
	c.Server, c.Shares = owner.Server, owner.Name
	i := slices.Index(s.containers, owner) + 1
	for i < len(s.containers) && s.containers[i].Shares == owner.Name {
		i++
	}
	s.containers = slices.Insert(s.containers, i, c)
	return c
}

func (s *stack) withRole(role Role) []*Container {
	var found []*Container
	for _, c := range s.containers {
		if c.Role == role {
			found = append(found, c)
		}
	}
	return found
}

func (s *stack) onServer(server *model.Server) []*Container {
	var found []*Container
	for _, c := range s.containers {
		if c.Server == server {
			found = append(found, c)
		}
	}
	return found
}

// agentPort is where the agent of a server is read: that of the Prometheus
// node exporter.
const agentPort = 9100

// ports are where a container listens.
func (s *stack) ports(c *Container) []port {
	switch c.Role {
	case Instance:
		return portsOf(s.a, c.Instance.Service)
	case Agent:
		return []port{{number: agentPort, transport: "tcp", protocol: "http"}}
	}
	return nil
}

// endpoint is a container as the firewalls see it.
func (s *stack) endpoint(c *Container) *model.Instance {
	if c.Role == Agent {
		return s.agents[c]
	}
	return c.Instance
}

// bind lets a port be reached on a network.
func (s *stack) bind(c *Container, p port, n *Network) {
	at := listening{c, p.number, p.transport}
	s.bound[at] = append(s.bound[at], n)
}

// binds are the addresses that a port listens at, beside the loopback; nil
// stands for all.
func (s *stack) binds(c *Container, number int, transport string) []netip.Addr {
	if len(s.a.Firewalls) == 0 {
		return nil
	}
	found := []netip.Addr{}
	for _, n := range s.bound[listening{c, number, transport}] {
		if address, on := c.On(n); on {
			found = append(found, address)
		}
		for _, f := range n.floating {
			if c.Role == Instance && f.service == c.Instance.Service {
				found = append(found, f.address)
			}
		}
	}
	return found
}

// route is the address by which one container reaches a port of another, and
// whether there is one.
func (s *stack) route(from, to *Container, number int, transport string) (netip.Addr, bool) {
	if len(s.a.Firewalls) == 0 {
		return s.shared(from, to)
	}
	for _, n := range s.bound[listening{to, number, transport}] {
		if _, on := from.On(n); on {
			return to.On(n)
		}
	}
	return netip.Addr{}, false
}

// neighbour is the address of a container for another on the same server.
func (s *stack) neighbour(from, to *Container) netip.Addr {
	for _, at := range to.Networks {
		if _, on := from.On(at.Network); on && (len(s.a.Firewalls) == 0 || at.Network.Name == inside(to.Server)) {
			return at.Address
		}
	}
	return to.Networks[0].Address
}

// shared is the address of a container on a network that it has in common with
// another.
func (s *stack) shared(from, to *Container) (netip.Addr, bool) {
	for _, at := range to.Networks {
		if _, on := from.On(at.Network); on {
			return at.Address, true
		}
	}
	return netip.Addr{}, false
}
