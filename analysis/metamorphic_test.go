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

func as0(name string) string { return name }

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
			same(t, fmt.Sprint("seed ", seed), rows(other[i].Outcomes(), rotated), rows(r.Outcomes(), as0))
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
			same(t, fmt.Sprint("seed ", seed), rows(other[i].Outcomes(), as0), rows(r.Outcomes(), as0))
		}
	}
}

func shuffle[T any](d *rand.Rand, all []T) {
	d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
}

// What stands beside an architecture changes nothing for its flows, and what
// fails there neither, in whatever way.
func TestOthersMeanNothing(t *testing.T) {
	for seed := range uint64(4) {
		beside := kinds(t, merged(many(1000*seed, 25)...))
		for i, part := range many(1000*seed, 25) {
			rename(part, under(i))
			for k, r := range kinds(t, part) {
				own := r.Outcomes()
				same(t, fmt.Sprintf("seed %d, part %d", seed, i), rows(of(beside[k].Outcomes(), part.Flows), as0), rows(own, as0))
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

// What carries something takes no more than that, and no less.
func TestAroundOne(t *testing.T) {
	for seed := range uint64(4) {
		compared := 0
		for _, r := range kinds(t, merged(many(1000*seed, 25)...)) {
			for _, zone := range r.Architecture.Zones {
				all := r.Architecture.ServersIn(zone)
				if len(all) != 1 || len(r.Architecture.Runbooks) > 0 {
					continue
				}
				kind := r.Failures[0].Kind
				one := []analysis.Failure{{Zone: zone, Kind: kind}}
				want := r.Without([]analysis.Failure{{Server: all[0], Kind: kind}})
				for i, o := range r.Without(one) {
					compared++
					if o.Lost != want[i].Lost || o.Meanwhile != want[i].Meanwhile || o.Recovery != want[i].Recovery || o.Window.Length != want[i].Window.Length {
						t.Fatalf("seed %d: %s, %s: got %v %s, want %v %s", seed, zone.Name, o.Flow.Name, o.Lost, o.Recovery, want[i].Lost, want[i].Recovery)
					}
				}
			}
		}
		_ = compared
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

// Without black holes and backups more failures do more harm, an optional need
// less, and a hang is not noticed earlier than a crash.
func TestPlainArchitecturesAreMonotone(t *testing.T) {
	for seed := range uint64(10) {
		build := func() *model.Architecture {
			return plain(merged(throwWide(seed), throwWide(seed+100), throw(seed, false), throw(seed+100, false)))
		}
		r := analysis.Analyze(resolved(t, build()))
		relaxed := build()
		d := rand.New(rand.NewPCG(seed, 6))
		uses(func(u *model.Use) {
			if d.IntN(3) == 0 {
				u.Optional = yes()
			}
		})(relaxed)
		better := analysis.Analyze(resolved(t, relaxed))
		for _, flow := range relaxed.Flows {
			if f := slices.IndexFunc(r.Architecture.Flows, func(f *model.Flow) bool { return f.Name == flow.Name }); better.Baseline(flow) > r.Baseline(r.Architecture.Flows[f]) {
				t.Errorf("seed %d: %s with nothing failed: an optional need makes it worse", seed, flow.Name)
			}
		}
		for range 100 {
			var set, same []analysis.Failure
			for range 1 + d.IntN(6) {
				f := r.Failures[d.IntN(len(r.Failures))]
				set = append(set, f)
				g, _ := better.Find(f.Name())
				same = append(same, g)
			}
			fewer, all, opt := r.Without(set[1:]), r.Without(set), better.Without(same)
			for i := range all {
				for h := range all[i].Lost {
					if fewer[i].Lost[h] > all[i].Lost[h] {
						t.Fatalf("seed %d: %s: %s adds to %s and loses less", seed, all[i].Flow.Name, names(set[:1]), names(set[1:]))
					}
					if len(all[i].Flow.Needs) == 0 && opt[i].Lost[h] > all[i].Lost[h] {
						t.Fatalf("seed %d: %s: %s: an optional need makes it worse", seed, all[i].Flow.Name, names(set))
					}
				}
			}
			for i := range set {
				set[i].Kind = analysis.Hang
			}
			for i, o := range r.Without(set) {
				if o.Lost == all[i].Lost && o.Window.Length < all[i].Window.Length {
					t.Fatalf("seed %d: %s: %s: %v, and as a crash %v", seed, o.Flow.Name, names(set), o.Window, all[i].Window)
				}
			}
		}
	}
}

// One more target in a pool that shares its requests adds no cut set.
func TestAnotherTargetAddsNoCut(t *testing.T) {
	grown := 0
	for seed := range uint64(60) {
		a, b := resolved(t, plain(throw(seed, false))), plain(throw(seed, false))
		last := b.Services[len(b.Services)-1]
		last.Quorum = 0
		b.Groups = append(b.Groups, &model.Group{Name: "new"})
		last.On = append(last.On, "new")
		resolved(t, b)
		before, after := analysis.Analyze(a), analysis.Analyze(b)
		for i, flow := range a.Flows {
			old, _ := before.CutSets(flow, 2, 0)
			cuts, _ := after.CutSets(b.Flows[i], 2, 0)
			for _, cut := range cuts {
				covered := slices.ContainsFunc(old, func(set []analysis.Failure) bool {
					return !slices.ContainsFunc(set, func(f analysis.Failure) bool {
						return !slices.ContainsFunc(cut, func(g analysis.Failure) bool { return f.Name() == g.Name() })
					})
				})
				if !covered {
					t.Errorf("seed %d, %s: %s is new", seed, flow.Name, names(cut))
				}
			}
			grown += single(old) - single(cuts)
		}
	}
	if grown <= 0 {
		t.Error("nothing that stopped a flow alone is spared")
	}
}

// single is how many of the cut sets are of one failure.
func single(cuts [][]analysis.Failure) int {
	count := 0
	for _, set := range cuts {
		if len(set) == 1 {
			count++
		}
	}
	return count
}
