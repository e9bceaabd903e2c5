package model

import (
	"slices"
	"strings"
)

// stationFirewalls puts each firewall in front of its servers.
func (r *resolver) stationFirewalls() {
	for _, firewall := range r.a.Firewalls {
		firewall.Path = Path("firewalls").Field(firewall.Name)
		seen := make(map[*Server]bool)
		for i, name := range firewall.On {
			servers := r.a.serversNamed(name)
			if zone := r.a.zones[name]; zone != nil {
				servers = r.a.ServersIn(zone)
			} else if servers == nil {
				r.unknown(firewall.Path.Field("on").Index(i), "server or zone", name, append(r.a.serverNames(), keys(r.a.zones)...))
			}
			for _, server := range servers {
				if !seen[server] {
					seen[server] = true
					firewall.Servers = append(firewall.Servers, server)
				}
			}
		}
		for i, rule := range firewall.Rules {
			at := firewall.Path.Field("rules").Index(i)
			r.endpoints(rule.From, at.Field("from"))
			r.endpoints(rule.To, at.Field("to"))
		}
	}
}

// endpoints checks the ends of a firewall rule.
func (r *resolver) endpoints(names []string, at Path) {
	for _, name := range names {
		if name != "any" && !r.known(name) && r.a.clients[name] == nil && !r.isNetwork(name) {
			r.unknown(at, "client, network, zone, server, service or external", name,
				append(append(r.places(), keys(r.a.clients)...), r.networks()...))
		}
	}
}

// checkReferences checks the names that nothing else has resolved.
func (r *resolver) checkReferences() {
	for i, network := range r.a.Networks {
		for j, member := range network.Members {
			if !r.known(member) {
				r.unknown(Path("networks").Field(r.a.Networks[i].Name).Field("members").Index(j), "server, zone or service", member, r.places())
			}
		}
	}
	for _, group := range r.a.Groups {
		for i, name := range group.Networks {
			if !r.isNetwork(name) {
				r.unknown(group.Path.Field("networks").Index(i), "network", name, r.networks())
			}
		}
	}
	for _, client := range r.a.Clients {
		if client.Network != "" && !r.isNetwork(client.Network) {
			r.unknown(client.Path.Field("network"), "network", client.Network, r.networks())
		}
	}
	for _, service := range r.a.AllServices() {
		r.checkService(service)
	}
	r.checkFlows()
}

// checkService checks the names in one service.
func (r *resolver) checkService(s *Service) {
	for _, listener := range s.Listen {
		if listener.From != "" && r.a.clients[listener.From] == nil {
			r.unknown(listener.Path.Field("from"), "client", listener.From, keys(r.a.clients))
		}
	}
	switch s.Sessions {
	case "", "memory", "cookie", "none":
	default:
		if r.a.services[s.Sessions] == nil {
			r.unknown(s.Path.Field("sessions"), `service (nor is it "memory", "cookie" or "none")`, s.Sessions, append(keys(r.a.services), "memory", "cookie", "none"))
		}
	}
	for i, backup := range s.Backups {
		if backup.To != "" && !r.known(backup.To) {
			r.unknown(s.Path.Field("backups").Index(i).Field("to"), "server, zone or external", backup.To, r.places())
		}
	}
	if s.Address != nil {
		for _, priority := range s.Address.Priorities {
			if r.a.serversNamed(priority.Server) == nil {
				r.unknown(s.Path.Field("address").Field("priorities").Field(priority.Server), "server", priority.Server, r.a.serverNames())
			}
		}
	}
	for i, name := range s.Watches {
		if name != "all" && !r.known(name) {
			r.unknown(s.Path.Field("watches").Index(i), `server, zone, service or external (nor is it "all")`, name, append(r.places(), "all"))
		}
	}
	for i, name := range s.Probes {
		if r.a.flows[name] == nil {
			r.unknown(s.Path.Field("probes").Index(i), "flow", name, keys(r.a.flows))
		}
	}
	r.checkAlerts(s)
}

// checkAlerts checks what alerts are about and whom they call.
func (r *resolver) checkAlerts(s *Service) {
	var receivers []string
	for _, receiver := range s.Receivers {
		receivers = append(receivers, receiver.Name)
		if receiver.Via != "" && r.a.services[receiver.Via] == nil {
			r.unknown(s.Path.Field("receivers").Field(receiver.Name).Field("via"), "external", receiver.Via, keys(r.a.services))
		}
	}
	for _, alert := range s.Alerts {
		at := s.Path.Field("alerts").Field(alert.Name)
		for i, name := range alert.Of {
			if !r.known(name) && r.a.flows[name] == nil {
				r.unknown(at.Field("of").Index(i), "server, service, external or flow", name, append(r.places(), keys(r.a.flows)...))
			}
		}
		for i, name := range alert.To {
			if !slices.Contains(receivers, name) {
				r.unknown(at.Field("to").Index(i), "receiver", name, receivers)
			}
		}
	}
}

// checkFlows checks the names in flows, runbooks and assumptions.
func (r *resolver) checkFlows() {
	for _, flow := range r.a.Flows {
		if !flow.Derived && flow.From != "" && r.a.clients[flow.From] == nil {
			r.unknown(flow.Path.Field("from"), "client", flow.From, keys(r.a.clients))
		}
		for i, name := range flow.Survives {
			switch name {
			case "instance", "server", "zone":
			default:
				if r.a.zones[name] == nil {
					r.unknown(flow.Path.Field("survives").Index(i), `zone (nor is it "instance", "server" or "zone")`, name, append(keys(r.a.zones), "instance", "server", "zone"))
				}
			}
		}
	}
	for _, runbook := range r.a.Runbooks {
		runbook.Path = Path("runbooks").Field(runbook.Name)
		for i, name := range runbook.For {
			r.component(name, runbook.Path.Field("for").Index(i))
		}
		for i, name := range runbook.Restores {
			if r.a.flows[name] == nil {
				r.unknown(runbook.Path.Field("restores").Index(i), "flow", name, keys(r.a.flows))
			}
		}
	}
	for i, assumption := range r.a.Assumptions {
		r.component(assumption.Perfect, Path("assume").Index(i).Field("perfect"))
	}
}

// component checks the name of something that can fail: an instance, service,
// server, zone or external.
func (r *resolver) component(name string, at Path) {
	serviceName, serverName, isInstance := strings.Cut(name, "@")
	if !isInstance {
		if !r.known(name) {
			r.unknown(at, "instance, service, server, zone or external", name, r.places())
		}
		return
	}
	service, server := r.a.services[serviceName], r.a.servers[serverName]
	switch {
	case service == nil:
		r.unknown(at, "service", serviceName, keys(r.a.services))
	case server == nil:
		r.unknown(at, "server", serverName, keys(r.a.servers))
	case service.InstanceOn(server) == nil:
		r.problem(at, "%s does not run on %q: it runs on %s", service.Name, server.Name, quoted(service.On))
	}
}

// known tells whether a name stands for a zone, server, group, service or
// external.
func (r *resolver) known(name string) bool {
	return r.a.zones[name] != nil || r.a.serversNamed(name) != nil || r.a.services[name] != nil
}

// places are the names that known knows.
func (r *resolver) places() []string {
	return append(append(r.a.serverNames(), keys(r.a.zones)...), keys(r.a.services)...)
}

func (r *resolver) isNetwork(name string) bool { return slices.Contains(r.networks(), name) }

func (r *resolver) networks() []string {
	names := make([]string, len(r.a.Networks))
	for i, network := range r.a.Networks {
		names[i] = network.Name
	}
	return names
}
