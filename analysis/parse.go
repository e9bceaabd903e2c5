package analysis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Parse reads what to take away: an instance ("web@server-1"), a server, a
// zone, an external, a service (all its instances), a group of servers (all of
// them), or, as "app..db@server-2", the ways between two services or instances
// that a connection joins, or replication, a quorum or a failover. A name that several of these have means the first
// of them, in this order. The failures are of the kind that was looked at. The
// error says what was probably meant.
func (r *Result) Parse(name string) ([]Failure, error) {
	if from, to, ok := strings.Cut(name, ".."); ok {
		return r.parseConnection(from, to)
	}
	if f := r.named(name); len(f) > 0 {
		return f, nil
	}
	return nil, unknown("instance, server, zone, external, service or group", name, r.names())
}

// named are the failures of a name that is no connection.
func (r *Result) named(name string) []Failure {
	a, kind := r.Architecture, r.engine.options.Kind
	for _, instance := range a.Instances() {
		if instance.Name() == name {
			return []Failure{{Instance: instance, Kind: kind}}
		}
	}
	for _, server := range a.Servers {
		if server.Name == name {
			return []Failure{{Server: server, Kind: kind}}
		}
	}
	for _, zone := range a.Zones {
		if zone.Name == name {
			return []Failure{{Zone: zone, Kind: kind}}
		}
	}
	var found []Failure
	for _, service := range a.AllServices() {
		if service.Name == name {
			for _, instance := range service.Instances {
				found = append(found, Failure{Instance: instance, Kind: kind})
			}
			return found
		}
	}
	for _, group := range a.Groups {
		if group.Name == name {
			for _, server := range group.Servers {
				found = append(found, Failure{Server: server, Kind: kind})
			}
		}
	}
	return found
}

// names are all that named knows.
func (r *Result) names() []string {
	a := r.Architecture
	names := r.ends()
	for _, server := range a.Servers {
		names = append(names, server.Name)
	}
	for _, zone := range a.Zones {
		names = append(names, zone.Name)
	}
	for _, group := range a.Groups {
		names = append(names, group.Name)
	}
	return names
}

// ends are what a connection may begin or end at.
func (r *Result) ends() []string {
	var names []string
	for _, service := range r.Architecture.AllServices() {
		names = append(names, service.Name)
	}
	for _, instance := range r.Architecture.Instances() {
		names = append(names, instance.Name())
	}
	return names
}

func (r *Result) parseConnection(from, to string) ([]Failure, error) {
	ends := r.ends()
	for _, end := range []string{from, to} {
		if !slices.Contains(ends, end) {
			return nil, unknown("service or instance", end, ends)
		}
	}
	if found := r.ways(from, to); len(found) > 0 {
		return found, nil
	}
	if found := r.ways(to, from); len(found) > 0 && found[0].From.Service == found[0].To.Service {
		return found, nil // between members it has no direction
	}
	if r.isBeside(from, to) {
		return nil, fmt.Errorf("no connection goes from %s to %s: each %s looks after the database on its own server alone", from, to, from)
	}
	text := fmt.Sprintf("no connection goes from %s to %s", from, to)
	if len(r.ways(to, from)) > 0 {
		return nil, fmt.Errorf("%s; did you mean %q?", text, to+".."+from)
	}
	return nil, fmt.Errorf("%s: write one that a service has under uses, such as \"app..db\"", text)
}

func (r *Result) ways(from, to string) []Failure {
	at := func(i *model.Instance, end string) bool { return i.Name() == end || i.Service.Name == end }
	return r.plan().ways(func(x, y *model.Instance) bool { return at(x, from) && at(y, to) })
}

// isBeside tells whether instances of the first look after copies of the second
// on their own server.
func (r *Result) isBeside(from, to string) bool {
	for _, s := range r.Architecture.Services {
		name := func(i *model.Instance) bool { return i.Name() == to || s.Name == to }
		if s.Data == nil || s.Data.Controller == nil || !isAgent(s.Data.Controller) || !slices.ContainsFunc(s.Instances, name) {
			continue
		}
		agents := s.Data.Controller
		if agents.Name == from || slices.ContainsFunc(agents.Instances, func(i *model.Instance) bool { return i.Name() == from }) {
			return true
		}
	}
	return false
}

func unknown(what, name string, known []string) error {
	if meant := model.Suggest(name, known); meant != "" {
		return fmt.Errorf("there is no %s %q; did you mean %q?", what, name, meant)
	}
	return fmt.Errorf("there is no %s %q", what, name)
}
