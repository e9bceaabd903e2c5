package analysis_test

import (
	"flag"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// models is how many random architectures are tried. The long run is
// go test -run Agrees -models 10000.
var models = flag.Int("models", 500, "random architectures to compare the engine with the definitions on")

// The engine and the naive evaluator agree on every failure and flow of
// thousands of random architectures.
func TestAgreesWithTheDefinitions(t *testing.T) {
	for _, circles := range []bool{false, true} {
		count := *models
		if circles {
			count /= 10 // the naive evaluator is slow at them
		}
		harmed, flapping := 0, 0
		for seed := range uint64(count) {
			a := throw(seed, circles)
			if problems := a.Resolve(); len(problems) > 0 {
				t.Fatalf("seed %d: %v", seed, problems)
			}
			r := analysis.Analyze(a)
			for _, f := range r.Failures {
				for _, flow := range a.Flows {
					h, flaps := compare(t, r, f, flow, circles, seed)
					harmed += h
					flapping += flaps
				}
			}
			if t.Failed() {
				return
			}
		}
		t.Logf("circles %v: %d outcomes with harm, %d more may flap", circles, harmed, flapping)
		if harmed < count || flapping > harmed/2 {
			t.Errorf("circles %v: %d outcomes with harm, %d more may flap: too little was compared", circles, harmed, flapping)
		}
	}
}

// compare holds one outcome against the definitions. Where a circle may flap
// the engine says so, and there is nothing to compare.
func compare(t *testing.T, r *analysis.Result, f analysis.Failure, flow *model.Flow, circles bool, seed uint64) (harmed, flapping int) {
	worse, base, settled := lost(r.Architecture, flow, f, false)
	better, otherBase, settledToo := lost(r.Architecture, flow, f, true)
	base = max(base, otherBase)
	recovery := analysis.Unharmed
	want := worse
	for h := range want {
		want[h] = max(worse[h], better[h])
		if want[h] > base {
			recovery = analysis.Transient + analysis.Recovery(h)
		}
	}
	if recovery != analysis.Unharmed && worse != better {
		recovery = analysis.Undecided
	}
	got := analysis.Outcome{Lost: want}
	for _, o := range r.At(f) {
		if o.Flow == flow {
			got = o
		}
	}
	if circles && (got.Recovery == analysis.Undecided || !settled || !settledToo) {
		return 0, 1
	}
	if r.Baseline(flow) != base {
		if circles {
			return 0, 1
		}
		t.Errorf("seed %d: %s with nothing failed: got %s, want %s", seed, flow.Name, r.Baseline(flow), base)
	}
	if got.Lost != want || got.Recovery != recovery {
		t.Errorf("seed %d: %s, %s: got %v %s %v, want %v %s", seed, f.Name(), flow.Name, got.Lost, got.Recovery, got.Missing, want, recovery)
	}
	if recovery != analysis.Unharmed {
		return 1, 0
	}
	return 0, 0
}
