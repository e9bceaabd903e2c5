package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// tierSizes are the tiers of a product of a fleet: 60 instances.
var tierSizes = []struct {
	name  string
	count int
}{{"lb", 2}, {"web", 17}, {"app", 32}, {"cache", 3}, {"db", 3}, {"queue", 3}}

// perProduct is how many instances a product has.
const perProduct = 60

// fleet are products of three flows each, on servers of three zones that each
// carry instances of four products. All of them need the same identity service
// and the same name service.
func fleet(products int) *model.Architecture {
	a := &model.Architecture{Name: "fleet"}
	for i := range max(products*perProduct/4, perProduct) {
		a.Groups = append(a.Groups, &model.Group{Name: fmt.Sprint("s", i), ZoneName: fmt.Sprint("az-", i%3)})
	}
	var next int
	place := func(count int) []string {
		on := make([]string, count)
		for i := range on {
			on[i] = a.Groups[next%len(a.Groups)].Name
			next++
		}
		return on
	}
	group := func(on []string) *model.Replication {
		return &model.Replication{Primary: on[0], Mode: "group", Failover: "automatic", Promotion: 20 * model.Second}
	}
	shared := place(6)
	a.Services = append(a.Services,
		&model.Service{Name: "identity", Kind: model.ApplicationServer, On: place(12), Uses: []*model.Use{
			{Key: "identity-db", Choose: "client", Reads: "all", Writes: "primary"}, {Key: "names", Choose: "client"}}},
		&model.Service{Name: "identity-db", Kind: model.Database, Software: "mysql", On: shared[:3], Replication: group(shared[:3])},
		&model.Service{Name: "names", Kind: model.Custom, On: shared})
	for i := range products {
		a.Services = append(a.Services, product(i, place, group)...)
	}
	return a
}

func product(i int, place func(int) []string, group func([]string) *model.Replication) []*model.Service {
	on := make(map[string][]string)
	for _, tier := range tierSizes {
		on[tier.name] = place(tier.count)
	}
	name := func(tier string) string { return fmt.Sprintf("%s-%d", tier, i) }
	return []*model.Service{
		{Name: name("lb"), Kind: model.LoadBalancer, Software: "haproxy", On: on["lb"], Listen: public(),
			Address: &model.Address{By: "virtual-ip", Tracks: "process"},
			Uses:    []*model.Use{{Key: name("web"), Check: &model.Check{Path: "/healthz", Reaches: []string{name("app")}}}}},
		{Name: name("web"), Kind: model.WebServer, Software: "nginx", On: on["web"], Static: "site", Uses: []*model.Use{{Key: name("app")}}},
		{Name: name("app"), Kind: model.ApplicationServer, On: on["app"], Uses: []*model.Use{
			{Key: name("cache"), Choose: "client"}, {Key: name("db"), Choose: "client", Reads: "all", Writes: "primary"},
			{Key: name("queue"), Choose: "client"}, {Key: "identity", Choose: "client"}, {Key: "names", Choose: "client"}}},
		{Name: name("cache"), Kind: model.Cache, Software: "redis", On: on["cache"]},
		{Name: name("db"), Kind: model.Database, Software: "mysql", On: on["db"], Replication: group(on["db"])},
		{Name: name("queue"), Kind: model.Queue, On: on["queue"], Quorum: 2},
	}
}

// layered is one flow through services at random: in each of 50 layers some
// have one instance and some two, and each uses up to three of the next five
// layers.
func layered(instances int) *model.Architecture {
	d := rand.New(rand.NewPCG(1, 2))
	a := &model.Architecture{Name: "layered"}
	layers := make([][]*model.Service, 50)
	for placed := 0; placed < instances; {
		layer := len(a.Services) % len(layers)
		s := &model.Service{Name: fmt.Sprint("t", len(a.Services)), Kind: model.ApplicationServer}
		for range 1 + d.IntN(2) {
			server := fmt.Sprint("s", placed)
			a.Groups = append(a.Groups, &model.Group{Name: server, ZoneName: fmt.Sprint("az-", placed%3)})
			s.On = append(s.On, server)
			placed++
		}
		layers[layer] = append(layers[layer], s)
		a.Services = append(a.Services, s)
	}
	enter := &model.Service{Name: "entry", Kind: model.ApplicationServer, On: []string{a.Groups[0].Name}}
	for _, s := range layers[0] {
		enter.Uses = append(enter.Uses, &model.Use{Key: s.Name, Choose: "client"})
	}
	for i, layer := range layers[:len(layers)-1] {
		for _, s := range layer {
			used := make(map[string]bool)
			for range 1 + d.IntN(3) {
				further := layers[min(i+1+d.IntN(5), len(layers)-1)]
				to := further[d.IntN(len(further))]
				if !used[to.Name] {
					used[to.Name] = true
					s.Uses = append(s.Uses, &model.Use{Key: to.Name, Choose: "client"})
				}
			}
		}
	}
	a.Services = append(a.Services, enter)
	a.Flows = []*model.Flow{{Name: "read", Kind: model.ReadFlow, EntersName: "entry"}}
	return a
}

// each measures all horizons and one, and how long one failure takes.
func each(b *testing.B, options analysis.Options, a *model.Architecture) {
	resolved(b, a)
	measure := func(name string, analyze func() int) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			failures := 0
			for b.Loop() {
				failures = analyze()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(failures), "ns/failure")
		})
	}
	measure("all", func() int { return len(analysis.AnalyzeWith(a, options).Failures) })
	measure("one", func() int { return len(analysis.LossesAt(a, analysis.AfterFailover, options).Failures) })
}

// A fleet of 100,000 instances and 5,000 flows, and a tenth of it.
func BenchmarkFleet(b *testing.B) {
	for _, products := range []int{167, 1667} {
		b.Run(fmt.Sprint(products*perProduct), func(b *testing.B) { each(b, analysis.Options{}, fleet(products)) })
	}
}

// The ways between two instances of the smaller fleet, twenty times as many as
// the other failures.
func BenchmarkFleetConnections(b *testing.B) {
	each(b, analysis.Options{Connections: true}, fleet(167))
}

func BenchmarkLayered(b *testing.B) {
	for _, instances := range []int{1000, 10000} {
		b.Run(fmt.Sprint(instances), func(b *testing.B) { each(b, analysis.Options{}, layered(instances)) })
	}
}

// One service behind the other.
func BenchmarkChain(b *testing.B) {
	const services = 5000
	a := &model.Architecture{Name: "chain", Groups: servers("s az")}
	for i := range services {
		s := &model.Service{Name: fmt.Sprint("t", i), Kind: model.ApplicationServer, On: []string{"s"}}
		if i < services-1 {
			s.Uses = []*model.Use{{Key: fmt.Sprint("t", i+1)}}
		}
		a.Services = append(a.Services, s)
	}
	a.Flows = []*model.Flow{{Name: "read", Kind: model.ReadFlow, EntersName: "t0"}}
	each(b, analysis.Options{}, a)
}
