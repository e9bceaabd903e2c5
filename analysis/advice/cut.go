package advice

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// part is as much of an architecture as decides what becomes of some flows:
// the services that they can reach, over any connection, with those that
// promote, those that a check or a flow names, and the servers and zones that
// all these stand in.
type part struct {
	of       *model.Architecture
	services map[*model.Service]bool
	groups   map[*model.Group]bool
	zones    map[*model.Zone]bool
	queue    []*model.Service
}

// cut is that part, as it was written and not resolved, with the flows as
// written ones, and with whatever the edits name. It shares nothing with a.
// Firewalls decide nothing about failures; they are there where they are asked
// for.
func cut(a *model.Architecture, flows []*model.Flow, edits []Edit, firewalls bool) *model.Architecture {
	p := &part{
		of: a, services: make(map[*model.Service]bool),
		groups: make(map[*model.Group]bool), zones: make(map[*model.Zone]bool),
	}
	for _, flow := range flows {
		p.add(flow.Enters)
		p.addNamed(flow.Needs)
	}
	for _, edit := range edits {
		names := strings.Split(string(edit.Path), ".")
		p.addNamed(texts(edit.value, names[:min(2, len(names))]))
	}
	for len(p.queue) > 0 {
		service := p.queue[0]
		p.queue = p.queue[1:]
		p.follow(service)
	}
	w := &model.Architecture{Name: a.Name, Clients: a.Clients}
	w.Zones = inOrder(p.zones, func(z *model.Zone) string { return z.Name })
	w.Groups = inOrder(p.groups, func(g *model.Group) string { return g.Name })
	for _, s := range inOrder(p.services, func(s *model.Service) string { return s.Name }) {
		if s.Kind == model.External {
			w.Externals = append(w.Externals, s)
		} else {
			w.Services = append(w.Services, s)
		}
	}
	w.Flows = p.flows(flows)
	w.Runbooks, w.Assumptions = p.runbooks(flows), p.assumptions()
	if firewalls {
		w.Networks, w.Firewalls = p.networks(), p.firewalls()
	}
	w = w.Written()
	strip(w, firewalls)
	return w
}

// add takes a service in, once.
func (p *part) add(s *model.Service) {
	if s != nil && !p.services[s] {
		p.services[s] = true
		p.queue = append(p.queue, s)
	}
}

// addNamed takes in what the names stand for, services as "db" or "db.reads".
func (p *part) addNamed(names []string) {
	for _, name := range names {
		service, _, _ := strings.Cut(name, ".")
		p.add(p.of.Service(service))
		p.addServers(name)
		p.addZone(p.of.Zone(name))
	}
}

// follow takes in what a service needs and where it stands.
func (p *part) follow(s *model.Service) {
	for _, c := range s.Connections {
		p.add(c.To)
		if c.Check != nil {
			p.addNamed(c.Check.Reaches)
		}
	}
	for _, use := range s.Uses {
		p.add(p.of.Service(use.To)) // also where it makes no connection
	}
	if s.Data != nil {
		p.add(s.Data.Controller)
	}
	for _, name := range s.On {
		p.addServers(name)
	}
	if s.Address != nil {
		for _, priority := range s.Address.Priorities {
			p.addServers(priority.Server)
		}
	}
}

// addServers takes in the group that a name stands for or is of.
func (p *part) addServers(name string) {
	group := p.of.Group(name)
	if server := p.of.Server(name); group == nil && server != nil {
		group = server.Group
	}
	if group == nil || p.groups[group] {
		return
	}
	p.groups[group] = true
	for _, name := range append([]string{group.ZoneName}, group.ZoneNames...) {
		p.addZone(p.of.Zone(name))
	}
}

func (p *part) addZone(zone *model.Zone) {
	for ; zone != nil && !p.zones[zone]; zone = zone.Parent {
		p.zones[zone] = true
	}
}

// inOrder are the things in a set, by name.
func inOrder[T comparable](set map[T]bool, name func(T) string) []T {
	return slices.SortedFunc(maps.Keys(set), func(x, y T) int { return cmp.Compare(name(x), name(y)) })
}
