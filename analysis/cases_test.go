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

// What the table of losses does not have.
func TestOtherLosses(t *testing.T) {
	orchestrator := &model.Service{Name: "orchestrator", Kind: model.Custom, On: []string{"other-1"}}
	tests := []struct {
		name    string
		edit    func(s *stack)
		failure string
		want    string
	}{
		{"virtual IP with written priorities", func(s *stack) {
			s.lb.Address.Priorities = []model.ServerNumber{{Server: "lb-1", Number: 100}, {Server: "lb-2", Number: 200}}
		},
			"lb-2", "read total transient 3s609ms, write total transient 3s609ms"},
		{"pair in DNS without checks", func(s *stack) { s.lb.Address = &model.Address{By: "dns"} },
			"lb@lb-1", "read partial hard, write partial hard"},
		{"pair in DNS with checks", func(s *stack) {
			s.lb.Address = &model.Address{By: "dns", Checked: yes(), Every: 10 * model.Second, Fall: 3, TTL: 60 * model.Second}
		},
			"lb@lb-1", "read partial transient 1m30s, write partial transient 1m30s"},
		{"pair with anycast that does not follow the process", func(s *stack) { s.lb.Address = &model.Address{By: "anycast"} },
			"lb@lb-1", "read partial hard, write partial hard"},
		{"pool of nginx", func(s *stack) { s.lb.Software, s.toApp.Check = "nginx", nil },
			"app@app-1", ""},
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
		{"a check that goes too deep", func(s *stack) { s.toApp.Check.Reaches = []string{"db"} },
			"db@db-1", "read total manual, write total manual"},
		{"a check that goes as deep as reads do", func(s *stack) { s.toApp.Check.Reaches = []string{"db.reads"} },
			"db@db-1", "write total manual"},
		{"orchestrator elsewhere, the application keeps to the address: primary", func(s *stack) {
			s.Services = append(s.Services, orchestrator)
			s.db.Replication.Failover, s.db.Replication.Controller, s.toDB.Choose = "automatic", "orchestrator", "fixed"
		},
			"db@db-1", "read total hard, write total manual"},
		{"a proxy that logs in, and promotes", func(s *stack) { throughProxy(s, orchestrator, "mysql", "haproxy") },
			"db@db-1", "read partial transient 6s, write total manual"},
		{"a proxy that asks for the role", func(s *stack) { throughProxy(s, orchestrator, "http", "haproxy") },
			"db@db-1", "read partial transient 6s, write total transient 14s"},
		{"a proxy that knows the database", func(s *stack) { throughProxy(s, orchestrator, "mysql", "proxysql") },
			"db@db-1", "read partial transient 6s, write total transient 14s"},
		{"orchestrator elsewhere, promotion of unknown length: primary", func(s *stack) {
			s.Services = append(s.Services, &model.Service{Name: "sentinel", Kind: model.Custom, On: []string{"other-1"}})
			s.db.Software, s.db.Replication.Failover, s.db.Replication.Controller = "redis", "automatic", "sentinel"
		},
			"db@db-1", "write total transient unknown"},
		{"sync, two replicas, one waited for: replica", func(s *stack) {
			s.db.Replication.Mode, s.db.On = "sync", []string{"db-1", "db-2", "db-3"}
		},
			"db@db-2", ""},
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

// throughProxy puts a proxy between the application and its database, which promotes
// by itself.
func throughProxy(s *stack, controller *model.Service, check, software string) {
	s.Services = append(s.Services, controller, &model.Service{
		Name: "router", Kind: model.LoadBalancer, Software: software, On: []string{"other-1"}, Port: 3306,
		Uses: []*model.Use{{Key: "db", Reads: "all", Writes: "primary", Choose: "check", Check: &model.Check{
			Type: check, Every: 2 * model.Second, Fall: 3, Rise: 2,
		}}},
	})
	s.app.Uses = []*model.Use{{Key: "router"}}
	s.db.Replication.Failover, s.db.Replication.Controller, s.db.Replication.Promotion = "automatic", controller.Name, 10*model.Second
}
