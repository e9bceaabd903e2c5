package advice

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// trial is what changes are held against: single points, and what every
// failure does to their flows before the change.
type trial struct {
	result *analysis.Result
	kind   analysis.Kind
	flows  []*model.Flow
	gone   map[harm]bool // what must be gone
	around []string      // the servers and zones around the points
	before map[harm]severity
	broken map[string]analysis.Amount // what a flow loses with nothing failed
}

// harm is a failure and a flow, by name.
type harm struct{ failure, flow string }

// severity is how bad an outcome is: nothing to speak of, back too late, or not
// back by itself.
type severity struct {
	lasting  int
	recovery analysis.Recovery
	amount   analysis.Amount
}

// worse tells whether s is worse than before.
func (s severity) worse(before severity) bool {
	return cmp.Or(cmp.Compare(s.lasting, before.lasting), cmp.Compare(s.recovery, before.recovery), cmp.Compare(s.amount, before.amount)) > 0
}

func newTrial(r *analysis.Result, points []analysis.SinglePoint) *trial {
	t := &trial{result: r, kind: points[0].Failure.Kind, gone: make(map[harm]bool)}
	for _, p := range points {
		for _, o := range p.Outcomes {
			t.want(o)
		}
		for _, name := range surroundings(p.Failure) {
			if !slices.Contains(t.around, name) {
				t.around = append(t.around, name)
			}
		}
	}
	return t
}

// want asks for an outcome to be gone.
func (t *trial) want(o analysis.Outcome) {
	t.gone[harm{o.Failure.Name(), o.Flow.Name}] = true
	if !slices.Contains(t.flows, o.Flow) {
		t.flows = append(t.flows, o.Flow)
	}
}

// start analyses the part as it is, once.
func (t *trial) start() error {
	if t.before != nil {
		return nil
	}
	r, err := Try(t.result, Change{}, t.flows, t.kind)
	if err != nil {
		return err
	}
	t.before, t.broken = t.harms(r), make(map[string]analysis.Amount)
	for _, flow := range r.Architecture.Flows {
		t.broken[flow.Name] = r.Baseline(flow)
	}
	return nil
}

// proves tries a change.
func (t *trial) proves(c Change) (Proven, bool) {
	if t.start() != nil {
		return Proven{}, false
	}
	r, err := Try(t.result, c, t.flows, t.kind)
	if err != nil {
		return Proven{}, false
	}
	for _, flow := range r.Architecture.Flows {
		if r.Baseline(flow) > t.broken[flow.Name] {
			return Proven{}, false
		}
	}
	after := t.harms(r)
	for h, s := range after {
		if t.gone[h] || s.worse(t.before[h]) {
			return Proven{}, false
		}
	}
	proven := Proven{Change: opened(t.result.Architecture, c, t.flows)}
	for _, name := range t.around {
		if slices.ContainsFunc(t.flows, func(f *model.Flow) bool { return after[harm{name, f.Name}].lasting > 0 }) {
			proven.Remains = append(proven.Remains, name)
		}
	}
	return proven, true
}

// harms are the outcomes that a finding would be about.
func (t *trial) harms(r *analysis.Result) map[harm]severity {
	found := make(map[harm]severity)
	for _, o := range r.Outcomes() {
		if s := severityOf(o); s.lasting > 0 && t.minds(o) {
			found[harm{o.Failure.Name(), o.Flow.Name}] = s
		}
	}
	return found
}

// minds tells whether the loss of an outer zone, with no servers directly in
// it, is one that the flow must survive. That the part has none does not make
// it an outer one.
func (t *trial) minds(o analysis.Outcome) bool {
	zone := o.Failure.Zone
	if zone == nil || len(zone.Servers) > 0 || slices.Contains(o.Flow.Survives, zone.Name) {
		return true
	}
	whole := t.result.Architecture.Zone(zone.Name)
	return whole != nil && len(whole.Servers) > 0
}

// severityOf is how bad an outcome is.
func severityOf(o analysis.Outcome) severity {
	s := severity{recovery: o.Recovery, amount: o.Amount}
	switch {
	case o.Recovery == analysis.Hard || o.Recovery == analysis.Manual || o.Recovery == analysis.Undecided:
		s.lasting = 2
	case o.Recovery == analysis.Transient && late(o):
		s.lasting = 1
	default:
		return severity{}
	}
	return s
}

// late tells whether a flow comes back too late, or may do so, as a part of the
// time is not known.
func late(o analysis.Outcome) bool {
	open := slices.ContainsFunc(o.Window.Parts, func(p analysis.Part) bool { return p.Length == 0 && p.Counts != analysis.Before })
	return open || o.Window.Length > analysis.Allowed(o.Flow)
}

// surroundings are the server and the zones around what fails, innermost
// first, zones without servers of their own left out.
func surroundings(f analysis.Failure) []string {
	var names []string
	var zone *model.Zone
	switch {
	case f.Instance != nil && f.Instance.Server != nil:
		names, zone = []string{f.Instance.Server.Name}, f.Instance.Server.Zone
	case f.Server != nil:
		zone = f.Server.Zone
	case f.Zone != nil:
		zone = f.Zone.Parent
	}
	for ; zone != nil; zone = zone.Parent {
		names = append(names, zone.Name)
	}
	return names
}
