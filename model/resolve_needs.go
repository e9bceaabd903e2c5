package model

import (
	"slices"
	"strings"
)

// need is a service that a flow or a health check goes through, in both
// directions or in one.
type need struct {
	service *Service
	access  Access
}

// needs reads a list such as ["app", "db.reads"].
func (r *resolver) needs(names []string, at Path) map[need]bool {
	needs := make(map[need]bool, len(names))
	for i, name := range names {
		serviceName, access, oneWay := strings.Cut(name, ".")
		service := r.a.services[serviceName]
		switch {
		case service == nil:
			r.unknown(at.Index(i), "service or external", serviceName, serviceNames)
		case !oneWay:
			needs[need{service, Any}] = true
		case access == string(Reads) || access == string(Writes):
			needs[need{service, Access(access)}] = true
		default:
			r.problem(at.Index(i), "%q is neither a service nor one way to it: write %q, %q or %q", name, serviceName, serviceName+".reads", serviceName+".writes")
		}
	}
	return needs
}

// quoted is a list of names for a message.
func quoted(names []string) string { return `"` + strings.Join(names, `", "`) + `"` }

// Uses tells whether the flow counts a connection: it is needed at run time,
// serves that kind of request, and is among the flow's needs, or is not
// optional where no needs were written.
func (f *Flow) Uses(c *Connection) bool {
	if c.StartOnly || !c.Serves(f.Kind) {
		return false
	}
	if f.needs == nil {
		return !c.Optional
	}
	way := Reads
	if f.Kind == WriteFlow {
		way = Writes
	}
	return f.needs[need{c.To, Any}] || f.needs[need{c.To, way}]
}

// traceFlows resolves the flows that were written, or derives them.
func (r *resolver) traceFlows() {
	if len(r.a.Flows) == 0 {
		r.deriveFlows()
	}
	r.a.flows = make(map[string]*Flow, len(r.a.Flows))
	for _, flow := range r.a.Flows {
		r.a.flows[flow.Name] = flow
		if flow.Derived {
			continue
		}
		flow.Path = Path("flows").Field(flow.Name)
		if flow.Needs != nil {
			flow.needs = r.needs(flow.Needs, flow.Path.Field("needs"))
		}
		flow.Enters = r.a.services[flow.EntersName]
		if flow.Enters == nil {
			r.unknown(flow.Path.Field("enters"), "service or external", flow.EntersName, serviceNames)
			continue
		}
		if flow.From == "" {
			flow.From = flow.Enters.client()
		}
		switch {
		case flow.Needs != nil:
			onWay := &Flow{Kind: flow.Kind}
			addWays(flow.needs, flow.Enters, onWay.Uses)
		case flow.Kind == StaticFlow:
			flow.needs = staticNeeds(flow.Enters)
		}
	}
}

// client is the first client that the service listens for, or empty.
func (s *Service) client() string {
	for _, listener := range s.Listen {
		if listener.From != "" && listener.Redirect == "" && firstWritten(listener.Purpose, "traffic") == "traffic" {
			return listener.From
		}
	}
	return ""
}

// deriveFlows makes read, write and static for every service that listens for
// a client: write where a store lies behind it, static where a web server with
// files does. With several entries the names begin with the entry's.
func (r *resolver) deriveFlows() {
	var entries []*Service
	for _, service := range r.a.AllServices() {
		if service.client() != "" {
			entries = append(entries, service)
		}
	}
	for _, entry := range entries {
		prefix := ""
		if len(entries) > 1 {
			prefix = entry.Name + "-"
		}
		r.derive(prefix, ReadFlow, entry, nil)
		if reachesStore(entry) {
			r.derive(prefix, WriteFlow, entry, nil)
		}
		if needs := staticNeeds(entry); len(needs) > 0 {
			r.derive(prefix, StaticFlow, entry, needs)
		}
	}
}

func (r *resolver) derive(prefix string, kind FlowKind, entry *Service, needs map[need]bool) {
	r.a.Flows = append(r.a.Flows, &Flow{
		Name: prefix + string(kind), Kind: kind, EntersName: entry.Name, From: entry.client(),
		Enters: entry, Derived: true, Path: entry.Path, needs: needs,
	})
}

// reachesStore tells whether a write that enters here ends in a store.
func reachesStore(entry *Service) bool {
	write := &Flow{Kind: WriteFlow}
	for _, service := range behind(entry, write.Uses) {
		if service.Kind == Database || service.Kind == Queue ||
			slices.Contains([]string{"database", "queue", "storage"}, service.Provides) {
			return true
		}
	}
	return false
}

// staticNeeds are the services that a request for a file passes: those on a
// way from the entry to a web server that has files, and no further.
func staticNeeds(entry *Service) map[need]bool {
	static := &Flow{Kind: StaticFlow}
	onward := func(c *Connection) bool { return c.From.Static == "" && static.Uses(c) }
	needs := make(map[need]bool)
	for _, service := range behind(entry, onward) {
		if service.Static != "" {
			needs[need{service, Any}] = true
		}
	}
	addWays(needs, entry, onward)
	return needs
}

// addWays adds to the needs whatever lies on a way from the start to one of
// them: who needs the database behind the application needs the application.
func addWays(needs map[need]bool, start *Service, counts func(*Connection) bool) {
	needed := make(map[*Service]bool, len(needs))
	for n := range needs {
		needed[n.service] = true
	}
	near := behind(start, func(c *Connection) bool { return needed[c.To] && counts(c) })
	if joined := len(near); joined == len(needed)+1 || needed[start] && joined == len(needed) {
		return // nothing lies between the start and the needs
	}
	passed := behind(start, counts)
	for grown := true; grown; { // from the needs back to the start
		grown = false
		for _, service := range slices.Backward(passed) {
			if !needed[service] && slices.ContainsFunc(service.Connections, func(c *Connection) bool { return counts(c) && needed[c.To] }) {
				needed[service] = true
				needs[need{service, Any}] = true
				grown = true
			}
		}
	}
}

// behind are the entry and the services that it reaches over the connections
// that count, nearest first.
func behind(entry *Service, counts func(*Connection) bool) []*Service {
	seen := map[*Service]bool{entry: true}
	services := []*Service{entry}
	for i := 0; i < len(services); i++ {
		for _, c := range services[i].Connections {
			if counts(c) && !seen[c.To] {
				seen[c.To] = true
				services = append(services, c.To)
			}
		}
	}
	return services
}
