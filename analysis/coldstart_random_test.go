package analysis_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

var coldModels = flag.Int("cold-models", 150, "how many random architectures are started cold")

// throwCold is a random architecture with circles and needs of every time.
func throwCold(seed uint64) *model.Architecture {
	a := throw(seed, true)
	d := rand.New(rand.NewPCG(seed, 7))
	written := []string{"start", "run", "always", ""}[d.IntN(4)]
	for _, s := range a.AllServices() {
		for _, u := range s.Uses {
			if u.When = written; d.IntN(2) == 0 {
				u.When = []string{"start", "run", "always", "", ""}[d.IntN(5)]
			}
		}
	}
	a.Resolve()
	return a
}

// optional takes uses out of a copy of an architecture.
func optional(a *model.Architecture, needs []analysis.StartNeed) {
	for _, c := range a.Connections {
		c.Optional = c.Optional || slices.ContainsFunc(needs, func(n analysis.StartNeed) bool { return n.From.Name == c.From.Name && n.Use.Key == c.Use.Key })
	}
}

func namesOfDeadlocks(deadlocks []analysis.Deadlock, wanted func(analysis.Deadlock) bool) []string {
	var names []string
	for _, d := range deadlocks {
		if wanted(d) {
			for _, s := range slices.Concat(d.Services, d.Behind) {
				names = append(names, s.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func certainly(d analysis.Deadlock) bool { return len(d.Missing) == 0 }

// The deadlocks of random architectures are those that the definition finds,
// taking out what is suggested leaves none, and no smaller set does where that
// is said.
func TestColdStartAgainstTheDefinition(t *testing.T) {
	t.Parallel()
	certain, open, larger, waits := 0, 0, 0, 0
	for seed := range uint64(*coldModels) {
		a := throwCold(seed)
		found := analysis.Analyze(a).ColdStart()
		if diff := cmp.Diff(coldNaive{a, false}.stuck(), namesOfDeadlocks(found, certainly)); diff != "" {
			t.Fatalf("seed %d: what cannot start for certain\n%s", seed, diff)
		}
		perhaps := namesOfDeadlocks(found, func(d analysis.Deadlock) bool { return !certainly(d) })
		stuck := coldNaive{a, true}.stuck()
		for _, name := range perhaps { // with what is certain taken as mended
			if !slices.ContainsFunc(found, certainly) && !slices.Contains(stuck, name) {
				t.Fatalf("seed %d: %s starts in every reading", seed, name)
			}
		}
		if len(found) == 0 && len(stuck) > 0 {
			t.Fatalf("seed %d: %v may not start", seed, stuck)
		}
		for _, d := range found {
			if certainly(d) || !slices.ContainsFunc(found, certainly) {
				checkTakeOut(t, seed, d)
			}
			if len(d.TakeOut) > 1 {
				larger++
			}
			if !certainly(d) {
				open++
				continue
			}
			certain++
		}
		mended := throwCold(seed)
		for _, d := range found {
			if certainly(d) {
				optional(mended, d.TakeOut)
			}
		}
		// What could never start may be freed by that, and then wait for itself.
		stuck = coldNaive{mended, false}.stuck()
		for _, name := range namesOfDeadlocks(found, certainly) {
			if slices.Contains(stuck, name) {
				t.Fatalf("seed %d: %s cannot start with all taken out that is suggested: %s", seed, name, deadlocked(found))
			}
		}
		waits += checkWait(t, seed, found)
		for range 6 {
			for _, d := range analysis.Analyze(mended).ColdStart() {
				optional(mended, d.TakeOut)
			}
		}
		if stuck := (coldNaive{mended, true}).stuck(); len(stuck) > 0 {
			t.Fatalf("seed %d: %v may not start with all taken out that is suggested", seed, stuck)
		}
	}
	t.Logf("%d certain deadlocks, %d that hang on what is not written, %d with more than one use to take out, %d that go by waiting", certain, open, larger, waits)
	if n := *coldModels; certain < n/10 || open < n/20 || larger < n/100 || waits < n/100 {
		t.Error("too little was compared")
	}
}

// checkTakeOut looks for a smaller set that frees the circle.
func checkTakeOut(t *testing.T, seed uint64, d analysis.Deadlock) {
	t.Helper()
	if !d.Smallest {
		if len(d.Needs) <= 12 {
			t.Fatalf("seed %d: a circle of %d uses is searched for less than the smallest set", seed, len(d.Needs))
		}
		return
	}
	for chosen := range 1 << len(d.Needs) {
		var set []analysis.StartNeed
		for i, n := range d.Needs {
			if chosen>>i&1 == 1 {
				set = append(set, n)
			}
		}
		if len(set) >= len(d.TakeOut) {
			continue
		}
		a := throwCold(seed)
		optional(a, set)
		stuck := coldNaive{a, !certainly(d)}.stuck()
		if !slices.ContainsFunc(d.Services, func(s *model.Service) bool { return slices.Contains(stuck, s.Name) }) {
			t.Fatalf("seed %d: %v is enough to take out of %s", seed, set, deadlocked([]analysis.Deadlock{d}))
		}
	}
}

// checkWait lets those wait that are said to be enough, and counts them.
func checkWait(t *testing.T, seed uint64, found []analysis.Deadlock) int {
	t.Helper()
	a, count := throwCold(seed), 0
	for _, d := range found {
		if !certainly(d) {
			continue
		}
		if len(d.Wait) == 0 {
			return 0 // others may hang on this one
		}
		count++
		for _, s := range a.AllServices() {
			for _, u := range s.Uses {
				if slices.ContainsFunc(d.Wait, func(n analysis.StartNeed) bool { return n.From.Name == s.Name && n.Use.Key == u.Key }) {
					u.When = "run"
				}
			}
		}
	}
	stuck := coldNaive{a, false}.stuck()
	for _, name := range namesOfDeadlocks(found, certainly) {
		if slices.Contains(stuck, name) {
			t.Fatalf("seed %d: %s cannot start with all waiting that is suggested: %s", seed, name, deadlocked(found))
		}
	}
	return count
}
