package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// stack is a load balancer, two applications and a replicated database, each
// instance on a server of its own, which the cases vary.
type stack struct {
	*model.Architecture
	lb, app, db *model.Service
	toApp, toDB *model.Use
}

func newStack() *stack {
	s := &stack{
		toApp: &model.Use{Key: "app", Check: &model.Check{Path: "/healthz"}},
		toDB:  &model.Use{Key: "db", Reads: "all", Writes: "primary", Choose: "client"},
	}
	s.lb = &model.Service{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb-1", "lb-2"}, Listen: public(),
		Address: &model.Address{By: "virtual-ip", Tracks: "process"}, Uses: []*model.Use{s.toApp}}
	s.app = &model.Service{Name: "app", Kind: model.ApplicationServer, On: []string{"app-1", "app-2"}, Uses: []*model.Use{s.toDB}}
	s.db = &model.Service{Name: "db", Kind: model.Database, Software: "mysql", On: []string{"db-1", "db-2"},
		Replication: &model.Replication{Mode: "async", Failover: "manual"}}
	s.Architecture = &model.Architecture{
		Name:     "stack",
		Groups:   servers("lb-1", "lb-2", "app-1", "app-2", "db-1 zone-1", "db-2 zone-1", "db-3 zone-2", "other-1"),
		Services: []*model.Service{s.lb, s.app, s.db},
	}
	return s
}

// add adds a service that the application uses.
func (s *stack) add(service *model.Service, use *model.Use) {
	s.Services = append(s.Services, service)
	s.app.Uses = append(s.app.Uses, use)
}

func TestLossOfOneComponent(t *testing.T) {
	orchestrator := &model.Service{Name: "orchestrator", Kind: model.Custom, On: []string{"other-1"}}
	tests := []struct {
		name    string
		edit    func(s *stack)
		failure string
		want    string
	}{
		{"single load balancer", func(s *stack) { s.lb.On = []string{"lb-1"} },
			"lb@lb-1", "read total hard, write total hard"},
		{"pair with a virtual IP that follows the process: process", func(*stack) {},
			"lb@lb-1", "read total transient 4s609ms, write total transient 4s609ms"},
		{"pair with a virtual IP that follows the process: server", func(*stack) {},
			"lb-1", "read total transient 3s609ms, write total transient 3s609ms"},
		{"pair with a virtual IP: the idle one", func(*stack) {},
			"lb-2", ""},
		{"virtual IP with written priorities", func(s *stack) {
			s.lb.Address.Priorities = []model.ServerNumber{{Server: "lb-1", Number: 100}, {Server: "lb-2", Number: 200}}
		},
			"lb-2", "read total transient 3s609ms, write total transient 3s609ms"},
		{"pair with a virtual IP that does not follow the process: process", func(s *stack) { s.lb.Address.Tracks = "" },
			"lb@lb-1", "read total manual, write total manual"},
		{"pair with a virtual IP that does not follow the process: server", func(s *stack) { s.lb.Address.Tracks = "" },
			"lb-1", "read total transient 3s609ms, write total transient 3s609ms"},
		{"pair with one address that a person moves", func(s *stack) { s.lb.Address = nil },
			"lb@lb-1", "read total manual, write total manual"},
		{"pair in DNS without checks", func(s *stack) { s.lb.Address = &model.Address{By: "dns"} },
			"lb@lb-1", "read partial hard, write partial hard"},
		{"pair in DNS with checks", func(s *stack) {
			s.lb.Address = &model.Address{By: "dns", Checked: yes(), Every: 10 * model.Second, Fall: 3, TTL: 60 * model.Second}
		},
			"lb@lb-1", "read partial transient 1m30s, write partial transient 1m30s"},
		{"pair with anycast that does not follow the process", func(s *stack) { s.lb.Address = &model.Address{By: "anycast"} },
			"lb@lb-1", "read partial hard, write partial hard"},
		{"checked pool", func(*stack) {},
			"app@app-1", "read partial transient 6s, write partial transient 6s"},
		{"checked pool with redispatch", func(s *stack) { s.toApp.Retry = &model.Retry{Redispatch: yes()} },
			"app@app-1", ""},
		{"unchecked pool", func(s *stack) { s.toApp.Check = nil },
			"app@app-1", "read partial hard, write partial hard"},
		{"pool without spare", func(s *stack) { s.toApp.AtLeast = 2 },
			"app@app-1", "read total hard, write total hard"},
		{"pool of nginx", func(s *stack) { s.lb.Software, s.toApp.Check = "nginx", nil },
			"app@app-1", ""},
		{"active and backup, checked", func(s *stack) { s.toApp.Balance = &model.Balance{Mode: "active-passive"} },
			"app@app-1", "read total transient 6s, write total transient 6s"},
		{"active and backup, unchecked", func(s *stack) { s.toApp.Check, s.toApp.Balance = nil, &model.Balance{Mode: "active-passive"} },
			"app@app-1", "read total hard, write total hard"},
		{"black hole in a pool, errors tried elsewhere", func(s *stack) {
			local := &model.Service{Name: "local", Kind: model.Cache, On: []string{"app-1", "app-2"}}
			s.add(local, &model.Use{Key: "local", Targets: "same-server"})
			s.toApp.Retry = &model.Retry{Redispatch: yes(), On: []string{"503"}}
		},
			"local@app-1", "write partial hard"},
		{"black hole in a pool, no errors tried elsewhere", func(s *stack) {
			local := &model.Service{Name: "local", Kind: model.Cache, On: []string{"app-1", "app-2"}}
			s.add(local, &model.Use{Key: "local", Targets: "same-server"})
			s.toApp.Retry = &model.Retry{Redispatch: yes(), On: []string{"timeout"}, Writes: yes()}
		},
			"local@app-1", "read partial hard, write partial hard"},
		{"the first backup, a black hole behind it", func(s *stack) {
			s.app.On = []string{"app-1", "app-2", "other-1"}
			s.toApp.Balance = &model.Balance{Mode: "active-passive"}
			s.app.Uses = append(s.app.Uses, &model.Use{Key: "local", Targets: "same-server"})
			s.Services = append(s.Services, &model.Service{Name: "local", Kind: model.Cache, On: []string{"app-1", "app-2"}})
		},
			"app@app-1", "read total transient 6s, write total transient 6s"},
		{"all backups, one of them a black hole", func(s *stack) {
			s.app.On = []string{"app-1", "app-2", "other-1"}
			s.toApp.Balance = &model.Balance{Mode: "active-passive", Backups: "all"}
			s.app.Uses = append(s.app.Uses, &model.Use{Key: "local", Targets: "same-server"})
			s.Services = append(s.Services, &model.Service{Name: "local", Kind: model.Cache, On: []string{"app-1", "app-2"}})
		},
			"app@app-1", "read total hard, write total hard"},
		{"single database", func(s *stack) { s.db.On, s.db.Replication, s.toDB.Reads, s.toDB.Writes = []string{"db-1"}, nil, "", "" },
			"db@db-1", "read total hard, write total hard"},
		{"reads from the primary: primary", func(s *stack) { s.toDB.Reads = "primary" },
			"db@db-1", "read total manual, write total manual"},
		{"reads from all: primary", func(*stack) {},
			"db@db-1", "write total manual"},
		{"reads from all: replica", func(*stack) {},
			"db@db-2", ""},
		{"reads from one replica: replica", func(s *stack) { s.toDB.Reads = "replicas" },
			"db@db-2", "read total hard"},
		{"a check that goes too deep", func(s *stack) { s.toApp.Check.Reaches = []string{"db"} },
			"db@db-1", "read total manual, write total manual"},
		{"a check that goes as deep as reads do", func(s *stack) { s.toApp.Check.Reaches = []string{"db.reads"} },
			"db@db-1", "write total manual"},
		{"orchestrator elsewhere: primary", func(s *stack) {
			s.Services = append(s.Services, orchestrator)
			s.db.Replication.Failover, s.db.Replication.Controller, s.db.Replication.Promotion = "automatic", "orchestrator", 30*model.Second
		},
			"db@db-1", "write total transient 30s"},
		{"orchestrator elsewhere, the application keeps to the address: primary", func(s *stack) {
			s.Services = append(s.Services, orchestrator)
			s.db.Replication.Failover, s.db.Replication.Controller, s.toDB.Choose = "automatic", "orchestrator", "fixed"
		},
			"db@db-1", "read total hard, write total manual"},
		{"orchestrator elsewhere, promotion of unknown length: primary", func(s *stack) {
			s.Services = append(s.Services, &model.Service{Name: "sentinel", Kind: model.Custom, On: []string{"other-1"}})
			s.db.Software, s.db.Replication.Failover, s.db.Replication.Controller = "redis", "automatic", "sentinel"
		},
			"db@db-1", "write total transient unknown"},
		{"orchestrator on the primary's server: that server", func(s *stack) {
			s.Services = append(s.Services, &model.Service{Name: "orchestrator", Kind: model.Custom, On: []string{"db-1"}})
			s.db.Replication.Failover, s.db.Replication.Controller = "automatic", "orchestrator"
		},
			"db-1", "write total manual"},
		{"semi-sync, one replica: replica", func(s *stack) { s.db.Replication.Mode = "semi-sync" },
			"db@db-2", "write total transient 10s"},
		{"semi-sync without end, one replica: replica", func(s *stack) {
			s.db.Replication.Mode, s.db.Replication.WaitTimeout = "semi-sync", model.Forever
		},
			"db@db-2", "write total manual"},
		{"sync, two replicas, one waited for: replica", func(s *stack) {
			s.db.Replication.Mode, s.db.On = "sync", []string{"db-1", "db-2", "db-3"}
		},
			"db@db-2", ""},
		{"group of three: primary", func(s *stack) {
			s.db.Replication, s.db.On = &model.Replication{Mode: "group"}, []string{"db-1", "db-2", "db-3"}
		},
			"db@db-1", "write total transient 10s"},
		{"group of three: another", func(s *stack) {
			s.db.Replication, s.db.On = &model.Replication{Mode: "group"}, []string{"db-1", "db-2", "db-3"}
		},
			"db@db-3", ""},
		{"group of two: any", func(s *stack) { s.db.Replication = &model.Replication{Mode: "group"} },
			"db@db-2", "write total manual"},
		{"group of three, two in one zone: that zone", func(s *stack) {
			s.db.Replication, s.db.On = &model.Replication{Mode: "group"}, []string{"db-1", "db-2", "db-3"}
		},
			"zone-1", "write total manual"},
		{"primary and replica in one zone: that zone", func(*stack) {},
			"zone-1", "read total hard, write total hard"},
		{"cache that is needed", func(s *stack) {
			s.add(&model.Service{Name: "cache", Kind: model.Cache, Software: "redis", On: []string{"other-1"}}, &model.Use{Key: "cache"})
		},
			"cache@other-1", "read total hard, write total hard"},
		{"cache that is optional", func(s *stack) {
			s.add(&model.Service{Name: "cache", Kind: model.Cache, Software: "redis", On: []string{"other-1"}}, &model.Use{Key: "cache", Optional: yes()})
		},
			"cache@other-1", ""},
		{"configuration that is needed at start", func(s *stack) {
			s.add(&model.Service{Name: "vault", Kind: model.Custom, On: []string{"other-1"}}, &model.Use{Key: "vault", When: "start"})
		},
			"vault@other-1", ""},
		{"storage under all copies of the data", func(s *stack) {
			s.Externals = append(s.Externals, &model.Service{Name: "san", Provides: "storage"})
			s.db.Uses = []*model.Use{{Key: "san"}}
		},
			"san", "read total hard, write total hard"},
		{"monitoring", func(s *stack) {
			s.Services = append(s.Services, &model.Service{Name: "monitoring", Kind: model.Monitoring, On: []string{"other-1"}})
		},
			"other-1", ""},
		{"a tier that needs a quorum", func(s *stack) {
			s.add(&model.Service{Name: "queue", Kind: model.Queue, On: []string{"db-1", "other-1"}, Quorum: 2}, &model.Use{Key: "queue", Choose: "client"})
		},
			"queue@other-1", "read total hard, write total hard"},
		{"a runbook for the service, for one flow", func(s *stack) {
			s.toDB.Reads = "replicas"
			s.Runbooks = []*model.Runbook{{Name: "read-elsewhere", For: []string{"db"}, Restores: []string{"read"}}}
		},
			"db@db-2", "read total manual"},
		{"a runbook for another thing", func(s *stack) {
			s.toDB.Reads = "replicas"
			s.Runbooks = []*model.Runbook{{Name: "restart", For: []string{"db-1", "app"}}}
		},
			"db@db-2", "read total hard"},
		{"a CDN that knows the virtual IP", func(s *stack) {
			s.lb.Listen = nil
			s.Externals = append(s.Externals, &model.Service{Name: "cdn", Provides: "cdn", Listen: public(), Uses: []*model.Use{{Key: "lb"}}})
		},
			"lb-1", "read total transient 3s609ms, write total transient 3s609ms"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStack()
			test.edit(s)
			r := analysis.Analyze(resolved(t, s.Architecture))
			f, ok := r.Find(test.failure)
			if !ok {
				t.Fatalf("there is no %s", test.failure)
			}
			if got := line(r.At(f)); got != test.want {
				t.Errorf("%s: got %q, want %q", test.failure, got, test.want)
			}
		})
	}
}

// line writes outcomes in one line.
func line(outcomes []analysis.Outcome) string {
	var all []string
	for _, o := range outcomes {
		text := fmt.Sprintf("%s %s %s", o.Flow.Name, o.Amount, o.Recovery)
		if o.Recovery == analysis.Transient {
			length, _, _ := strings.Cut(o.Window.String(), " (")
			text += " " + length
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}
