package analysis_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// models is how many random architectures are tried. The long run is
// go test ./analysis -run AgreesWithTheDef -models 10000.
var (
	models = flag.Int("models", 400, "random architectures to compare the engine with the definitions on")
	first  = flag.Uint64("first", 0, "the seed of the first of them")
)

// tries is that, or less where tests are to be short.
func tries() int { return shorter(*models) }

// shorter is a number, or less of it where tests are to be short.
func shorter(number int) int {
	if testing.Short() {
		return max(number/4, 1)
	}
	return number
}

// tally counts what was compared.
type tally struct{ harmed, flapping, meanwhile int }

// The engine and the naive evaluator agree on random architectures: on every
// single failure of every kind, on connections, and on failures together.
func TestAgreesWithTheDefinitions(t *testing.T) {
	t.Parallel()
	for _, circles := range []bool{false, true} {
		count := tries()
		if circles {
			count /= 4 // the naive evaluator is slow at them
		}
		var all tally
		for seed := *first; seed < *first+uint64(count); seed++ {
			c := newComparison(t, throw(seed, circles), circles, &all)
			c.everything(analysis.Crash, analysis.Hang, analysis.Cut)
			c.together(rand.New(rand.NewPCG(seed, 2)))
			if t.Failed() {
				t.Fatalf("seed %d, circles %v", seed, circles)
			}
		}
		t.Logf("circles %v: %d outcomes with harm, %d of them in between, %d more may flap", circles, all.harmed, all.meanwhile, all.flapping)
		if all.harmed < count || all.flapping > all.harmed {
			t.Errorf("circles %v: %d outcomes with harm, %d more may flap: too little was compared", circles, all.harmed, all.flapping)
		}
	}
}

// comparison holds one architecture against the definitions.
type comparison struct {
	testing.TB
	a       *model.Architecture
	circles bool
	exams   map[*model.Flow]*exam
	*tally
}

func newComparison(t testing.TB, a *model.Architecture, circles bool, all *tally) comparison {
	c := comparison{t, resolved(t, a), circles, map[*model.Flow]*exam{}, all}
	for _, flow := range a.Flows {
		c.exams[flow] = newExam(a, flow)
	}
	return c
}

// everything compares every failure of some kinds.
func (c comparison) everything(kinds ...analysis.Kind) {
	for _, kind := range kinds {
		r := analysis.AnalyzeWith(c.a, analysis.Options{Kind: kind, Connections: kind == analysis.Cut})
		c.listed(r.Failures, kind)
		for _, f := range r.Failures {
			c.single(r, f)
		}
	}
}

// single compares what one failure does.
func (c comparison) single(r *analysis.Result, f analysis.Failure) {
	for _, flow := range c.a.Flows {
		got := analysis.Outcome{Failure: f, Flow: flow}
		for _, o := range r.At(f) {
			if o.Flow == flow {
				got = o
			}
		}
		c.compare(r, got, got.Recovery != analysis.Unharmed)
	}
}

// listed tells whether the failures are all that there are.
func (c comparison) listed(failures []analysis.Failure, kind analysis.Kind) {
	var got []string
	for _, f := range failures {
		got = append(got, f.Name())
	}
	want := imperfect(c.a)
	if kind == analysis.Cut {
		want = append(want, lanes(c.a)...)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		c.Errorf("the failures are %v, want %v", got, want)
	}
}

// together compares two to four failures at once, of all kinds.
func (c comparison) together(choose choices) {
	r := analysis.AnalyzeWith(c.a, analysis.Options{Connections: true})
	for range 8 {
		var failures []analysis.Failure
		for range 2 + choose.IntN(3) {
			f := r.Failures[choose.IntN(len(r.Failures))]
			if f.From == nil {
				f.Kind = analysis.Kind(choose.IntN(3))
			}
			failures = append(failures, f)
		}
		for _, o := range r.Without(failures) {
			c.compare(r, o, true)
		}
	}
}

// compare holds one outcome against the definitions. Where a circle may flap
// the engine says so, and there is nothing to compare. Of a failure that is not
// listed only that it does no harm is said.
func (c comparison) compare(r *analysis.Result, got analysis.Outcome, listed bool) {
	e, failures := c.exams[got.Flow], got.Failures()
	want, recovery, settled := e.verdict(failures)
	base := e.base()
	switch {
	case c.circles && (got.Recovery == analysis.Undecided || !settled || r.Baseline(e.flow) != base):
		c.flapping++
		return
	case r.Baseline(e.flow) != base:
		c.Errorf("%s with nothing failed: got %s, want %s", e.flow.Name, r.Baseline(e.flow), base)
	case c.circles && got.Recovery == recovery && recovery == analysis.Unharmed:
		// what is lost with nothing failed is lost still, or less: that may flap
	case listed && (got.Lost != want.lost || got.Meanwhile != want.meanwhile) || got.Recovery != recovery:
		c.Errorf("%s, %s: got %v, %s meanwhile, %s %v, want %v, %s meanwhile, %s",
			names(failures), e.flow.Name, got.Lost, got.Meanwhile, got.Recovery, got.Missing, want.lost, want.meanwhile, recovery)
	case listed && got.Amount != max(want.lost[0], want.lost[1], want.lost[2], want.meanwhile):
		c.Errorf("%s, %s: got %s of %v, %s meanwhile", names(failures), e.flow.Name, got.Amount, want.lost, want.meanwhile)
	}
	if want.meanwhile > base {
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

// imperfect are the names of all that can fail by itself.
func imperfect(a *model.Architecture) []string {
	var all []string
	add := func(names ...string) {
		for _, assumption := range a.Assumptions {
			if slices.Contains(names, assumption.Perfect) {
				return
			}
		}
		all = append(all, names[0])
	}
	for _, s := range a.AllServices() {
		for _, i := range s.Instances {
			add(i.Name(), s.Name)
		}
	}
	for _, s := range a.Servers {
		add(s.Name, s.Group.Name)
	}
	for _, z := range a.Zones {
		add(z.Name)
	}
	return all
}

// lanes are the names of the ways between instances that a connection may use.
func lanes(a *model.Architecture) []string {
	var all []string
	for _, c := range a.Connections {
		for _, from := range c.From.Instances {
			for _, to := range reached(c, from) {
				if name := from.Name() + ".." + to.Name(); !slices.Contains(all, name) {
					all = append(all, name)
				}
			}
		}
	}
	for _, b := range bonds(a) {
		if name := b[0].Name() + ".." + b[1].Name(); !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}
