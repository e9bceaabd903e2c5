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

	outcomes []Outcome         // by failure, then by flow
	starts   []int32           // outcomes[starts[i]:starts[i+1]] are those of failure i
	number   map[Failure]int32 // position in Failures
	baseline map[*model.Flow]Amount

	// evidence is worked out when it is asked for, by the same engine.
	lock   sync.Mutex
	engine *engine
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
	r := &Result{
		Architecture: a, Failures: e.failures, number: e.number, engine: e,
		baseline: make(map[*model.Flow]Amount, len(a.Flows)),
	}
	for _, flow := range a.Flows {
		s := e.study(flow)
		r.baseline[flow] = s.baseline()
		r.outcomes = s.outcomes(r.outcomes)
	}
	r.sort()
	return r
}

// sort brings the outcomes, which come flow by flow, into the order of the
// failures, by counting.
func (r *Result) sort() {
	r.starts = make([]int32, len(r.Failures)+1)
	for i := range r.outcomes {
		r.starts[r.outcomes[i].failure+1]++
	}
	for i := range r.Failures {
		r.starts[i+1] += r.starts[i]
	}
	next := append([]int32(nil), r.starts...)
	sorted := make([]Outcome, len(r.outcomes))
	for _, o := range r.outcomes {
		sorted[next[o.failure]] = o
		next[o.failure]++
	}
	r.outcomes = sorted
}

// Outcomes are the failures that harm a flow, in the order of Failures and
// then of the flows. A failure and a flow that are not here do not touch.
func (r *Result) Outcomes() []Outcome { return r.outcomes }

// Of are the outcomes of a flow.
func (r *Result) Of(flow *model.Flow) []Outcome {
	var found []Outcome
	for i := range r.outcomes {
		if r.outcomes[i].Flow == flow {
			found = append(found, r.outcomes[i])
		}
	}
	return found
}

// At are the outcomes of a failure, in the order of the flows.
func (r *Result) At(f Failure) []Outcome {
	i, ok := r.number[f.known()]
	if !ok {
		return nil
	}
	return r.outcomes[r.starts[i]:r.starts[i+1]]
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
