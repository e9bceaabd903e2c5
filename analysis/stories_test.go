package analysis_test

import (
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// stories are the architectures whose evidence is kept in testdata.
func stories() map[string]*model.Architecture {
	shallow := twoServer()
	shallow.Services[0].Uses[0].Check.Reaches = nil
	unchecked := twoServer()
	unchecked.Services[0].Uses[0].Check = nil
	return map[string]*model.Architecture{
		"two-server":           twoServer(),
		"two-server-shallow":   shallow,
		"two-server-unchecked": unchecked,
		"group":                group("zone-1", "zone-1", "zone-2"),
		"undecided":            undecidedReads(),
		"waiting":              waitingWrites(),
		"worker":               worker(),
	}
}

// otherStories are the kinds beside crash, and connections, of the sample.
func otherStories() map[string]analysis.Options {
	return map[string]analysis.Options{
		"two-server-hang":        {Kind: analysis.Hang},
		"two-server-cut":         {Kind: analysis.Cut},
		"two-server-connections": {Connections: true},
	}
}

// group is an application that reads from any and writes to the primary of a
// group, whose members stand in the given zones, behind a virtual IP.
func group(zones ...string) *model.Architecture {
	a := &model.Architecture{
		Name:   "group",
		Groups: servers("lb-1 zone-1", "lb-2 zone-2", "app-1 zone-3"),
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb-1", "lb-2"}, Listen: public(),
				Address: &model.Address{By: "virtual-ip"}, Uses: []*model.Use{{Key: "app"}}},
			{Name: "app", Kind: model.ApplicationServer, On: []string{"app-1"},
				Uses: []*model.Use{{Key: "db", Reads: "all", Writes: "primary", Choose: "client"}}},
		},
	}
	db := &model.Service{Name: "db", Kind: model.Database, Software: "mysql", Replication: &model.Replication{Mode: "group"}}
	for i, zone := range zones {
		name := "db-" + string(rune('1'+i))
		a.Groups = append(a.Groups, &model.Group{Name: name, ZoneName: zone})
		db.On = append(db.On, name)
	}
	a.Services = append(a.Services, db)
	return a
}

// undecidedReads is an application of which nobody says how it chooses among
// two replicas, nor who performs the failover.
func undecidedReads() *model.Architecture {
	return &model.Architecture{
		Name:   "undecided",
		Groups: servers("app-1", "db-1", "db-2", "db-3"),
		Services: []*model.Service{
			{Name: "app", Kind: model.ApplicationServer, On: []string{"app-1"}, Listen: public(),
				Uses: []*model.Use{{Key: "db", Reads: "replicas", Writes: "primary"}}},
			{Name: "db", Kind: model.Database, Software: "mysql", On: []string{"db-1", "db-2", "db-3"},
				Replication: &model.Replication{Mode: "async", Failover: "automatic"}},
		},
	}
}

// waitingWrites is a primary that takes no write before a replica has it, and
// that nothing replaces by itself.
func waitingWrites() *model.Architecture {
	a := undecidedReads()
	a.Name, a.Groups = "waiting", servers("app-1", "db-1", "db-2")
	a.Services[0].Uses[0].Choose = "client"
	db := a.Services[1]
	db.On = []string{"db-1", "db-2"}
	db.Replication = &model.Replication{Mode: "semi-sync", Failover: "manual", WaitTimeout: model.Forever}
	return a
}

// worker takes up its work by itself, and needs a store for it.
func worker() *model.Architecture {
	return &model.Architecture{
		Name:   "worker",
		Groups: servers("work-1", "store-1"),
		Services: []*model.Service{
			{Name: "packer", Kind: model.Worker, On: []string{"work-1"}, Uses: []*model.Use{{Key: "store"}}},
			{Name: "store", Kind: model.Custom, On: []string{"store-1"}},
		},
		Flows: []*model.Flow{{Name: "jobs", Kind: "write", EntersName: "packer"}},
	}
}
