package formula_test

import (
	"fmt"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
)

// fleet is a web estate of so many products on racks of their own: each with
// two load balancers that share an address, web and application servers, and a
// replicated database.
func fleet(t testing.TB, products, web int) *model.Architecture {
	t.Helper()
	a := &model.Architecture{Name: "fleet"}
	for i := range 3 {
		a.Zones = append(a.Zones, &model.Zone{Name: fmt.Sprint("zone-", i)})
	}
	for p := range products {
		name := func(what string) string { return fmt.Sprintf("%s-%d", what, p) }
		group := func(what string, count int) string {
			a.Groups = append(a.Groups, &model.Group{Name: name(what), Count: count, ZoneNames: []string{"zone-0", "zone-1", "zone-2"}})
			return name(what)
		}
		check := func(reaches ...string) *model.Check {
			return &model.Check{Path: "/healthz", Reaches: reaches, Every: 2 * model.Second, Fall: 3}
		}
		a.Services = append(a.Services,
			&model.Service{
				Name: name("lb"), Kind: model.LoadBalancer, Software: "haproxy", On: []string{group("edge", 2)},
				Address: &model.Address{By: "virtual-ip", Tracks: "process"},
				Uses:    []*model.Use{{Key: name("web"), Check: check(name("app"))}},
			},
			&model.Service{
				Name: name("web"), Kind: model.WebServer, Software: "nginx", On: []string{group("front", web)},
				Uses: []*model.Use{{Key: name("app"), Targets: "same-server"}},
			},
			&model.Service{
				Name: name("app"), Kind: model.ApplicationServer, On: []string{name("front")}, Port: 8000,
				Uses: []*model.Use{{Key: name("db"), Choose: "client", Reads: "all", Writes: "primary"}},
			},
			&model.Service{
				Name: name("db"), Kind: model.Database, Software: "mysql", On: []string{group("data", 3)},
				Replication: &model.Replication{Mode: "group"},
			})
		for _, kind := range []model.FlowKind{model.ReadFlow, model.WriteFlow} {
			a.Flows = append(a.Flows, &model.Flow{Name: name(string(kind)), Kind: kind, EntersName: name("lb")})
		}
	}
	for _, p := range a.Resolve() {
		t.Fatalf("%s: %s", p.Path, p.Message)
	}
	return a
}

// One flow of a fleet: the formula, its diagram, the probability and the
// importance of every component.
func BenchmarkFlowOfAFleet(b *testing.B) {
	for _, web := range []int{4, 20, 100} {
		a := fleet(b, 50, web)
		flow := a.Flows[1]
		b.Run(fmt.Sprintf("web=%d/formula", web), func(b *testing.B) {
			for b.Loop() {
				write(b, a, flow, analysis.AfterFailover)
			}
		})
		f := write(b, a, flow, analysis.AfterFailover)
		q := make([]float64, len(f.Events))
		for i := range q {
			q[i] = 1e-3
		}
		b.Run(fmt.Sprintf("web=%d/probability", web), func(b *testing.B) {
			for b.Loop() {
				if total, _, _ := f.Probabilities(q, 1<<20); !total.Exact() {
					b.Fatal("beyond the budget")
				}
			}
		})
	}
}

// The sets of up to two and three crashes that stop the same flow.
func BenchmarkCutSetsOfAFleet(b *testing.B) {
	for _, web := range []int{4, 20, 100} {
		a := fleet(b, 50, web)
		r := analysis.Analyze(a)
		for _, order := range []int{2, 3} {
			b.Run(fmt.Sprintf("web=%d/order=%d", web, order), func(b *testing.B) {
				for b.Loop() {
					if _, complete := r.CutSets(a.Flows[1], order, 0); !complete {
						b.Fatal("given up")
					}
				}
			})
		}
	}
}

func BenchmarkSample(b *testing.B) {
	for _, name := range []string{"two-server", "shop"} {
		a := sample(b, name)
		r := analysis.Analyze(a)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for _, flow := range a.Flows {
					if _, err := formula.Calculate(r, flow, formula.Options{}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
