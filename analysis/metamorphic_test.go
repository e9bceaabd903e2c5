package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// What must hold between the answers for two architectures, whatever they are.
// Here the architectures are large, where the naive evaluator is too slow.

// many are random architectures side by side, some hundred instances.
func many(from, count uint64) []*model.Architecture {
	parts := []*model.Architecture{throwWide(from)}
	for i := range count {
		parts = append(parts, throw(from+i, false))
	}
	return parts
}

// rows are outcomes, a line each, whatever their order and however paths are
// called. Names are changed as asked for.
func rows(outcomes []analysis.Outcome, to func(string) string) []string {
	var all []string
	for _, o := range outcomes {
		var failures []string
		for _, f := range o.Failures() {
			failures = append(failures, renamed(f.Name(), to))
		}
		all = append(all, fmt.Sprintf("%v, %s: %v %v %v, %v %v", failures, renamed(o.Flow.Name, to),
			o.Lost, o.Meanwhile, o.Recovery, o.Window.Length, len(o.Missing)))
	}
	slices.Sort(all)
	return all
}

func unchanged(name string) string { return name }

// kinds analyses an architecture for all kinds of failures.
func kinds(t testing.TB, a *model.Architecture) []*analysis.Result {
	resolved(t, a)
	var all []*analysis.Result
	for _, kind := range []analysis.Kind{analysis.Crash, analysis.Hang, analysis.Cut} {
		all = append(all, analysis.AnalyzeWith(a, analysis.Options{Kind: kind, Connections: kind == analysis.Cut}))
	}
	return all
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("%s: got %q, want %q", what, got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
		}
	}
}

func TestNamesMeanNothing(t *testing.T) {
	for seed := range uint64(5) {
		a, b := merged(many(1000*seed, 20)...), merged(many(1000*seed, 20)...)
		rename(b, rotated)
		other := kinds(t, b)
		for i, r := range kinds(t, a) {
			same(t, fmt.Sprint("seed ", seed), rows(other[i].Outcomes(), rotated), rows(r.Outcomes(), unchanged))
		}
	}
}

// The order means something in the lists of a service: the first of "on" is the
// primary unless one is written, "active" and "backups" follow that order, and
// so do those that are promoted. Elsewhere it means nothing.
func TestOrderMeansNothing(t *testing.T) {
	for seed := range uint64(5) {
		a, b := merged(many(1000*seed, 20)...), merged(many(1000*seed, 20)...)
		d := rand.New(rand.NewPCG(seed, 4))
		shuffle(d, b.Zones)
		shuffle(d, b.Groups)
		shuffle(d, b.Services)
		shuffle(d, b.Externals)
		shuffle(d, b.Flows)
		shuffle(d, b.Runbooks)
		services(func(s *model.Service) { shuffle(d, s.Uses) })(b)
		uses(func(u *model.Use) {
			if u.Check != nil {
				shuffle(d, u.Check.Reaches)
			}
			retry(u, func(r *model.Retry) { r.On = slices.Clone(r.On); shuffle(d, r.On) })
		})(b)
		other := kinds(t, b)
		for i, r := range kinds(t, a) {
			same(t, fmt.Sprint("seed ", seed), rows(other[i].Outcomes(), unchanged), rows(r.Outcomes(), unchanged))
		}
	}
}

// How requests are shared between those that get some, and what sticks to whom,
// decides about shares alone, and those count as partial whatever they are.
func TestSharesMeanNothing(t *testing.T) {
	for seed := range uint64(5) {
		a, b := merged(many(1000*seed, 20)...), merged(many(1000*seed, 20)...)
		uses(func(u *model.Use) {
			balanced(u, func(b *model.Balance) { b.Algorithm, b.Sticky = "leastconn", "cookie" })
			u.Connections, u.Description = 10, "another"
		})(b)
		services(func(s *model.Service) { s.Sessions, s.Restart = "memory", "always" })(b)
		other := kinds(t, b)
		for i, r := range kinds(t, a) {
			same(t, fmt.Sprint("seed ", seed), rows(other[i].Outcomes(), unchanged), rows(r.Outcomes(), unchanged))
		}
	}
}

func shuffle[T any](d *rand.Rand, all []T) {
	d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
}

// What stands beside an architecture changes nothing for its flows, and what
// fails there neither, in whatever way.
func TestOthersMeanNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		beside := kinds(t, merged(many(1000*seed, 25)...))
		for i, part := range many(1000*seed, 25) {
			rename(part, under(i))
			for k, r := range kinds(t, part) {
				own := r.Outcomes()
				same(t, fmt.Sprintf("seed %d, part %d", seed, i), rows(of(beside[k].Outcomes(), part.Flows), unchanged), rows(own, unchanged))
				if len(own) == 0 || beside[k].Failures[0].Kind == analysis.Cut {
					continue
				}
				o := own[len(own)/2]
				failure, _ := beside[k].Find(o.Failure.Name())
				far := elsewhere(beside[k], i, failure)
				without := beside[k].Without([]analysis.Failure{failure, far})
				found := of(without, []*model.Flow{o.Flow})[0]
				if len(part.Runbooks) > 0 { // each failure wants one
					continue
				}
				if found.Lost != o.Lost || found.Meanwhile != o.Meanwhile || found.Window.Length != o.Window.Length {
					t.Fatalf("seed %d: %s, %s: got %v %v %v, want %v %v %v", seed, names(found.Failures()), o.Flow.Name,
						found.Lost, found.Meanwhile, found.Window, o.Lost, o.Meanwhile, o.Window)
				}
			}
		}
	}
}

// of are the outcomes of flows of these names.
func of(outcomes []analysis.Outcome, flows []*model.Flow) []analysis.Outcome {
	var found []analysis.Outcome
	for _, o := range outcomes {
		if slices.ContainsFunc(flows, func(f *model.Flow) bool { return f.Name == o.Flow.Name }) {
			found = append(found, o)
		}
	}
	return found
}

// elsewhere is a hang in another part that harms something there.
func elsewhere(r *analysis.Result, part int, but analysis.Failure) analysis.Failure {
	prefix := fmt.Sprintf("p%d-", part)
	for _, o := range r.Outcomes() {
		if !strings.HasPrefix(o.Flow.Name, prefix) && o.Failure.Instance != nil {
			o.Failure.Kind = analysis.Hang
			if s := o.Failure.Instance.Service; s.Data != nil && s.Data.Automatic && s.Primary() == o.Failure.Instance {
				return o.Failure
			}
		}
	}
	return but
}

// A zone with one server is as that server.
func TestAroundOne(t *testing.T) {
	t.Parallel()
	compared := 0
	for seed := range uint64(4) {
		a := merged(many(1000*seed, 25)...)
		a.Runbooks = nil // they are for the one or for the other
		for _, r := range kinds(t, a) {
			for _, zone := range a.Zones {
				inside := a.ServersIn(zone)
				if len(inside) != 1 {
					continue
				}
				kind := r.Failures[0].Kind
				around := verdictsOf(r, analysis.Failure{Zone: zone, Kind: kind})
				same(t, zone.Name, around, verdictsOf(r, analysis.Failure{Server: inside[0], Kind: kind}))
				compared++
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d zones have one server", compared)
	}
}

// What fails twice fails once, in whatever order, and what is inside of what
// fails is gone with it.
func TestFailuresAreASet(t *testing.T) {
	for seed := range uint64(3) {
		a := merged(many(1000*seed, 10)...)
		a.Runbooks = nil // each failure wants one of its own
		for _, r := range kinds(t, a) {
			d := rand.New(rand.NewPCG(seed, 5))
			for range 40 {
				x, y := r.Failures[d.IntN(len(r.Failures))], r.Failures[d.IntN(len(r.Failures))]
				once := verdictsOf(r, x, y)
				same(t, names([]analysis.Failure{x, y}), verdictsOf(r, y, x, x), once)
				if x.Server != nil {
					inside := []analysis.Failure{x, y}
					for _, i := range x.Server.Instances {
						inside = append(inside, analysis.Failure{Instance: i, Kind: x.Kind})
					}
					same(t, names(inside), verdictsOf(r, inside...), once)
				}
			}
		}
	}
}

// verdictsOf are what failures do to each flow.
func verdictsOf(r *analysis.Result, failures ...analysis.Failure) []string {
	var all []string
	for _, o := range r.Without(failures) {
		all = append(all, fmt.Sprint(o.Flow.Name, o.Lost, o.Meanwhile, o.Recovery, o.Window.Length))
	}
	return all
}
