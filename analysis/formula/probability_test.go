package formula_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
)

// table is the truth table of a formula: what is lost in every state.
func table(f *formula.Formula) []analysis.Amount {
	lost := make([]analysis.Amount, 0, 1<<len(f.Events))
	for set := range 1 << len(f.Events) {
		var failed []analysis.Failure
		for i, event := range f.Events {
			if set>>i&1 == 1 {
				failed = append(failed, event)
			}
		}
		lost = append(lost, f.Lost(failed...))
	}
	return lost
}

// enumerate is the probability of an amount by the truth table, and that of a
// total loss with each event for sure, less that without it.
func enumerate(lost []analysis.Amount, q []float64, amount analysis.Amount) (p float64, birnbaum []float64) {
	birnbaum = make([]float64, len(q))
	for set, what := range lost {
		if what != amount {
			continue
		}
		chance := 1.0
		for i := range q {
			chance *= q[i]*float64(set>>i&1) + (1-q[i])*float64(1-set>>i&1)
		}
		p += chance
		for i := range q {
			if set>>i&1 == 1 {
				birnbaum[i] += chance / q[i]
			} else {
				birnbaum[i] -= chance / (1 - q[i])
			}
		}
	}
	return p, birnbaum
}

func near(x, y float64) bool { return math.Abs(x-y) <= 1e-12+1e-9*math.Abs(y) }

// Diagrams are exact, bounds hold, and "monotone" is so, for all random
// formulas of up to fourteen events.
func TestAgreesWithTruthTables(t *testing.T) {
	t.Parallel()
	models := uint64(250)
	if testing.Short() {
		models = 30
	}
	formulas, monotones, tight := 0, 0, 0
	for seed := range models {
		a := throw(t, seed, 2+int(seed%3), 2+int(seed%4), seed%4 == 3)
		random := rand.New(rand.NewPCG(seed, 3))
		for _, flow := range a.Flows {
			f := write(t, a, flow, analysis.AfterFailover)
			if len(f.Events) > 14 {
				continue
			}
			formulas++
			q := make([]float64, len(f.Events))
			for i := range q {
				q[i] = math.Pow(10, -3*random.Float64()) / 2
			}
			lost := table(f)
			wantTotal, wantBirnbaum := enumerate(lost, q, analysis.Total)
			wantPartial, _ := enumerate(lost, q, analysis.Partial)
			total, partial, birnbaum := f.Probabilities(q, 1<<20)
			if !near(total.Lower, wantTotal) || !near(partial.Lower, wantPartial) || !total.Exact() || !partial.Exact() {
				t.Fatalf("seed %d: %s: total %v partial %v, want %v %v", seed, flow.Name, total, partial, wantTotal, wantPartial)
			}
			for i := range q {
				if !near(birnbaum[i], wantBirnbaum[i]) {
					t.Fatalf("seed %d: %s: importance of %s: %v, want %v", seed, flow.Name, f.Events[i].Name(), birnbaum[i], wantBirnbaum[i])
				}
			}
			for most := range 4 {
				total, partial := f.Bounds(q, most)
				if !holds(total, wantTotal) || !holds(partial, wantPartial) {
					t.Fatalf("seed %d: %s: bounds of total %v partial %v, want %v %v", seed, flow.Name, total, partial, wantTotal, wantPartial)
				}
				if !total.Exact() && total.Upper < 1 {
					tight++
				}
			}
			if total, _, _ := f.Probabilities(q, 3); !holds(total, wantTotal) {
				t.Fatalf("seed %d: %s: beyond the budget: %v, want %v", seed, flow.Name, total, wantTotal)
			}
			want := monotone(lost)
			if f.Monotone() != want {
				t.Fatalf("seed %d: %s: monotone %v, want %v", seed, flow.Name, !want, want)
			}
			if want {
				monotones++
			}
		}
	}
	t.Logf("%d formulas, %d monotone, %d bounds that say something", formulas, monotones, tight)
	if !testing.Short() && (monotones < formulas/10 || monotones > formulas*39/40 || tight < formulas) {
		t.Errorf("%d formulas, %d monotone, %d bounds: too little was compared", formulas, monotones, tight)
	}
}

func holds(i formula.Interval, p float64) bool {
	return i.Lower <= p*(1+1e-9) && p <= i.Upper*(1+1e-9)
}

// monotone tells whether one more failure never makes less of a loss.
func monotone(lost []analysis.Amount) bool {
	for set := range lost {
		for more := 1; more < len(lost); more <<= 1 {
			if lost[set|more] < lost[set] {
				return false
			}
		}
	}
	return true
}
