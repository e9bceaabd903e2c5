package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Holder is the container that holds the network of another: itself, if it has
// its own.
func (p *Project) Holder(c *Container) *Container {
	for c.Shares != "" {
		i := slices.IndexFunc(p.Containers, func(other *Container) bool { return other.Name == c.Shares })
		c = p.Containers[i]
	}
	return c
}

// ClientOf is the client whose door a container is, or nil.
func (p *Project) ClientOf(c *Container) *model.Client {
	if c.Role != Gate {
		return nil
	}
	return p.Architecture.Client(strings.TrimSuffix(c.Name, beside("", "door")))
}

// Permits tells whether the firewalls let TCP through from an instance or a door
// to a port of an instance or an agent on another server.
func (p *Project) Permits(from, to *Container, port int) bool {
	sender := model.Sender{Instance: from.Instance}
	if from.Role == Gate {
		sender = model.Sender{Client: p.ClientOf(from)}
	}
	return p.Architecture.Permits(sender, endpointOf(to), port, "tcp")
}

// endpointOf is a container as firewalls see it: an agent is one of its
// server's.
func endpointOf(c *Container) *model.Instance {
	if c.Role == Agent {
		return &model.Instance{Service: &model.Service{Name: c.Server.Group.Agent}, Server: c.Server}
	}
	return c.Instance
}

// NeededBy names what in the architecture goes from an instance or a door to a
// port of an instance or an agent: a client, connections, replication, and what
// the monitoring reads and probes. What nobody goes is needed by nothing.
func (p *Project) NeededBy(from, to *Container, port int) []string {
	if client := p.ClientOf(from); client != nil {
		if to.Role == Instance && slices.ContainsFunc(to.Instance.Service.Listen, func(l *model.Listener) bool { return l.From == client.Name && l.Port == port }) {
			return []string{"client " + client.Name}
		}
		return nil
	}
	caller := from.Instance.Service
	if to.Role == Agent {
		if port == agentPort && Watches(caller, to.Server) {
			return []string{"watches of " + caller.Name}
		}
		return nil
	}
	target := to.Instance.Service
	needed := connectionsTo(caller, target, port)
	if caller == target && target.Data != nil && port == portsOf(p.Architecture, target)[0].number {
		needed = append(needed, "replication of "+target.Name)
	}
	for _, name := range caller.Probes {
		if flow := p.Architecture.Flow(name); flow != nil && flow.Enters == target {
			if way := entryOf(flow); way != nil && way.Port == port {
				needed = append(needed, "probe of "+name)
			}
		}
	}
	return needed
}

// connectionsTo are the connections of a service that lead over the network to a
// port of another: that of the connection, of its check, or that at which a
// router takes reads.
func connectionsTo(from, to *model.Service, port int) []string {
	var needed []string
	for _, c := range from.Connections {
		ports := []int{c.Port, readPort(to)}
		if c.Check != nil {
			ports = append(ports, c.Check.Port)
		}
		if c.To == to && c.Role != model.SameServer && port != 0 && slices.Contains(ports, port) {
			needed = append(needed, c.Name())
		}
	}
	return needed
}

// AlertsAt is where, within its own network, the monitoring in a container says
// which alerts there are: Prometheus, and the Alertmanager beside it, empty where
// there is none.
func (p *Project) AlertsAt(c *Container) (prometheus, alertmanager string) {
	s, service := &stack{a: p.Architecture}, c.Instance.Service
	at, scheme := portsOf(p.Architecture, service)[0], "http"
	if s.encrypts(service, at) {
		scheme = "https"
	}
	prometheus = fmt.Sprintf("%s://127.0.0.1:%d/api/v1/alerts", scheme, at.number)
	if len(service.Receivers) > 0 {
		alertmanager = fmt.Sprintf("http://127.0.0.1:%d/api/v2/alerts", alertmanagerPort)
	}
	return prometheus, alertmanager
}
