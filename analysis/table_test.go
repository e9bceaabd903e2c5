package analysis_test

import (
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// loss is a row of the table of what the loss of one component does, or one of
// its cases: how much is lost and what brings it back, for reads and for writes.
type loss struct {
	row     string // as the table names it; empty goes with the row above
	which   string // of the row's cases this is
	edit    func(*stack)
	failure string

	reads, writes string
}

const nothing = "none "

// The stack of which a component is lost: two load balancers with a virtual IP
// that follows the process, two applications that a check looks at, and a
// primary with a replica, of which reads use both.
func losses() []loss {
	return []loss{
		{"single LB/HAProxy", "", func(s *stack) { s.lb.On = []string{"lb-1"} },
			"lb@lb-1", "total hard", "total hard"},

		// Measured with an advertisement each half second: 1.4 s, with the
		// script 1 s apart.
		{"LB pair, VRRP, process tracked", "process", as,
			"lb@lb-1", "total transient 4s609ms", "total transient 4s609ms"},
		{"", "host", as,
			"lb-1", "total transient 3s609ms", "total transient 3s609ms"},
		{"", "the idle one", as,
			"lb-2", nothing, nothing},

		// It stays until somebody stops keepalived there, which moves the
		// address.
		{"LB pair, VRRP, process not tracked", "process", func(s *stack) { s.lb.Address.Tracks = "" },
			"lb@lb-1", "total manual", "total manual"},
		{"", "host", func(s *stack) { s.lb.Address.Tracks = "" },
			"lb-1", "total transient 3s609ms", "total transient 3s609ms"},

		{"LB pair, manual IP move", "", func(s *stack) { s.lb.Address = nil },
			"lb@lb-1", "total manual", "total manual"},

		// The table says none, and one request in n for six seconds: that is
		// partial. Measured with redispatch: not one request failed, as what
		// was refused was tried at the other server.
		{"app pool n≥2 active-active, checked, k≤n−1", "", as,
			"app@app-1", "partial transient 6s", "partial transient 6s"},
		{"", "redispatch", redispatch,
			"app@app-1", nothing, nothing},

		// Draining a target is none of the things that a person does here.
		{"app pool active-active, unchecked", "", func(s *stack) { s.toApp.Check = nil },
			"app@app-1", "partial hard", "partial hard"},

		{"app pool k=n (no spare capacity)", "full service", func(s *stack) { redispatch(s); s.toApp.AtLeast = 2 },
			"app@app-1", "total hard", "total hard"},
		{"", "degraded", redispatch,
			"app@app-1", nothing, nothing},

		// Measured, with a check each second that falls after two: 3.8 s.
		{"active + backup, active checked", "", activePassive,
			"app@app-1", "total transient 6s", "total transient 6s"},
		{"active + backup, active unchecked", "", func(s *stack) { activePassive(s); s.toApp.Check = nil },
			"app@app-1", "total hard", "total hard"},

		// Those who are logged out are served: a session is no request.
		{"in-process sessions, sticky", "", sticky,
			"app@app-1", "partial transient 6s", "partial transient 6s"},
		{"", "redispatch", func(s *stack) { sticky(s); redispatch(s) },
			"app@app-1", nothing, nothing},

		{"single DB", "", func(s *stack) { s.db.On, s.db.Replication, s.toDB.Reads, s.toDB.Writes = []string{"db-1"}, nil, "", "" },
			"db@db-1", "total hard", "total hard"},
		{"primary + replica(s), app reads primary only", "", func(s *stack) { s.toDB.Reads = "primary" },
			"db@db-1", "total manual", "total manual"},
		{"primary + replicas, read pool {all}, manual promotion: primary", "", as,
			"db@db-1", nothing, "total manual"},
		{"same: replica", "", as,
			"db@db-2", nothing, nothing},
		{"reads pinned to one replica: that replica", "", func(s *stack) { s.toDB.Reads = "replicas" },
			"db@db-2", "total hard", nothing},

		{"+ orchestrator opted in, not on primary's host: primary", "", func(s *stack) { orchestrated(s, "other-1") },
			"db@db-1", nothing, "total transient 30s"},
		{"orchestrator on primary's host: that host", "", func(s *stack) { orchestrated(s, "db-1") },
			"db-1", nothing, "total manual"},

		// Measured with a timeout of 1 s: the first commit took 1.1 s longer,
		// and none after it. Whoever does not wait that long has lost it.
		{"semi-sync, 1 replica, default timeout: replica", "", func(s *stack) { s.db.Replication.Mode = "semi-sync" },
			"db@db-2", nothing, "total transient 10s"},
		{`semi-sync, "infinite" timeout, 1 replica: replica`, "", func(s *stack) {
			s.db.Replication.Mode, s.db.Replication.WaitTimeout = "semi-sync", model.Forever
		},
			"db@db-2", nothing, "total manual"},

		// Measured with a quicker expulsion: 7.0 to 7.7 s, and of another
		// member nothing.
		{"Group Replication 3 nodes, routed by Router ×2: any node", "the primary", routed,
			"db@db-1", nothing, "total transient 10s500ms"},
		{"", "another", routed,
			"db@db-3", nothing, nothing},
		{"", "a router, on its application's server", routed,
			"router@app-1", "partial transient 6s", "partial transient 6s"},
		{"Group Replication 2 nodes: any node", "the primary", func(s *stack) { members(s, "db-1", "db-2") },
			"db@db-1", nothing, "total manual"},
		{"", "the other", func(s *stack) { members(s, "db-1", "db-2") },
			"db@db-2", nothing, "total manual"},
		{"3 members, 2 in one zone: that zone", "", func(s *stack) { members(s, "db-1", "db-2", "db-3") },
			"zone-1", nothing, "total manual"},
		{"replicas on one host/hypervisor: host", "", as,
			"zone-1", "total hard", "total hard"},

		{"one switch / gateway / DNS resolver / power feed under all", "a zone around all", func(s *stack) {
			for _, g := range s.Groups {
				g.ZoneName = "rack"
			}
		},
			"rack", "total hard", "total hard"},
		{"", "a resolver", func(s *stack) {
			s.Externals = append(s.Externals, &model.Service{Name: "resolver", Provides: "dns"})
			s.app.Uses = append(s.app.Uses, &model.Use{Key: "resolver"})
		},
			"resolver", "total hard", "total hard"},
		{"shared storage under both DBs", "", func(s *stack) {
			s.Externals = append(s.Externals, &model.Service{Name: "san", Provides: "storage"})
			s.db.Uses = []*model.Use{{Key: "san"}}
		},
			"san", "total hard", "total hard"},

		{"cache required (app needs it)", "", func(s *stack) { s.add(other(model.Cache, "cache"), &model.Use{Key: "cache"}) },
			"cache@other-1", "total hard", "total hard"},
		{"cache optional (weak)", "", func(s *stack) { s.add(other(model.Cache, "cache"), &model.Use{Key: "cache", Optional: yes()}) },
			"cache@other-1", nothing, nothing},

		// Nothing running asks for it; that nothing starts without it is no
		// failure of a flow.
		{"secrets/cert/config service at start only", "", func(s *stack) {
			s.add(other(model.Custom, "vault"), &model.Use{Key: "vault", When: "start"})
		},
			"vault@other-1", nothing, nothing},
		{"monitoring host", "", func(s *stack) { s.Services = append(s.Services, other(model.Monitoring, "monitoring")) },
			"other-1", nothing, nothing},
	}
}

func as(*stack) {}

func redispatch(s *stack) { s.toApp.Retry = &model.Retry{Redispatch: yes()} }

func activePassive(s *stack) { s.toApp.Balance = &model.Balance{Mode: "active-passive"} }

func sticky(s *stack) {
	s.toApp.Balance = &model.Balance{Algorithm: "roundrobin", Sticky: "cookie"}
	s.app.Sessions = "memory"
}

// orchestrated lets a machine on a server promote.
func orchestrated(s *stack, server string) {
	s.Services = append(s.Services, &model.Service{Name: "orchestrator", Kind: model.Custom, On: []string{server}})
	s.db.Replication.Failover, s.db.Replication.Controller, s.db.Replication.Promotion = "automatic", "orchestrator", 30*model.Second
}

// members makes the database a group.
func members(s *stack, servers ...string) {
	s.db.Replication, s.db.On = &model.Replication{Mode: "group"}, servers
}

// routed puts a router beside each application, before a group of three, and
// lets the health check see it.
func routed(s *stack) {
	members(s, "db-1", "db-2", "db-3")
	s.toDB.Choose, s.toDB.Check, s.toDB.Retry = "", &model.Check{Type: "mysql"}, &model.Retry{Redispatch: yes()}
	router := &model.Service{Name: "router", Kind: model.LoadBalancer, Software: "mysql-router", On: s.app.On, Uses: []*model.Use{s.toDB}}
	s.Services = append(s.Services, router)
	s.app.Uses = []*model.Use{{Key: "router", Targets: "same-server"}}
	s.toApp.Check.Reaches = []string{"router"}
}

// other is a service on a server of its own.
func other(kind model.Kind, name string) *model.Service {
	return &model.Service{Name: name, Kind: kind, On: []string{"other-1"}}
}

func TestLossOfOneComponent(t *testing.T) {
	rows := 0
	for _, l := range losses() {
		name := l.row
		if name != "" {
			rows++
		}
		t.Run(name+" "+l.which, func(t *testing.T) {
			s := newStack()
			l.edit(s)
			r := analysis.Analyze(resolved(t, s.Architecture))
			f, ok := r.Find(l.failure)
			if !ok {
				t.Fatalf("there is no %s", l.failure)
			}
			want := "read " + l.reads + ", write " + l.writes
			if got := line(r.Without([]analysis.Failure{f})); got != want {
				t.Errorf("%s: got %q, want %q", l.failure, got, want)
			}
		})
	}
	if rows != 29 {
		t.Errorf("%d rows, the table has 29", rows)
	}
}
