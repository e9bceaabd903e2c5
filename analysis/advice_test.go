package analysis_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// lines are outcomes as text, sorted, of the flows of the given names.
func lines(outcomes []analysis.Outcome, flows ...string) []string {
	var all []string
	for _, o := range outcomes {
		if len(flows) == 0 || slices.Contains(flows, o.Flow.Name) {
			all = append(all, fmt.Sprint(table([]analysis.Outcome{o}), o.Lost, o.Meanwhile))
		}
	}
	slices.Sort(all)
	return all
}

// TestWrittenMeansTheSame: what was written, taken out of an architecture that
// is resolved, resolves to the same again.
func TestWrittenMeansTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		a := throw(seed, seed%2 == 0)
		if len(a.Resolve()) > 0 {
			continue
		}
		if seed%3 == 0 {
			a.Flows = nil
			a.Services[0].Listen = public()
			a = a.Written()
			if len(a.Resolve()) > 0 {
				continue
			}
		}
		want := lines(analysis.Analyze(a).Outcomes())
		got := lines(analysis.Analyze(resolved(t, a.Written())).Outcomes())
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (-as it was, +as it was written):\n%s", seed, diff)
		}
	}
}

// TestAPartDecides: the part of an architecture that a change is tried in gives
// the same outcomes as the whole.
func TestAPartDecides(t *testing.T) {
	t.Parallel()
	looked := 0
	for seed := range uint64(600) {
		a := throw(seed, seed%2 == 0)
		if seed%4 == 0 {
			a.Runbooks = []*model.Runbook{{Name: "mend", For: []string{"t1", "s0", "z0"}, Restores: []string{"read"}}, {Name: "all", For: []string{"t0"}}}
			a.Assumptions = []*model.Assumption{{Perfect: "s1"}, {Perfect: "t1"}}
		}
		if len(a.Resolve()) > 0 {
			continue
		}
		whole := analysis.Analyze(a)
		for _, flow := range a.Flows {
			part, err := advice.Try(whole, advice.Change{}, []*model.Flow{flow}, analysis.Crash)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			looked++
			if diff := cmp.Diff(lines(whole.Outcomes(), flow.Name), lines(part.Outcomes())); diff != "" {
				t.Fatalf("seed %d, %s (-whole, +part):\n%s", seed, flow.Name, diff)
			}
			if got := part.Baseline(part.Architecture.Flows[0]); got != whole.Baseline(flow) {
				t.Errorf("seed %d, %s: with nothing failed %s is lost, want %s", seed, flow.Name, got, whole.Baseline(flow))
			}
		}
	}
	if looked < 500 {
		t.Errorf("only %d flows were looked at", looked)
	}
}

// TestAdviceHolds: every change that is said to remove a single point does so
// in the whole architecture, and no flow of that point gets a new one.
func TestAdviceHolds(t *testing.T) {
	t.Parallel()
	proven := 0
	for seed := range uint64(400) {
		a := throw(seed, seed%4 == 0)
		if len(a.Resolve()) > 0 {
			continue
		}
		before := analysis.Analyze(a)
		advisor := advice.New(before, advice.Budget{Points: 100, Trials: 40, Proven: 5, Work: 1_000_000})
		for _, point := range before.SinglePoints() {
			for _, p := range advisor.For(point).Proven {
				proven++
				changed := a.Written()
				if err := p.Apply(changed); err != nil {
					t.Fatal(err)
				}
				after := analysis.Analyze(resolved(t, changed))
				what := fmt.Sprintf("seed %d, %s: %s", seed, point.Failure.Name(), p.Sentence)
				for _, o := range point.Outcomes {
					if harms(after, o) {
						t.Fatalf("%s\ndoes not bring %s back", what, o.Flow.Name)
					}
					isNew(t, what, before, after, o.Flow.Name)
				}
			}
		}
	}
	if proven < 500 {
		t.Errorf("only %d changes were looked at", proven)
	}
}

// harms tells whether what failed still does lasting harm to the flow, or
// interrupts it for too long.
func harms(r *analysis.Result, was analysis.Outcome) bool {
	same := func(o analysis.Outcome) bool {
		return o.Failure.Name() == was.Failure.Name() && o.Flow.Name == was.Flow.Name
	}
	return slices.ContainsFunc(r.TooSlow(), same) ||
		slices.ContainsFunc(r.Outcomes(), func(o analysis.Outcome) bool { return same(o) && o.Recovery > analysis.Transient })
}

// isNew fails the test where something does lasting harm to a flow that did
// none, or that had been overcome by a person.
func isNew(t *testing.T, what string, before, after *analysis.Result, flow string) {
	t.Helper()
	was := make(map[string]analysis.Recovery)
	for _, o := range before.Outcomes() {
		if o.Flow.Name == flow {
			was[o.Failure.Name()] = o.Recovery
		}
	}
	for _, o := range after.Outcomes() {
		outer := o.Failure.Zone != nil && len(o.Failure.Zone.Servers) == 0
		if o.Flow.Name == flow && o.Recovery > analysis.Transient && o.Recovery > was[o.Failure.Name()] && !outer {
			t.Fatalf("%s\n%s is %s for %s, and was %q", what, o.Failure.Name(), o.Recovery, flow, was[o.Failure.Name()])
		}
	}
}
