package model

import "slices"

// Sender is where packets come from: an instance, or a client.
type Sender struct {
	Instance *Instance
	Client   *Client
}

// Permits tells whether a packet from a sender reaches a port of an instance.
// Firewalls stand in front of servers: what stays on one server passes none,
// and neither does what goes to an external, whose firewall is its provider's.
// Each firewall in front of the server must let it through; in each the first
// rule that matches decides, and where none does, the default.
func (a *Architecture) Permits(from Sender, to *Instance, port int, transport string) bool {
	if to.Server == nil || from.Instance != nil && from.Instance.Server == to.Server {
		return true
	}
	for _, firewall := range a.Firewalls {
		if slices.Contains(firewall.Servers, to.Server) && !a.passes(firewall, from, to, port, transport) {
			return false
		}
	}
	return true
}

func (a *Architecture) passes(f *Firewall, from Sender, to *Instance, port int, transport string) bool {
	for _, rule := range f.Rules {
		if a.matches(rule, from, to, port, transport) {
			return rule.Action != "deny"
		}
	}
	return f.Default == "allow"
}

func (a *Architecture) matches(r *FirewallRule, from Sender, to *Instance, port int, transport string) bool {
	carries := firstWritten(r.Transport, "tcp")
	if carries != "any" && carries != transport || len(r.Port) > 0 && !slices.Contains(r.Port, port) {
		return false
	}
	if len(r.To) > 0 && !slices.ContainsFunc(r.To, func(name string) bool { return a.means(name, to) }) {
		return false
	}
	return slices.ContainsFunc(r.From, func(name string) bool {
		if from.Client != nil {
			return name == "any" || name == from.Client.Name || from.Client.Network != "" && name == from.Client.Network
		}
		return a.means(name, from.Instance)
	})
}

// means tells whether a name in a firewall rule stands for an instance: it, its
// server or group, a zone around that, or a network that it is attached to.
func (a *Architecture) means(name string, i *Instance) bool {
	switch {
	case name == "any", name == i.Service.Name:
		return true
	case i.Server == nil:
		return false
	case name == i.Server.Name, name == i.Server.Group.Name:
		return true
	}
	for zone := i.Server.Zone; zone != nil; zone = zone.Parent {
		if zone.Name == name {
			return true
		}
	}
	return a.attached(i, name)
}

// attached tells whether an instance is on a network, as written at either.
func (a *Architecture) attached(i *Instance, network string) bool {
	if slices.Contains(i.Server.Group.Networks, network) {
		return true
	}
	return slices.ContainsFunc(a.Networks, func(n *Network) bool {
		return n.Name == network && slices.ContainsFunc(n.Members, func(member string) bool {
			return !a.isNetwork(member) && a.means(member, i)
		})
	})
}

func (a *Architecture) isNetwork(name string) bool {
	return slices.ContainsFunc(a.Networks, func(n *Network) bool { return n.Name == name })
}

// Guarded tells whether a firewall stands in front of the server.
func (a *Architecture) Guarded(server *Server) bool {
	return slices.ContainsFunc(a.Firewalls, func(f *Firewall) bool { return slices.Contains(f.Servers, server) })
}
