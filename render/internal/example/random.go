package example

import (
	"fmt"
	"math/rand/v2"

	"github.com/loadpath/loadpath/model"
)

// Random is an architecture of a handful of services on a handful of servers,
// the same for the same seed.
func Random(seed uint64) *model.Architecture {
	r := rand.New(rand.NewPCG(seed, 1))
	a := &model.Architecture{Name: "random"}
	zones := []string{"", "zone-a", "zone-b", "zone-c"}[:1+r.IntN(4)]
	titles := []string{"", "", "Machine", "A long title of an entry"}
	for i := range 1 + r.IntN(6) {
		group := server(fmt.Sprintf("server-%d", i), zones[r.IntN(len(zones))])
		group.Title = titles[r.IntN(len(titles))]
		if r.IntN(4) == 0 {
			group.Count = 1 + r.IntN(9)
		}
		a.Groups = append(a.Groups, group)
	}
	kinds := []model.Kind{model.LoadBalancer, model.WebServer, model.ApplicationServer, model.Database, model.Cache, model.Queue, model.Worker, model.Monitoring, model.Custom}
	for i := range 1 + r.IntN(8) {
		service := &model.Service{Name: fmt.Sprintf("service-%d", i), Title: titles[r.IntN(len(titles))], Kind: kinds[r.IntN(len(kinds))]}
		for _, group := range a.Groups {
			if r.IntN(2) == 0 {
				service.On = append(service.On, group.Name)
			}
		}
		if len(service.On) == 0 {
			service.On = []string{a.Groups[0].Name}
		}
		if r.IntN(3) == 0 {
			service.Listen = http(80)
			service.Address = &model.Address{By: []string{"one", "virtual-ip", "dns"}[r.IntN(3)]}
		}
		if r.IntN(3) == 0 {
			service.Replication = &model.Replication{Mode: "async"}
		}
		a.Services = append(a.Services, service)
	}
	for _, service := range a.Services {
		for _, other := range a.Services {
			if service != other && r.IntN(4) == 0 {
				to := use(other.Name)
				to.Targets = []string{"", "same-server"}[r.IntN(2)]
				service.Uses = append(service.Uses, to)
			}
		}
	}
	return resolved(a)
}
