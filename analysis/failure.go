package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// Failure is a zone, a server, an instance, an external or the way between two
// instances taken away. One of the first three fields is set, or From and To.
// Failures are equal when they take the same thing away in the same way.
type Failure struct {
	Zone     *model.Zone
	Server   *model.Server
	Instance *model.Instance // an external is its one instance
	// From and To are the ends of a connection on which no packet passes, in
	// either direction; From is who connects. Its Kind is Cut.
	From, To *model.Instance
	Kind     Kind
}

// Name is what fails, as people write it: "web@server-1", "server-1",
// "rack-1", "cdn", "app@server-1..db@server-2".
func (f Failure) Name() string {
	switch {
	case f.Zone != nil:
		return f.Zone.Name
	case f.Server != nil:
		return f.Server.Name
	case f.From != nil:
		return f.From.Name() + ".." + f.To.Name()
	case f.Instance != nil:
		return f.Instance.Name()
	}
	return "nothing"
}

// Path is where what fails was written: an element of "on", a server, a zone
// (or the first place that names it), an external; of a connection the first
// entry under uses that joins its ends.
func (f Failure) Path() model.Path {
	switch {
	case f.Zone != nil:
		return f.Zone.Path
	case f.Server != nil:
		return f.Server.Path()
	case f.From != nil:
		return f.connection()
	case f.Instance != nil:
		return f.Instance.Path
	}
	return ""
}

func (f Failure) connection() model.Path {
	for _, c := range f.From.Service.Connections {
		if c.To == f.To.Service {
			return c.Use.Path
		}
	}
	return f.From.Service.Path
}

// known is the failure as Result.Failures has it: a connection is always cut.
func (f Failure) known() Failure {
	if f.From != nil {
		f.Kind = Cut
	}
	return f
}

// takes tells whether the failure takes the instance away.
func (f Failure) takes(i *model.Instance) bool {
	switch {
	case f.Instance != nil:
		return f.Instance == i
	case f.From != nil, i.Server == nil:
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
	case f.From != nil:
		return [2]string{f.Name()}
	}
	return [2]string{f.Instance.Name(), f.Instance.Service.Name}
}

// failuresOf lists every failure that is looked at: instances and externals,
// servers, zones, in the order of the architecture, but inner zones before
// outer ones; then connections. What is assumed to be perfect does not fail by
// itself.
func failuresOf(p *plan, a *model.Architecture, o Options) []Failure {
	perfect := make(map[string]bool, len(a.Assumptions))
	for _, assumption := range a.Assumptions {
		perfect[assumption.Perfect] = true
	}
	var failures []Failure
	for _, instance := range a.Instances() {
		if !perfect[instance.Name()] && !perfect[instance.Service.Name] {
			failures = append(failures, Failure{Instance: instance, Kind: o.Kind})
		}
	}
	for _, server := range a.Servers {
		if !perfect[server.Name] && !perfect[server.Group.Name] {
			failures = append(failures, Failure{Server: server, Kind: o.Kind})
		}
	}
	for _, zone := range innerFirst(a.Zones) {
		if !perfect[zone.Name] {
			failures = append(failures, Failure{Zone: zone, Kind: o.Kind})
		}
	}
	if o.Connections {
		failures = append(failures, p.ways(func(*model.Instance, *model.Instance) bool { return true })...)
	}
	return failures
}

// ways are the connections between instances that are wanted, each pair once,
// in the order of what calls. A write reaches the replicas, too: they may be
// promoted.
func (p *plan) ways(wanted func(from, to *model.Instance) bool) []Failure {
	var found []Failure
	seen := make(map[lane]bool)
	for i := range p.tiers {
		t := &p.tiers[i]
		for k := range t.count {
			for _, l := range t.links {
				for _, target := range l.reachedFrom(int(k)) {
					way := lane{t.first + k, target}
					from, to := p.instances[way.from], p.instances[target]
					if !seen[way] && wanted(from, to) {
						seen[way] = true
						found = append(found, Failure{From: from, To: to, Kind: Cut})
					}
				}
			}
		}
	}
	return found
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
