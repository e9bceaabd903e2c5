package advice

import (
	"reflect"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// flows are the flows as if each had been written: what follows from the
// services of the whole may not follow from those of a part.
func (p *part) flows(flows []*model.Flow) []*model.Flow {
	var written []*model.Flow
	for _, flow := range flows {
		written = append(written, &model.Flow{
			Name: flow.Name, Kind: flow.Kind, EntersName: flow.EntersName, From: flow.From, Needs: flow.Needs,
			LongestInterruption: flow.LongestInterruption, Survives: p.known(flow.Survives, "instance", "server", "zone"),
		})
	}
	return written
}

// runbooks are those for something in the part that bring one of the flows
// back.
func (p *part) runbooks(flows []*model.Flow) []*model.Runbook {
	var kept []*model.Runbook
	for _, runbook := range p.of.Runbooks {
		of := p.known(runbook.For)
		restores := slices.DeleteFunc(slices.Clone(runbook.Restores), func(name string) bool {
			return !slices.ContainsFunc(flows, func(f *model.Flow) bool { return f.Name == name })
		})
		if len(of) > 0 && (len(restores) > 0 || len(runbook.Restores) == 0) {
			kept = append(kept, &model.Runbook{Name: runbook.Name, For: of, Restores: restores, Takes: runbook.Takes})
		}
	}
	return kept
}

// assumptions are those about something in the part.
func (p *part) assumptions() []*model.Assumption {
	var kept []*model.Assumption
	for _, assumption := range p.of.Assumptions {
		if len(p.known([]string{assumption.Perfect})) > 0 {
			kept = append(kept, assumption)
		}
	}
	return kept
}

// known are the names that stand for something in the part: an instance,
// service, external, server, group or zone; or one of the given words.
func (p *part) known(names []string, words ...string) []string {
	var kept []string
	for _, name := range names {
		service, server, isInstance := strings.Cut(name, "@")
		is := slices.Contains(words, name) || p.services[p.of.Service(service)] && (!isInstance || p.stands(server)) ||
			p.stands(name) || p.zones[p.of.Zone(name)]
		if is {
			kept = append(kept, name)
		}
	}
	return kept
}

// stands tells whether a server or group is in the part.
func (p *part) stands(name string) bool {
	server := p.of.Server(name)
	return p.groups[p.of.Group(name)] || server != nil && p.groups[server.Group]
}

// strip takes out what no failure hangs on and what may name things outside
// of the part; networks stay where firewalls do.
func strip(a *model.Architecture, firewalls bool) {
	for _, client := range a.Clients {
		if !firewalls {
			client.Network = ""
		}
	}
	for _, group := range a.Groups {
		if !firewalls {
			group.Networks = nil
		}
	}
	for _, s := range a.AllServices() {
		s.Sessions, s.Backups, s.Watches, s.Probes, s.Alerts, s.Receivers = "", nil, nil, nil, nil, nil
	}
}

// texts appends all texts in a value: what they name belongs to the part.
func texts(v reflect.Value, found []string) []string {
	switch v.Kind() {
	case reflect.String:
		return append(found, v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			return texts(v.Elem(), found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = texts(v.Index(i), found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				found = texts(v.Field(i), found)
			}
		}
	}
	return found
}
