package analysis_test

import (
	"flag"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
)

// models is how many random architectures are tried. The long run is
// go test -run Agrees -models 10000.
var models = flag.Int("models", 200, "random architectures to compare the engine with the definitions on")

// tally counts what was compared.
type tally struct{ harmed, flapping, meanwhile int }

// The engine and the naive evaluator agree on random architectures: on every
// single failure, of every kind and of connections too, and on failures
// together.
func TestAgreesWithTheDefinitions(t *testing.T) {
	options := []analysis.Options{{}, {Kind: analysis.Hang}, {Kind: analysis.Cut}, {Connections: true}}
	for _, circles := range []bool{false, true} {
		count := *models
		if circles {
			count /= 10 // the naive evaluator is slow at them
		}
		var all tally
		for seed := range uint64(count) {
			a := throw(seed, circles)
			if problems := a.Resolve(); len(problems) > 0 {
				t.Fatalf("seed %d: %v", seed, problems)
			}
			c := comparison{t, analysis.AnalyzeWith(a, options[seed%4]), circles, seed, &all}
			c.single()
			c.together()
			if t.Failed() {
				return
			}
		}
		t.Logf("circles %v: %d outcomes with harm, %d of them between check and promotion, %d more may flap", circles, all.harmed, all.meanwhile, all.flapping)
		if all.harmed < count || all.flapping > all.harmed/2 {
			t.Errorf("circles %v: %d outcomes with harm, %d more may flap: too little was compared", circles, all.harmed, all.flapping)
		}
	}
}

// comparison holds one architecture against the definitions.
type comparison struct {
	*testing.T
	*analysis.Result
	circles bool
	seed    uint64
	*tally
}

// single compares every failure that was looked at. Of connections, which are
// many, it takes some.
func (c comparison) single() {
	for i, f := range c.Result.Failures {
		if f.From == nil && c.seed%4 == 3 || f.From != nil && i%4 != 0 {
			continue
		}
		for _, flow := range c.Architecture.Flows {
			got := analysis.Outcome{Failure: f, Flow: flow}
			for _, o := range c.At(f) {
				if o.Flow == flow {
					got = o
				}
			}
			c.compare(got, got.Recovery != analysis.Unharmed)
		}
	}
}

// together compares two to four failures at once, of all kinds.
func (c comparison) together() {
	d := rand.New(rand.NewPCG(c.seed, 2))
	everything := analysis.AnalyzeWith(c.Architecture, analysis.Options{Connections: true}).Failures
	for range 6 {
		var failures []analysis.Failure
		for range 2 + d.IntN(3) {
			f := everything[d.IntN(len(everything))]
			if f.From == nil {
				f.Kind = analysis.Kind(d.IntN(3))
			}
			failures = append(failures, f)
		}
		for _, o := range c.Without(failures) {
			c.compare(o, true)
		}
	}
}

// compare holds one outcome against the definitions. Where a circle may flap
// the engine says so, and there is nothing to compare. Of a failure that is not
// listed only that it does no harm is said.
func (c comparison) compare(got analysis.Outcome, listed bool) {
	flow, failures := got.Flow, got.Failures()
	worse, worseMeanwhile, base, settled := lost(c.Architecture, flow, failures, false)
	better, betterMeanwhile, otherBase, settledToo := lost(c.Architecture, flow, failures, true)
	base = max(base, otherBase)
	recovery := analysis.Unharmed
	want := worse
	for h := range want {
		want[h] = max(worse[h], better[h])
		if want[h] > base {
			recovery = analysis.Transient + analysis.Recovery(h)
		}
	}
	meanwhile := max(worseMeanwhile, betterMeanwhile)
	if meanwhile <= max(want[0], want[1]) {
		meanwhile = analysis.None
	}
	if recovery == analysis.Unharmed && meanwhile > base {
		recovery = analysis.Transient
	}
	if recovery != analysis.Unharmed && (worse != better || worseMeanwhile != betterMeanwhile) {
		recovery = analysis.Undecided
	}
	switch {
	case c.circles && (got.Recovery == analysis.Undecided || !settled || !settledToo || c.Baseline(flow) != base):
		c.flapping++
		return
	case c.Baseline(flow) != base:
		c.Errorf("seed %d: %s with nothing failed: got %s, want %s", c.seed, flow.Name, c.Baseline(flow), base)
	case c.circles && got.Recovery == recovery && recovery == analysis.Unharmed:
		// what is lost with nothing failed is lost still, or less: that may flap
	case listed && (got.Lost != want || got.Meanwhile != meanwhile) || got.Recovery != recovery:
		c.Errorf("seed %d: %s, %s: got %v, %s meanwhile, %s %v, want %v, %s meanwhile, %s",
			c.seed, names(failures), flow.Name, got.Lost, got.Meanwhile, got.Recovery, got.Missing, want, meanwhile, recovery)
	case listed && got.Amount != max(want[0], want[1], want[2], meanwhile):
		c.Errorf("seed %d: %s, %s: got %s of %v, %s meanwhile", c.seed, names(failures), flow.Name, got.Amount, want, meanwhile)
	}
	if meanwhile > base {
		c.meanwhile++
	}
	if recovery != analysis.Unharmed {
		c.harmed++
	}
}

// names are failures with their kinds.
func names(failures []analysis.Failure) string {
	var all []string
	for _, f := range failures {
		all = append(all, f.Kind.String()+" "+f.Name())
	}
	return strings.Join(all, ", ")
}
