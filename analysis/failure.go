package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// Failure is a zone, a server, an instance or an external taken away. Exactly
// one field is set. Failures are equal when they take the same thing away.
type Failure struct {
	Zone     *model.Zone
	Server   *model.Server
	Instance *model.Instance // an external is its one instance
}

// Name is what fails, as people write it: "web@server-1", "server-1",
// "rack-1", "cdn".
func (f Failure) Name() string {
	switch {
	case f.Zone != nil:
		return f.Zone.Name
	case f.Server != nil:
		return f.Server.Name
	}
	return f.Instance.Name()
}

// Path is where what fails was written: an element of "on", a server, a zone
// (or the first place that names it), an external.
func (f Failure) Path() model.Path {
	switch {
	case f.Zone != nil:
		return f.Zone.Path
	case f.Server != nil:
		return f.Server.Path()
	}
	return f.Instance.Path
}

// takes tells whether the failure takes the instance away.
func (f Failure) takes(i *model.Instance) bool {
	switch {
	case f.Instance != nil:
		return f.Instance == i
	case i.Server == nil:
		return false
	case f.Server != nil:
		return f.Server == i.Server
	}
	for zone := i.Server.Zone; zone != nil; zone = zone.Parent {
		if zone == f.Zone {
			return true
		}
	}
	return false
}

// answersTo are the names under which a runbook may mean the failure.
func (f Failure) answersTo() [2]string {
	switch {
	case f.Zone != nil:
		return [2]string{f.Zone.Name}
	case f.Server != nil:
		return [2]string{f.Server.Name, f.Server.Group.Name}
	}
	return [2]string{f.Instance.Name(), f.Instance.Service.Name}
}

// failuresOf lists every failure that is looked at: instances and externals,
// servers, then zones, in the order of the architecture, but inner zones
// before outer ones. What is assumed to be perfect does not fail by itself.
func failuresOf(a *model.Architecture) []Failure {
	perfect := make(map[string]bool, len(a.Assumptions))
	for _, assumption := range a.Assumptions {
		perfect[assumption.Perfect] = true
	}
	var failures []Failure
	for _, instance := range a.Instances() {
		if !perfect[instance.Name()] && !perfect[instance.Service.Name] {
			failures = append(failures, Failure{Instance: instance})
		}
	}
	for _, server := range a.Servers {
		if !perfect[server.Name] && !perfect[server.Group.Name] {
			failures = append(failures, Failure{Server: server})
		}
	}
	for _, zone := range innerFirst(a.Zones) {
		if !perfect[zone.Name] {
			failures = append(failures, Failure{Zone: zone})
		}
	}
	return failures
}

// innerFirst sorts zones by how deep they lie, the deepest first.
func innerFirst(zones []*model.Zone) []*model.Zone {
	depth := make(map[*model.Zone]int, len(zones))
	for _, zone := range zones {
		for up := zone.Parent; up != nil; up = up.Parent {
			depth[zone]++
		}
	}
	sorted := slices.Clone(zones)
	slices.SortStableFunc(sorted, func(x, y *model.Zone) int { return depth[y] - depth[x] })
	return sorted
}
