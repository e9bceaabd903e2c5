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
				r.unknown(firewall.Path.Field("on").Index(i), "server or zone", name, serverNames, zoneNames)
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
		if name != "any" && !r.known(name) && r.a.clients[name] == nil && !r.a.isNetwork(name) {
			r.unknown(at, "client, network, zone, server, service or external", name,
				placeNames, clientNames, networkNames)
		}
	}
}

// checkReferences checks the names that nothing else has resolved.
func (r *resolver) checkReferences() {
	for i, network := range r.a.Networks {
		for j, member := range network.Members {
			if !r.known(member) {
				r.unknown(Path("networks").Field(r.a.Networks[i].Name).Field("members").Index(j), "server, zone or service", member, placeNames)
			}
		}
	}
	for _, group := range r.a.Groups {
		for i, name := range group.Networks {
			if !r.a.isNetwork(name) {
				r.unknown(group.Path.Field("networks").Index(i), "network", name, networkNames)
			}
		}
	}
	for _, client := range r.a.Clients {
		if client.Network != "" && !r.a.isNetwork(client.Network) {
			r.unknown(client.Path.Field("network"), "network", client.Network, networkNames)
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
			r.unknown(listener.Path.Field("from"), "client", listener.From, clientNames)
		}
	}
	switch s.Sessions {
	case "", "memory", "cookie", "none":
	default:
		if r.a.services[s.Sessions] == nil {
			r.unknown(s.Path.Field("sessions"), `service (nor is it "memory", "cookie" or "none")`, s.Sessions, serviceNames, words("memory", "cookie", "none"))
		}
	}
	for i, backup := range s.Backups {
		if backup.To != "" && !r.known(backup.To) {
			r.unknown(s.Path.Field("backups").Index(i).Field("to"), "server, zone or external", backup.To, placeNames)
		}
	}
	if s.Address != nil {
		for _, priority := range s.Address.Priorities {
			if r.a.serversNamed(priority.Server) == nil {
				r.unknown(s.Path.Field("address").Field("priorities").Field(priority.Server), "server", priority.Server, serverNames)
			}
		}
	}
	for i, name := range s.Watches {
		if name != "all" && !r.known(name) {
			r.unknown(s.Path.Field("watches").Index(i), `server, zone, service or external (nor is it "all")`, name, placeNames, words("all"))
		}
	}
	for i, name := range s.Probes {
		if r.a.flows[name] == nil {
			r.unknown(s.Path.Field("probes").Index(i), "flow", name, flowNames)
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
			r.unknown(s.Path.Field("receivers").Field(receiver.Name).Field("via"), "external", receiver.Via, serviceNames)
		}
	}
	for _, alert := range s.Alerts {
		at := s.Path.Field("alerts").Field(alert.Name)
		for i, name := range alert.Of {
			if !r.known(name) && r.a.flows[name] == nil {
				r.unknown(at.Field("of").Index(i), "server, service, external or flow", name, placeNames, flowNames)
			}
		}
		for i, name := range alert.To {
			if !slices.Contains(receivers, name) {
				r.unknown(at.Field("to").Index(i), "receiver", name, words(receivers...))
			}
		}
	}
}

// checkFlows checks the names in flows, runbooks and assumptions.
func (r *resolver) checkFlows() {
	for _, flow := range r.a.Flows {
		if !flow.Derived && flow.From != "" && r.a.clients[flow.From] == nil {
			r.unknown(flow.Path.Field("from"), "client", flow.From, clientNames)
		}
		for i, name := range flow.Survives {
			switch name {
			case "instance", "server", "zone":
			default:
				if r.a.zones[name] == nil {
					r.unknown(flow.Path.Field("survives").Index(i), `zone (nor is it "instance", "server" or "zone")`, name, zoneNames, words("instance", "server", "zone"))
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
				r.unknown(runbook.Path.Field("restores").Index(i), "flow", name, flowNames)
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
			r.unknown(at, "instance, service, server, zone or external", name, placeNames)
		}
		return
	}
	service, server := r.a.services[serviceName], r.a.servers[serverName]
	switch {
	case service == nil:
		r.unknown(at, "service", serviceName, serviceNames)
	case server == nil:
		r.unknown(at, "server", serverName, machineNames)
	case service.InstanceOn(server) == nil:
		r.notOn(at, service, server.Name)
	}
}

// known tells whether a name stands for a zone, server, group, service or
// external.
func (r *resolver) known(name string) bool {
	return r.a.zones[name] != nil || r.a.serversNamed(name) != nil || r.a.services[name] != nil
}
