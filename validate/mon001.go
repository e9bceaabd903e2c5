package validate

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// mon001 finds what a flow hangs on and nothing watches. No monitoring at all,
// and monitoring that watches nothing, are one finding.
func mon001(in *Input) []findings.Finding {
	a := in.Architecture
	parts := partsOf(a)
	if len(parts.services) == 0 {
		return nil
	}
	eyes := eyesOf(a)
	if eyes.names == 0 {
		return []findings.Finding{blind(a, parts)}
	}
	var found []findings.Finding
	for _, service := range parts.services {
		if !eyes.see(service) {
			found = append(found, unwatchedService(service, parts))
		}
	}
	for _, group := range a.Groups {
		dark := slices.DeleteFunc(slices.Clone(group.Servers), func(s *model.Server) bool {
			return !parts.carries[s] || eyes.seeServer(s)
		})
		if len(dark) > 0 {
			found = append(found, unwatchedServers(group, serverNames(dark)))
		}
	}
	return found
}

// parts are what flows need: services and externals in the order of the
// architecture, and the servers that carry them.
type parts struct {
	services []*model.Service
	flows    map[*model.Service][]string // the flows that need each
	carries  map[*model.Server]bool
}

func partsOf(a *model.Architecture) parts {
	p := parts{flows: make(map[*model.Service][]string), carries: make(map[*model.Server]bool)}
	for _, flow := range a.Flows {
		for _, service := range onTheWay(flow) {
			p.flows[service] = append(p.flows[service], flow.Name)
		}
	}
	for _, service := range a.AllServices() {
		if p.flows[service] == nil {
			continue
		}
		p.services = append(p.services, service)
		for _, instance := range service.Instances {
			if instance.Server != nil {
				p.carries[instance.Server] = true
			}
		}
	}
	return p
}

// onTheWay are the services that a flow passes: where it enters, and what it
// needs from there on.
func onTheWay(flow *model.Flow) []*model.Service {
	seen := map[*model.Service]bool{flow.Enters: true}
	way := []*model.Service{flow.Enters}
	for i := 0; i < len(way); i++ {
		for _, c := range way[i].Connections {
			if flow.Uses(c) && !seen[c.To] {
				seen[c.To] = true
				way = append(way, c.To)
			}
		}
	}
	return way
}

// eyes are what the monitoring watches.
type eyes struct {
	names    int // how many names are written under watches
	all      bool
	services map[*model.Service]bool
	servers  map[*model.Server]bool
	zoned    map[*model.Server]bool // in a zone that is watched with all in it
}

func eyesOf(a *model.Architecture) eyes {
	e := eyes{
		services: make(map[*model.Service]bool),
		servers:  make(map[*model.Server]bool),
		zoned:    make(map[*model.Server]bool),
	}
	for _, service := range a.AllServices() {
		for _, name := range service.Watches {
			e.names++
			e.add(a, name)
		}
	}
	return e
}

func (e *eyes) add(a *model.Architecture, name string) {
	e.all = e.all || name == "all"
	if service := a.Service(name); service != nil {
		e.services[service] = true
	}
	if server := a.Server(name); server != nil {
		e.servers[server] = true
	}
	if group := a.Group(name); group != nil {
		for _, server := range group.Servers {
			e.servers[server] = true
		}
	}
	if zone := a.Zone(name); zone != nil {
		for _, server := range a.ServersIn(zone) {
			e.zoned[server] = true
		}
	}
}

// see tells whether a service is watched: by its name, or in zones that are,
// all of it. Watching a server sees the machine and not what runs on it.
func (e *eyes) see(s *model.Service) bool {
	return e.all || e.services[s] || !slices.ContainsFunc(s.Instances, func(i *model.Instance) bool {
		return !e.zoned[i.Server]
	})
}

// seeServer tells whether a server is watched, or has an agent that tells the
// monitoring how it is.
func (e *eyes) seeServer(s *model.Server) bool {
	return e.all || e.servers[s] || e.zoned[s] || s.Group.Agent != ""
}

const monitoringAdvice = `Name what it watches under "watches": services, servers, zones, externals, or "all".`

// blind is the finding of an architecture in which nothing is watched.
func blind(a *model.Architecture, p parts) findings.Finding {
	services := and(each(p.services, func(s *model.Service) string { return s.Name }))
	for _, service := range a.AllServices() {
		if service.Kind == model.Monitoring || service.Provides == "monitoring" {
			return findings.Finding{
				Path:    service.Path,
				Summary: fmt.Sprintf("%s watches nothing", service.Name),
				Detail:  fmt.Sprintf("It is there, and it is not written that anything watches %s.\n%s", services, monitoringAdvice),
			}
		}
	}
	return findings.Finding{
		Path:    "services",
		Summary: "nothing is monitored",
		Detail: fmt.Sprintf("Nothing watches %s. Of a failure users are the first to know; and what fails without stopping anything, such as a standby, goes unseen until it is needed.\nAdd a service of kind \"monitoring\". %s",
			services, monitoringAdvice),
	}
}

func unwatchedService(s *model.Service, p parts) findings.Finding {
	return findings.Finding{
		Path:    s.Path,
		Summary: fmt.Sprintf("%s is not monitored", s.Name),
		Detail: fmt.Sprintf("%s %s it, and nothing tells when it fails: watching the server that it runs on sees the machine, not the service.\nAdd %q to what the monitoring watches.",
			and(p.flows[s]), plural(len(p.flows[s]), "needs", "need"), s.Name),
	}
}

func unwatchedServers(group *model.Group, dark []string) findings.Finding {
	return findings.Finding{
		Path:    group.Path,
		Summary: fmt.Sprintf("%s %s not monitored", and(dark), plural(len(dark), "is", "are")),
		Detail:  fmt.Sprintf("Nothing tells when a disk fills up or memory runs out there.\nWrite which agent runs on it, such as agent: \"node-exporter\", or add %q to what the monitoring watches.", group.Name),
	}
}
