package formula_test

import (
	"math/bits"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
)

// The formulas say what the engine says: for every set of events where there
// are few, for every set of up to three otherwise.
func TestAgreesWithTheEngine(t *testing.T) {
	t.Parallel()
	models := uint64(80)
	if testing.Short() {
		models = 20
	}
	compared, harmed, flapping := 0, 0, 0
	for seed := range models {
		a := throw(t, seed, 2+int(seed%3), 2+int(seed%4), seed%4 == 3)
		r := analysis.Analyze(a)
		for _, flow := range a.Flows {
			after := write(t, a, flow, analysis.AfterFailover)
			person := write(t, a, flow, analysis.AfterPerson)
			for failed := range subsets(after.Events, 3) {
				o := outcome(t, r, flow, failed)
				if o.Recovery == analysis.Undecided && (after.MayFlap || person.MayFlap) {
					flapping++ // the engine may have stopped elsewhere
					continue
				}
				compared++
				if o.Lost[analysis.AfterFailover] != analysis.None {
					harmed++
				}
				if got, want := after.Lost(failed...), o.Lost[analysis.AfterFailover]; got != want {
					t.Fatalf("seed %d: %s after failover of %v: %s, want %s", seed, flow.Name, names(failed), got, want)
				}
				if got, want := person.Lost(failed...), o.Lost[analysis.AfterPerson]; got != want {
					t.Fatalf("seed %d: %s after a person acted on %v: %s, want %s", seed, flow.Name, names(failed), got, want)
				}
			}
		}
	}
	t.Logf("%d compared, %d with harm, %d may flap", compared, harmed, flapping)
	if !testing.Short() && (harmed < compared/4 || harmed > compared*97/100 || flapping > compared/2) {
		t.Errorf("%d compared, %d with harm, %d may flap: too little was compared", compared, harmed, flapping)
	}
}

func write(t testing.TB, a *model.Architecture, flow *model.Flow, h analysis.Horizon) *formula.Formula {
	t.Helper()
	f, err := formula.Of(a, flow, h)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// subsets are all sets of events, or those of up to so many where there are
// more than ten.
func subsets(events []analysis.Failure, most int) func(func([]analysis.Failure) bool) {
	return func(yield func([]analysis.Failure) bool) {
		for set := range uint(1) << len(events) {
			if len(events) > 10 && bits.OnesCount(set) > most {
				continue
			}
			var failed []analysis.Failure
			for i, event := range events {
				if set>>i&1 == 1 {
					failed = append(failed, event)
				}
			}
			if !yield(failed) {
				return
			}
		}
	}
}

func outcome(t testing.TB, r *analysis.Result, flow *model.Flow, failed []analysis.Failure) analysis.Outcome {
	t.Helper()
	for _, o := range r.Without(failed) {
		if o.Flow == flow {
			return o
		}
	}
	t.Fatalf("no outcome of %s", flow.Name)
	return analysis.Outcome{}
}

func names(failed []analysis.Failure) []string {
	var list []string
	for _, f := range failed {
		list = append(list, f.Name())
	}
	return list
}
