package analysis

import (
	"sync"

	"github.com/loadpath/loadpath/model"
)

// Result is the answer for every failure and flow.
type Result struct {
	Architecture *model.Architecture
	// Failures are all that were looked at: instances and externals, servers,
	// zones, connections, in the order of the architecture.
	Failures []Failure

	ledger   ledger
	baseline map[*model.Flow]Amount

	// evidence is worked out when it is asked for, by the same engine.
	lock   sync.Mutex
	engine *engine
	number map[Failure]int // position in Failures, when it was asked for
}

// Options are the failures that are looked at.
type Options struct {
	// Kind is how instances, servers, zones and externals fail.
	Kind Kind
	// Connections: each way between two instances is cut, too.
	Connections bool
}

// Analyze takes away each instance, server, zone and external in turn, as a
// crash, and says what that does to each flow.
func Analyze(a *model.Architecture) *Result { return AnalyzeWith(a, Options{}) }

// AnalyzeWith does so for the failures that the options name.
func AnalyzeWith(a *model.Architecture, o Options) *Result {
	e := newEngine(a, o)
	pages := e.sweepAll(nil)
	r := &Result{
		Architecture: a, Failures: e.listed.failures, engine: e,
		ledger: bind(pages, len(e.listed.failures)), baseline: make(map[*model.Flow]Amount, len(a.Flows)),
	}
	for i, flow := range a.Flows {
		r.baseline[flow] = pages[i/pageLength].baselines[i%pageLength]
	}
	return r
}

// Outcomes are the failures that harm a flow, in the order of Failures and
// then of the flows. A failure and a flow that are not here do not touch.
func (r *Result) Outcomes() []Outcome {
	return r.those(func(*Outcome) bool { return true })
}

// Of are the outcomes of a flow.
func (r *Result) Of(flow *model.Flow) []Outcome {
	return r.those(func(o *Outcome) bool { return o.Flow == flow })
}

// At are the outcomes of a failure, in the order of the flows.
func (r *Result) At(f Failure) []Outcome {
	i, ok := r.position(f.known())
	if !ok {
		return nil
	}
	return r.at(i, func(*Outcome) bool { return true }, nil)
}

// those are the outcomes that are wanted, wherever the failure.
func (r *Result) those(wanted func(*Outcome) bool) []Outcome {
	var found []Outcome
	for i := range r.Failures {
		found = r.at(i, wanted, found)
	}
	return found
}

// at appends the outcomes of the i-th failure that are wanted.
func (r *Result) at(i int, wanted func(*Outcome) bool, found []Outcome) []Outcome {
	for _, what := range r.ledger.of(i) {
		if o := &r.ledger.told[what]; wanted(o) {
			found = append(found, *o)
			found[len(found)-1].Failure = r.Failures[i]
		}
	}
	return found
}

// plan is that in which every instance stands for itself.
func (r *Result) plan() *plan {
	r.lock.Lock()
	defer r.lock.Unlock()
	return r.engine.ready()
}

// position is that of a failure among those that were looked at.
func (r *Result) position(f Failure) (int, bool) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.number == nil {
		r.number = make(map[Failure]int, len(r.Failures))
		for i, f := range r.Failures {
			r.number[f] = i
		}
	}
	i, ok := r.number[f]
	return i, ok
}

// Runbook is the first runbook that is for the failure and restores the flow of
// an outcome, or nil.
func (r *Result) Runbook(o Outcome) *model.Runbook { return r.engine.runbook(o.Failure, o.Flow) }

// Find is the failure of that name, such as "web@server-1" or "rack-1", and
// whether it was looked at.
func (r *Result) Find(name string) (Failure, bool) {
	for _, f := range r.Failures {
		if f.Name() == name {
			return f, true
		}
	}
	return Failure{}, false
}

// Baseline is what a flow loses with nothing failed: anything but None is an
// architecture that does not work as it is written.
func (r *Result) Baseline(f *model.Flow) Amount { return r.baseline[f] }
