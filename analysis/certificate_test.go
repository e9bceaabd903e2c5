package analysis_test

import (
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// proofs is how many random architectures have all their verdicts proved. The
// long run is go test -run Proofs -proofs 1000.
var proofs = flag.Int("proofs", 40, "random architectures to prove every verdict of")

func proofTries() int { return shorter(*proofs) }

// bench proves verdicts and counts what that takes.
type bench struct {
	testing.TB
	*analysis.Result
	seed                     uint64
	exams                    map[*model.Flow]*exam
	proofs, claims, flapping int
	// each is called with every certificate.
	each func(*exam, analysis.Certificate, analysis.Statement)
}

// outcome proves both halves of a verdict, at every moment.
func (b *bench) outcome(o analysis.Outcome) {
	for h, lost := range o.Lost {
		b.prove(o.Situation(analysis.Horizon(h)), lost, o.Recovery == analysis.Undecided && len(o.Missing) == 0)
	}
	if o.Meanwhile != analysis.None {
		b.prove(o.Between(), o.Meanwhile, false)
	}
}

// prove checks that it follows that a flow loses that much, no less and no
// more. Of a circle that may flap it is known only that it may.
func (b *bench) prove(at analysis.Situation, lost analysis.Amount, flaps bool) {
	b.Helper()
	says := map[analysis.Amount]analysis.Statement{analysis.Partial: analysis.LosesSome, analysis.Total: analysis.LosesAll}
	breaks := b.Derivation(at)
	switch {
	case flaps && len(breaks.Claims) > 0:
		b.check(breaks, breaks.Claims[len(breaks.Claims)-1].Says)
	case flaps:
	case lost == analysis.None:
		if len(breaks.Claims) > 0 {
			b.Errorf("seed %d: %s, %s at %d: a derivation of nothing", b.seed, names(at.Failures), at.Flow.Name, at.Horizon)
		}
	default:
		b.check(breaks, says[lost])
	}
	most := analysis.None
	around := b.Around(at)
	if len(around) == 0 {
		most = analysis.Total
	}
	for _, c := range around {
		top := c.Claims[len(c.Claims)-1].Says
		b.check(c, top)
		if top == analysis.LosesNotAll {
			most = max(most, analysis.Partial)
		}
	}
	if !flaps && (most > lost || lost == analysis.Partial && most != lost) {
		b.Errorf("seed %d: %s, %s at %d: around it is %s, want %s", b.seed, names(at.Failures), at.Flow.Name, at.Horizon, most, lost)
	}
}

func (b *bench) check(c analysis.Certificate, says analysis.Statement) {
	b.Helper()
	b.proofs++
	b.claims += len(c.Claims)
	for _, claim := range c.Claims {
		if claim.Flaps {
			b.flapping++
			break
		}
	}
	if err := check(b.exam(c.Flow), c, says); err != nil {
		b.dump(c)
		b.Errorf("seed %d: %s, %s at %d: %v", b.seed, names(c.Failures), c.Flow.Name, c.Horizon, err)
	}
	if b.each != nil {
		b.each(b.exam(c.Flow), c, says)
	}
}

// exam is the questions of a flow.
func (b *bench) exam(f *model.Flow) *exam {
	if b.exams[f] == nil {
		b.exams[f] = newExam(b.Architecture, f)
	}
	return b.exams[f]
}

func (b *bench) dump(c analysis.Certificate) {
	for i, claim := range c.Claims {
		b.Log(i, claim, claim.Rests)
	}
}

// everything proves what is said of every single failure and flow, of every
// kind, and of some failures together.
func (b *bench) everything(a *model.Architecture) {
	d := rand.New(rand.NewPCG(b.seed, 3))
	b.exams = map[*model.Flow]*exam{}
	for kind := range analysis.Kind(3) {
		b.Result = analysis.AnalyzeWith(a, analysis.Options{Kind: kind, Connections: kind == analysis.Cut})
		for _, f := range b.Failures {
			for _, o := range b.Without([]analysis.Failure{f}) {
				b.outcome(o)
			}
		}
		for range 3 {
			var failures []analysis.Failure
			for range 2 + d.IntN(3) {
				f := b.Failures[d.IntN(len(b.Failures))]
				if f.From == nil {
					f.Kind = analysis.Kind(d.IntN(3))
				}
				failures = append(failures, f)
			}
			for _, o := range b.Without(failures) {
				b.outcome(o)
			}
		}
	}
}

// Every verdict about random architectures has a proof that the checker
// follows.
func TestProofs(t *testing.T) {
	t.Parallel()
	for _, circles := range []bool{false, true} {
		b := bench{TB: t}
		count := proofTries()
		if circles {
			count /= 10 // they take longer
		}
		for b.seed = range uint64(count) {
			a := throw(b.seed, circles)
			a.Resolve()
			b.everything(a)
			if t.Failed() {
				return
			}
		}
		t.Logf("circles %v: %d proofs of %.1f claims, %d of them rest on a circle that may flap", circles, b.proofs, float64(b.claims)/float64(b.proofs), b.flapping)
	}
}
