package analysis_test

import (
	"fmt"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// sites are independent sites of five tiers each on two servers: a load
// balancer and a cache on one of them, web server, application and database on
// both, dealt to three zones. A site has 5 services, 8 instances and 3 flows.
func sites(count int) *model.Architecture {
	a := &model.Architecture{Name: "sites"}
	for i := range count {
		name := func(tier string) string { return fmt.Sprintf("%s-%d", tier, i) }
		one, two := name("s1"), name("s2")
		a.Groups = append(a.Groups,
			&model.Group{Name: one, ZoneName: fmt.Sprint("az-", i%3)},
			&model.Group{Name: two, ZoneName: fmt.Sprint("az-", (i+1)%3)})
		a.Services = append(a.Services,
			&model.Service{Name: name("lb"), Kind: model.LoadBalancer, Software: "haproxy", On: []string{one}, Listen: public(), Uses: []*model.Use{{
				Key:     name("web"),
				Balance: &model.Balance{Mode: "active-passive", Active: []string{one}},
				Check:   &model.Check{Path: "/healthz", Reaches: []string{name("app")}},
			}}},
			&model.Service{Name: name("web"), Kind: model.WebServer, Software: "nginx", On: []string{one, two}, Static: "site",
				Uses: []*model.Use{{Key: name("app"), Targets: "same-server"}}},
			&model.Service{Name: name("app"), Kind: model.ApplicationServer, On: []string{one, two},
				Uses: []*model.Use{{Key: name("cache")}, {Key: name("db"), Reads: "all", Writes: "primary"}}},
			&model.Service{Name: name("cache"), Kind: model.Cache, Software: "redis", On: []string{two}},
			&model.Service{Name: name("db"), Kind: model.Database, Software: "mysql", On: []string{one, two},
				Replication: &model.Replication{Primary: one, Mode: "async", Failover: "manual"}})
	}
	return a
}

func BenchmarkAnalyzeSites(b *testing.B) {
	for _, count := range []int{20, 200, 2000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			a := resolved(b, sites(count))
			b.ReportAllocs()
			for b.Loop() {
				analysis.Analyze(a)
			}
		})
	}
}

// One service of many instances behind one load balancer: the graph of a cone
// must not grow with the square.
func BenchmarkAnalyzeWide(b *testing.B) {
	for _, count := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			a := twoServer()
			a.Groups = append(a.Groups, &model.Group{Name: "more", Count: count, ZoneName: "rack-1"})
			for _, s := range a.Services[1:3] {
				s.On = append(s.On, "more")
			}
			a.Services[0].Uses[0].Balance.Mode = "active-active"
			resolved(b, a)
			b.ReportAllocs()
			for b.Loop() {
				analysis.Analyze(a)
			}
		})
	}
}

func BenchmarkAnalyzeSample(b *testing.B) {
	a := resolved(b, twoServer())
	b.ReportAllocs()
	for b.Loop() {
		analysis.Analyze(a)
	}
}

func BenchmarkAnalyzeConnections(b *testing.B) {
	a := resolved(b, sites(200))
	b.ReportAllocs()
	for b.Loop() {
		analysis.AnalyzeWith(a, analysis.Options{Connections: true})
	}
}

// The pairs and triples of one flow of a site that hangs on nothing single.
func BenchmarkCutSets(b *testing.B) {
	s := newStack()
	s.Groups = servers("lb-1", "lb-2", "app-1", "app-2", "db-1", "db-2", "db-3", "other-1")
	s.db.On = []string{"db-1", "db-2", "db-3"}
	r := analysis.Analyze(resolved(b, s.Architecture))
	for _, order := range []int{2, 3} {
		b.Run(fmt.Sprint(order), func(b *testing.B) {
			for b.Loop() {
				r.CutSets(s.Flows[0], order, 0)
			}
		})
	}
}
