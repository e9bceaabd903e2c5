package analysis

import "github.com/loadpath/loadpath/model"

// Failure is a zone, a server, an instance, an external or the way between two
// instances taken away. One of the first three fields is set, or From and To.
// Failures are equal when they take the same thing away in the same way.
type Failure struct {
	Zone     *model.Zone
	Server   *model.Server
	Instance *model.Instance // an external is its one instance
	// From and To are the ends of a connection on which no packet passes, in
	// either direction; From is who connects. Of two copies of the same data
	// that is the primary, or the first. Its Kind is Cut.
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
// entry under uses that joins its ends, else what makes them talk to each other.
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
	switch to := f.To.Service; {
	case to.Data == nil:
		return to.Path.Field("quorum")
	case to == f.From.Service:
		return to.Path.Field("replication")
	}
	return f.To.Service.Path.Field("replication").Field("controller")
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

// ways are the connections and bonds between instances that are wanted, each pair once,
// in the order of what calls.
func (p *plan) ways(wanted func(from, to *model.Instance) bool) []Failure {
	var found []Failure
	reached := make([]stamp, len(p.instances))
	var targets []int32
	for i := range p.tiers {
		t := &p.tiers[i]
		for k := range t.count {
			from := p.instances[t.first+k]
			targets = p.targetsOf(t, int(k), reached, targets[:0])
			for _, target := range targets {
				if to := p.instances[target]; wanted(from, to) {
					found = append(found, Failure{From: from, To: to, Kind: Cut})
				}
			}
		}
	}
	return found
}
