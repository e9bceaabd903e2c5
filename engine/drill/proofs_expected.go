package drill

import (
	"slices"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// ExpectedAlerts are those that the architecture says are raised when a trial
// breaks something. Left out is what only happens with what the stack does not
// have, and what an alert of its kind does not promise:
//
//   - "down" means that a server is away, or that an instance takes no
//     connections: one that hangs goes on to take them.
//   - "flow" means that users see failures: it is expected where all of a
//     flow's requests are predicted to fail until somebody acts.
//   - "replication-stopped" means that a replica has lost its primary: it sees
//     that at once only where the primary ends or its packets are refused.
func ExpectedAlerts(a *model.Architecture, t Trial) []Expected {
	var all []Expected
	for _, service := range a.AllServices() {
		if !slices.ContainsFunc(service.Instances, func(i *model.Instance) bool { return !t.breaks(i) }) {
			continue
		}
		for _, alert := range service.Alerts {
			e := Expected{Monitoring: service.Name, Alert: alert.Name, For: Span(alert.For)}
			switch alert.On {
			case "down", "standby-down":
				e.About = away(a, service, alert, t)
			case "flow":
				e.About, e.Flow = failing(service, alert, t), true
			case "replication-stopped":
				e.About = bereft(a, service, alert, t)
			}
			if len(e.About) > 0 {
				all = append(all, e)
			}
		}
	}
	return all
}

// breaks tells whether an instance is among what a trial breaks. A connection
// that is cut leaves both its ends as they are.
func (t Trial) breaks(i *model.Instance) bool {
	return slices.ContainsFunc(t.Breaks, func(b Break) bool {
		return !b.Connection && slices.Contains(b.Instances, i.Name())
	})
}

// away are the servers and instances that are seen to be gone.
func away(a *model.Architecture, service *model.Service, alert *model.Alert, t Trial) []string {
	var about []string
	for _, server := range a.Servers {
		if server.Group.Agent == "" || !compose.Watches(service, server) {
			continue
		}
		gone := t.takes(server)
		if gone && concerns(alert, server.Name) {
			about = append(about, server.Name)
		}
		for _, i := range server.Instances {
			seen := !gone && t.ends(i) && listens(i.Service) || gone && tells(i.Service)
			if seen && concerns(alert, i.Service.Name, server.Name) {
				about = append(about, i.Name())
			}
		}
	}
	return about
}

// takes tells whether a trial breaks a server as a whole, with its agent.
func (t Trial) takes(server *model.Server) bool {
	return slices.ContainsFunc(t.Breaks, func(b Break) bool {
		if b.Connection {
			return false
		}
		within := b.What == server.Name
		for zone := server.Zone; zone != nil; zone = zone.Parent {
			within = within || b.What == zone.Name
		}
		return within
	})
}

// ends tells whether an instance takes no connections any more.
func (t Trial) ends(i *model.Instance) bool {
	return slices.ContainsFunc(t.Breaks, func(b Break) bool {
		return !b.Connection && b.Kind != "hang" && slices.Contains(b.Instances, i.Name())
	})
}

// listens tells whether the agent can see that an instance takes connections.
func listens(s *model.Service) bool {
	return s.Port != 0 || len(s.Listen) > 0 || s.Defaults.Port != 0
}

// tells: the software has metrics of its own, which are missed when they end.
func tells(s *model.Service) bool {
	return slices.Contains([]string{"haproxy", "nginx", "mysql", "mysql-router"}, s.Defaults.Name)
}

// concerns tells whether an alert is about any of the names; without a limit it
// is about all.
func concerns(alert *model.Alert, names ...string) bool {
	return len(alert.Of) == 0 || slices.ContainsFunc(names, func(name string) bool { return slices.Contains(alert.Of, name) })
}

// failing are the flows that are probed and predicted to fail until somebody
// acts.
func failing(service *model.Service, alert *model.Alert, t Trial) []string {
	var about []string
	for _, p := range t.Predictions {
		lasts := p.Amount == "total" && (p.Recovery == "manual" || p.Recovery == "hard")
		if lasts && slices.Contains(service.Probes, p.Flow) && concerns(alert, p.Flow) {
			about = append(about, p.Flow)
		}
	}
	return about
}

// bereft are the replicas whose primary is gone.
func bereft(a *model.Architecture, service *model.Service, alert *model.Alert, t Trial) []string {
	var about []string
	for _, database := range a.Services {
		primary := database.Primary()
		if database.Defaults.Name != "mysql" || primary == nil || database.Data == nil || database.Data.Mode == "group" || !t.ends(primary) {
			continue
		}
		for _, replica := range database.Replicas() {
			seen := replica.Server.Group.Agent != "" && compose.Watches(service, replica.Server) && !t.breaks(replica)
			if seen && concerns(alert, database.Name, replica.Server.Name) {
				about = append(about, replica.Name())
			}
		}
	}
	return about
}
