package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// What must hold where nothing is chosen, so that more failures do more harm.

// Without black holes and backups more failures do more harm, an optional need
// less, and a hang is not noticed earlier than a crash.
func TestPlainArchitecturesAreMonotone(t *testing.T) {
	t.Parallel()
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

// racked are load balancers with two servers each, which stand in one rack but
// for those of the given one.
func racked(count, apart int) *model.Architecture {
	a := &model.Architecture{Name: "racked"}
	for i := range count {
		name := func(what string) string { return fmt.Sprint(what, "-", i) }
		second := name("rack")
		if i == apart {
			second = "elsewhere"
		}
		a.Groups = append(a.Groups, &model.Group{Name: name("lb")},
			&model.Group{Name: name("one"), ZoneName: name("rack")}, &model.Group{Name: name("two"), ZoneName: second})
		a.Services = append(a.Services,
			&model.Service{Name: name("balancer"), Kind: model.LoadBalancer, Software: "haproxy", On: []string{name("lb")}, Listen: public(),
				Uses: []*model.Use{{Key: name("app"), Check: &model.Check{Path: "/healthz"}, Retry: &model.Retry{Redispatch: yes()}}}},
			&model.Service{Name: name("app"), Kind: model.ApplicationServer, On: []string{name("one"), name("two")}})
	}
	return a
}

// What carries all of a pool is a single point of failure until one of its
// targets is moved away, and nothing else changes.
func TestMovedAwayFromWhatIsShared(t *testing.T) {
	shared := points(analysis.Analyze(resolved(t, racked(200, -1))))
	moved := points(analysis.Analyze(resolved(t, racked(200, 7))))
	point := "rack-7: hard balancer-7-read\n"
	if !strings.Contains(shared, point) {
		t.Fatalf("the rack is no single point of failure:\n%s", shared)
	}
	if diff := cmp.Diff(strings.Replace(shared, point, "", 1), moved); diff != "" {
		t.Error(diff)
	}
}
