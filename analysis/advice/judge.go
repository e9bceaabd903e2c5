package advice

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// Judge holds what changes bring against the architecture as it is. All that
// tells whether a change helps asks it.
type Judge struct {
	result *analysis.Result
	byName map[string]analysis.Failure
	known  map[string]map[string]severity // by failure, by flow
}

// NewJudge is the judge of changes to the architecture of a result.
func NewJudge(r *analysis.Result) *Judge {
	return &Judge{result: r, known: make(map[string]map[string]severity)}
}

// Comparison is what a change brings to some flows.
type Comparison struct {
	// Change is what was tried, with what firewalls have to let through for it.
	Change Change
	// Helps: no failure does more harm to the flows than before, with nothing
	// failed they lose no more, and no firewall stops what they need.
	Helps bool
	// After is the part of the architecture that the flows hang on, with the
	// change in it.
	After *analysis.Result

	spokesman map[string]string // of a flow: the one like it that was tried
	harms     map[harm]severity
}

// harm is a failure and a flow, by name.
type harm struct{ failure, flow string }

// Compare tries a change on some flows, for failures of a kind. Flows that
// differ in nothing but their names are tried once. An error says that the
// change does not fit the architecture.
func (j *Judge) Compare(c Change, flows []*model.Flow, kind analysis.Kind) (*Comparison, error) {
	heard, spokesman := Unlike(flows)
	r, err := Try(j.result, c, heard, kind)
	if err != nil {
		return nil, err
	}
	made := &Comparison{Change: c, After: r, Helps: true, spokesman: spokesman, harms: make(map[harm]severity)}
	for i, flow := range r.Architecture.Flows {
		made.Helps = made.Helps && r.Baseline(flow) <= j.result.Baseline(heard[i])
	}
	for _, o := range r.Outcomes() {
		if s := severityOf(o); s.lasting > 0 && j.minds(o) {
			h := harm{o.Failure.Name(), o.Flow.Name}
			made.harms[h] = s
			made.Helps = made.Helps && !s.worse(j.before(h))
		}
	}
	if made.Helps {
		made.Change, made.Helps = opened(j.result.Architecture, c, flows)
	}
	return made, nil
}

// Unlike are flows of which no two differ in nothing but their names, and for
// every name the one of these that is like it.
func Unlike(flows []*model.Flow) ([]*model.Flow, map[string]string) {
	var unlike []*model.Flow
	first, spokesman := make(map[string]string), make(map[string]string)
	for _, f := range flows {
		key := fmt.Sprintf("%q %q %q %q %d %q", f.Kind, f.EntersName, f.From, f.Needs, f.LongestInterruption, f.Survives)
		if f.Derived {
			key = f.Name
		}
		if first[key] == "" {
			first[key] = f.Name
			unlike = append(unlike, f)
		}
		spokesman[f.Name] = first[key]
	}
	return unlike, spokesman
}

// before is what a failure does to a flow as the architecture is.
func (j *Judge) before(h harm) severity {
	if found, known := j.known[h.failure]; known {
		return found[h.flow]
	}
	if j.byName == nil {
		j.byName = make(map[string]analysis.Failure, len(j.result.Failures))
		for _, f := range j.result.Failures {
			j.byName[f.Name()] = f
		}
	}
	found := make(map[string]severity)
	if f, there := j.byName[h.failure]; there {
		for _, o := range j.result.At(f) {
			if s := severityOf(o); s.lasting > 0 && j.minds(o) {
				found[o.Flow.Name] = s
			}
		}
	}
	j.known[h.failure] = found
	return found[h.flow]
}

// minds tells whether the loss of an outer zone, with no servers directly in
// it, is one that the flow must survive. That the part has none does not make
// it an outer one.
func (j *Judge) minds(o analysis.Outcome) bool {
	zone := o.Failure.Zone
	if zone == nil || len(zone.Servers) > 0 || slices.Contains(o.Flow.Survives, zone.Name) {
		return true
	}
	whole := j.result.Architecture.Zone(zone.Name)
	return whole != nil && len(whole.Servers) > 0
}

// Lifts tells whether, after a change that helps, the flow gets over the
// failure by itself.
func (c *Comparison) Lifts(o analysis.Outcome) bool {
	s, tried := c.of(o)
	return c.Helps && tried && s.lasting < lastingForGood
}

// InTime tells whether it does so in time, too.
func (c *Comparison) InTime(o analysis.Outcome) bool {
	s, tried := c.of(o)
	return c.Helps && tried && s.lasting == 0
}

func (c *Comparison) of(o analysis.Outcome) (severity, bool) {
	name, tried := c.spokesman[o.Flow.Name]
	return c.harms[harm{o.Failure.Name(), name}], tried
}

// severity is how bad an outcome is: nothing to speak of, back too late, or not
// back by itself.
type severity struct {
	lasting  int
	recovery analysis.Recovery
	amount   analysis.Amount
}

// lastingForGood is how long what does not come back by itself lasts.
const lastingForGood = 2

// worse tells whether s is worse than before.
func (s severity) worse(before severity) bool {
	return cmp.Or(cmp.Compare(s.lasting, before.lasting), cmp.Compare(s.recovery, before.recovery), cmp.Compare(s.amount, before.amount)) > 0
}

// severityOf is how bad an outcome is.
func severityOf(o analysis.Outcome) severity {
	s := severity{recovery: o.Recovery, amount: o.Amount}
	switch {
	case o.Recovery == analysis.Hard || o.Recovery == analysis.Manual || o.Recovery == analysis.Undecided:
		s.lasting = lastingForGood
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
