package validate

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// triesOfAFlow is how often each flow is looked at in trials, on average: it
// bounds the work by that of the analysis itself.
const triesOfAFlow = 4

// trials mend mistakes in copies of the architecture, as long as that is no
// more work than is good.
type trials struct {
	in     *Input
	left   int                         // flows that may still be looked at
	byName map[string]analysis.Failure // made for the first trial
	order  map[*model.Flow]int         // so is this
}

func newTrials(in *Input) *trials {
	return &trials{in: in, left: 64 + triesOfAFlow*len(in.Architecture.Flows)}
}

// loss is a failure and a flow, by name.
type loss struct{ failure, flow string }

// after is what a change brings.
type after struct {
	// helps: the change makes nothing worse.
	helps bool
	// tried are the flows that were looked at, by name, lasting what they do
	// not come back from by themselves, or may not, and late what they come
	// back from too late.
	tried         map[string]bool
	lasting, late map[loss]bool
}

// try tries a change on some flows. Where the change does not fit the
// architecture, or there were too many trials, nothing comes of it.
func (t *trials) try(c advice.Change, flows []*model.Flow) *after {
	a := &after{tried: make(map[string]bool, len(flows)), lasting: make(map[loss]bool), late: make(map[loss]bool)}
	if t.left -= len(flows); t.left < 0 {
		return a
	}
	result, err := advice.Try(t.in.Analysis, c, flows, analysis.Crash)
	if err != nil {
		return a
	}
	for _, flow := range flows {
		a.tried[flow.Name] = true
	}
	for _, o := range result.Outcomes() {
		if lasts(o) {
			a.lasting[loss{o.Failure.Name(), o.Flow.Name}] = true
		}
	}
	for _, o := range result.TooSlow() {
		a.late[loss{o.Failure.Name(), o.Flow.Name}] = true
	}
	a.helps = t.isNoWorse(result, flows) && !t.isNew(result, flows)
	return a
}

// lasts tells whether a flow does not come back by itself, or may not. An outer
// zone counts only for the flows that must survive it.
func lasts(o analysis.Outcome) bool {
	if zone := o.Failure.Zone; zone != nil && len(zone.Servers) == 0 && !slices.Contains(o.Flow.Survives, zone.Name) {
		return false
	}
	return o.Recovery == analysis.Hard || o.Recovery == analysis.Manual || o.Recovery == analysis.Undecided
}

// isNoWorse tells whether no flow loses more than before with nothing failed.
func (t *trials) isNoWorse(result *analysis.Result, flows []*model.Flow) bool {
	before := make(map[string]analysis.Amount, len(flows))
	for _, flow := range flows {
		before[flow.Name] = t.in.Analysis.Baseline(flow)
	}
	return !slices.ContainsFunc(result.Architecture.Flows, func(f *model.Flow) bool {
		return result.Baseline(f) > before[f.Name]
	})
}

// isNew tells whether a failure harms a flow for long that did not before, or
// worse than before.
func (t *trials) isNew(result *analysis.Result, flows []*model.Flow) bool {
	position := make(map[string]*model.Flow, len(flows))
	for _, flow := range flows {
		position[flow.Name] = flow
	}
	return slices.ContainsFunc(result.Outcomes(), func(o analysis.Outcome) bool {
		if !lasts(o) {
			return false
		}
		was, known := t.before(o.Failure.Name(), position[o.Flow.Name])
		return !known || !lasts(was) || o.Amount > was.Amount || o.Recovery > was.Recovery
	})
}

// before is what a failure of that name does to a flow as the architecture is.
func (t *trials) before(failure string, flow *model.Flow) (analysis.Outcome, bool) {
	if t.byName == nil {
		t.byName = make(map[string]analysis.Failure, len(t.in.Analysis.Failures))
		for _, f := range t.in.Analysis.Failures {
			t.byName[f.Name()] = f
		}
		t.order = make(map[*model.Flow]int, len(t.in.Architecture.Flows))
		for i, f := range t.in.Architecture.Flows {
			t.order[f] = i
		}
	}
	f, known := t.byName[failure]
	if !known {
		return analysis.Outcome{}, false
	}
	outcomes := t.in.Analysis.At(f)
	i, found := slices.BinarySearchFunc(outcomes, t.order[flow], func(o analysis.Outcome, at int) int { return t.order[o.Flow] - at })
	if !found {
		return analysis.Outcome{}, false
	}
	return outcomes[i], true
}

// removes tells whether every flow that the point harms gets over it by itself.
func (a *after) removes(p analysis.SinglePoint) bool {
	return a.helps && !slices.ContainsFunc(p.Outcomes, func(o analysis.Outcome) bool { return !a.gone(o) })
}

// eases tells whether one of them does.
func (a *after) eases(p analysis.SinglePoint) bool {
	return a.helps && slices.ContainsFunc(p.Outcomes, a.gone)
}

func (a *after) gone(o analysis.Outcome) bool {
	return a.tried[o.Flow.Name] && !a.lasting[loss{o.Failure.Name(), o.Flow.Name}]
}

// isInTime tells whether a flow comes back in time from what it came back late
// from.
func (a *after) isInTime(o analysis.Outcome) bool {
	return a.helps && a.gone(o) && !a.late[loss{o.Failure.Name(), o.Flow.Name}]
}
