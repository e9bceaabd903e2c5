package model

import (
	"fmt"
	"strings"
	"testing"
)

func yes() *bool { b := true; return &b }

// twoServer is the first sample.
func twoServer() *Architecture {
	return &Architecture{
		Name:   "two-server",
		Groups: []*Group{{Name: "lb-1", ZoneName: "rack-1"}, {Name: "server-1", ZoneName: "rack-1"}, {Name: "server-2", ZoneName: "rack-1"}},
		Services: []*Service{
			{Name: "lb", Kind: LoadBalancer, Software: "haproxy", On: []string{"lb-1"},
				Listen: []*Listener{{Protocol: "http", Port: 80, From: "internet"}},
				Uses: []*Use{{Key: "web",
					Balance: &Balance{Algorithm: "roundrobin", Mode: "active-passive", Active: []string{"server-1"}},
					Check:   &Check{Path: "/healthz", Reaches: []string{"app"}}}}},
			{Name: "web", Kind: WebServer, Software: "nginx", On: []string{"server-1", "server-2"}, Static: "site",
				Uses: []*Use{{Key: "app", Targets: "same-server"}}},
			{Name: "app", Kind: ApplicationServer, On: []string{"server-1", "server-2"}, Port: 8000,
				Uses: []*Use{{Key: "db", Reads: "replicas", Writes: "primary"}}},
			{Name: "db", Kind: Database, Software: "mysql", On: []string{"server-1", "server-2"},
				Replication: &Replication{Primary: "server-1", Mode: "async", Failover: "manual"}},
		},
	}
}

// Writes go to the primary, whatever is written, where one member has that part.
func TestWritesNeedThePrimary(t *testing.T) {
	one := &Replication{Primary: "server-2", Mode: "async"}
	tests := []struct {
		name        string
		use         *Use
		software    string
		replication *Replication
		want        string
	}{
		{"all targets", &Use{Targets: "all"}, "mysql", one, "reads: all, 1; writes: primary, 1; "},
		{"all to write", &Use{Reads: "replicas", Writes: "all"}, "mysql", one, "reads: replicas, 1; writes: primary, 1; "},
		{"all to write, the primary to read", &Use{Writes: "all"}, "mysql", one, ": primary, 1; "},
		{"nothing but writes", &Use{Reads: "none", Writes: "all"}, "mysql", one, "writes: primary, 1; "},
		{"two of all", &Use{Targets: "all", AtLeast: 2}, "mysql", one, "reads: all, 2; writes: primary, 1; "},
		{"all active", &Use{Targets: "all", Balance: &Balance{Mode: "active-passive", Active: []string{"server-1"}}}, "mysql", one, "reads: all, 1; writes: primary, 1; "},
		{"a replica active, to write", &Use{Writes: "all", Balance: &Balance{Mode: "active-passive", Active: []string{"server-1"}}}, "mysql", one, ": primary, 1; "},
		{"the software's mode", &Use{Targets: "all"}, "postgresql", &Replication{}, "reads: all, 1; writes: primary, 1; "},
		{"a mode that is not known", &Use{Targets: "all"}, "", &Replication{}, ": all, 1; "},
		{"many primaries", &Use{Targets: "all"}, "mysql", &Replication{Mode: "group", MultiPrimary: yes()}, ": all, 1; "},
		{"Galera", &Use{Targets: "all"}, "mariadb", &Replication{Mode: "group"}, ": all, 1; "},
		{"no replication", &Use{Targets: "all"}, "mysql", nil, ": all, 1; "},
		{"on the same server", &Use{Targets: "same-server"}, "mysql", one, ": same-server, 1; "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := twoServer()
			app, db := a.Services[2], a.Services[3]
			test.use.Key = "db"
			app.Uses, db.Software, db.Replication = []*Use{test.use}, test.software, test.replication
			if problems := a.Resolve(); problems != nil {
				t.Fatal(problems)
			}
			var got strings.Builder
			for _, c := range app.Connections {
				fmt.Fprintf(&got, "%s: %s, %d; ", c.Access, c.Role, c.AtLeast)
			}
			if got.String() != test.want {
				t.Errorf("got %q, want %q", got.String(), test.want)
			}
		})
	}
}

func instanceNames(instances []*Instance) string {
	var all []string
	for _, instance := range instances {
		all = append(all, instance.Name())
	}
	return strings.Join(all, " ")
}

func TestResolveTwoServer(t *testing.T) {
	a := twoServer()
	if problems := a.Resolve(); problems != nil {
		t.Fatal(problems)
	}
	var got strings.Builder
	for _, c := range a.Connections {
		fmt.Fprintf(&got, "%s: %s, by %q, %s:%d, active %s, backups %s\n", c.Name(), c.Role, c.Choose, c.Protocol, c.Port, instanceNames(c.Active), instanceNames(c.Backups))
		if c.Check != nil {
			fmt.Fprintf(&got, "  check %s every %s fall %d\n", c.Check.Type, c.Check.Every, c.Check.Fall)
		}
	}
	for _, f := range a.Flows {
		fmt.Fprintf(&got, "%s:", f.Name)
		for _, c := range a.Connections {
			if f.Uses(c) {
				fmt.Fprintf(&got, " %s", c.Name())
			}
		}
		got.WriteByte('\n')
	}
	const want = `lb.web: all, by "check", http:80, active web@server-1, backups web@server-2
  check http every 2s fall 3
web.app: same-server, by "passive", http:8000, active app@server-1 app@server-2, backups 
app.db.reads: replicas, by "", mysql:3306, active db@server-2, backups 
app.db.writes: primary, by "", mysql:3306, active db@server-1, backups 
read: lb.web web.app app.db.reads
write: lb.web web.app app.db.writes
static: lb.web
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	lb, web := a.Connections[0], a.Connections[1]
	if !lb.Sees(web) || lb.Sees(a.Connections[2]) {
		t.Errorf("the check of %s sees %v and %v", lb.Name(), lb.Sees(web), lb.Sees(a.Connections[2]))
	}
	if got := instanceNames(web.Targets(a.Service("web").Instances[1])); got != "app@server-2" {
		t.Errorf("web@server-2 reaches %s", got)
	}
	if zone := a.Zone("rack-1"); zone == nil || len(a.ServersIn(zone)) != 3 || zone.Path != "servers.lb-1.zone" {
		t.Errorf("rack-1 is %+v", zone)
	}
}

func TestGroupsAreDealtToZonesInTurn(t *testing.T) {
	a := &Architecture{
		Groups:   []*Group{{Name: "web", Count: 5, ZoneNames: []string{"az-a", "az-b", "az-c"}}},
		Services: []*Service{{Name: "web", Kind: WebServer, On: []string{"web"}}},
	}
	if problems := a.Resolve(); problems != nil {
		t.Fatal(problems)
	}
	var got []string
	for _, server := range a.Servers {
		got = append(got, server.Name+" in "+server.Zone.Name)
	}
	const want = "web-1 in az-a, web-2 in az-b, web-3 in az-c, web-4 in az-a, web-5 in az-b"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
	if got := instanceNames(a.Service("web").Instances); got != "web@web-1 web@web-2 web@web-3 web@web-4 web@web-5" {
		t.Error(got)
	}
}

// TestRoles: who is reached, by what is written about reads and writes.
func TestRoles(t *testing.T) {
	for _, test := range []struct {
		use         Use
		replication *Replication
		want        string
	}{
		{Use{}, nil, ": all"},
		{Use{}, &Replication{Primary: "server-1"}, ": primary"},
		{Use{}, &Replication{MultiPrimary: yes()}, ": all"},
		{Use{Reads: "replicas"}, &Replication{Primary: "server-1"}, "reads: replicas, writes: primary"},
		{Use{Reads: "all"}, &Replication{Primary: "server-1"}, "reads: all, writes: primary"},
		{Use{Targets: "replicas"}, &Replication{Primary: "server-1"}, "reads: replicas"},
		{Use{Targets: "same-server"}, &Replication{Primary: "server-1"}, ": same-server"},
		{Use{Writes: "none"}, &Replication{Primary: "server-1"}, "reads: primary"},
		{Use{Reads: "none"}, nil, "writes: all"},
	} {
		test.use.Key = "db"
		a := &Architecture{
			Groups: []*Group{{Name: "server-1"}, {Name: "server-2"}},
			Services: []*Service{
				{Name: "app", Kind: ApplicationServer, On: []string{"server-1"}, Uses: []*Use{&test.use}},
				{Name: "db", Kind: Database, On: []string{"server-1", "server-2"}, Replication: test.replication},
			},
		}
		if problems := a.Resolve(); problems != nil {
			t.Fatal(problems)
		}
		var got []string
		for _, c := range a.Connections {
			got = append(got, string(c.Access)+": "+string(c.Role))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%+v: got %q, want %q", test.use, strings.Join(got, ", "), test.want)
		}
	}
}

// TestDerivedFlows: which flows follow from the services when none is written.
func TestDerivedFlows(t *testing.T) {
	internet := []*Listener{{Protocol: "http", Port: 80, From: Internet}}
	on := []string{"server-1"}
	for _, test := range []struct {
		name      string
		services  []*Service
		externals []*Service
		want      string
	}{
		{"one page", []*Service{{Name: "web", On: on, Listen: internet, Static: "site"}}, nil, "read static"},
		{"no store", []*Service{{Name: "app", On: on, Listen: internet}}, nil, "read"},
		{"nobody listens", []*Service{{Name: "app", On: on}}, nil, ""},
		{"only a redirect", []*Service{{Name: "app", On: on, Listen: []*Listener{{From: Internet, Redirect: "https"}}}}, nil, ""},
		{"only for administrators", []*Service{{Name: "app", On: on, Listen: []*Listener{{From: Internet, Purpose: "admin"}}}}, nil, ""},
		{"a managed database", []*Service{{Name: "app", On: on, Listen: internet, Uses: []*Use{{Key: "db"}}}},
			[]*Service{{Name: "db", Provides: "database"}}, "read write"},
		{"an optional queue", []*Service{
			{Name: "app", On: on, Listen: internet, Uses: []*Use{{Key: "jobs", Optional: yes()}}},
			{Name: "jobs", Kind: Queue, On: on}}, nil, "read"},
		{"two entries", []*Service{{Name: "app", On: on, Listen: internet}, {Name: "admin", On: on, Listen: internet}}, nil, "app-read admin-read"},
	} {
		a := &Architecture{Groups: []*Group{{Name: "server-1"}}, Services: test.services, Externals: test.externals}
		if problems := a.Resolve(); problems != nil {
			t.Fatal(test.name, problems)
		}
		var got []string
		for _, flow := range a.Flows {
			got = append(got, flow.Name)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %q, want %q", test.name, strings.Join(got, " "), test.want)
		}
	}
}

// TestProblems: each mistake is said once, with its place and the name that
// was probably meant.
func TestProblems(t *testing.T) {
	for _, test := range []struct {
		name string
		edit func(*Architecture)
		want string
	}{
		{"unknown server", func(a *Architecture) { a.Services[1].On[0] = "sever-1" },
			`services.web.on[0]: there is no server "sever-1" (server-1)`},
		{"unknown service", func(a *Architecture) { a.Services[1].Uses[0].Key = "ap" },
			`services.web.uses.ap: there is no service or external "ap" (app)`},
		{"unknown reach", func(a *Architecture) { a.Services[0].Uses[0].Check.Reaches[0] = "apps" },
			`services.lb.uses.web.check.reaches[0]: there is no service or external "apps" (app)`},
		{"unknown way", func(a *Architecture) { a.Services[0].Uses[0].Check.Reaches[0] = "db.read" },
			`services.lb.uses.web.check.reaches[0]: "db.read" is neither a service nor one way to it: write "db", "db.reads" or "db.writes" ()`},
		{"active elsewhere", func(a *Architecture) { a.Services[0].Uses[0].Balance.Active[0] = "lb-1" },
			`services.lb.uses.web.balance.active[0]: web does not run on "lb-1": it runs on "server-1", "server-2" ()`},
		{"primary elsewhere", func(a *Architecture) { a.Services[3].Replication.Primary = "lb-1" },
			`services.db.replication.primary: db does not run on "lb-1": it runs on "server-1", "server-2" ()`},
		{"twice on a server", func(a *Architecture) { a.Services[1].On[1] = "server-1" },
			`services.web.on[1]: web is on server-1 twice: one server carries one instance of a service ()`},
		{"zone not written", func(a *Architecture) {
			a.Zones = []*Zone{{Name: "rack-2"}}
			a.Groups[1].ZoneName, a.Groups[2].ZoneName = "", ""
		},
			`servers.lb-1.zone: there is no zone "rack-1" (rack-2)`},
		{"circle of zones", func(a *Architecture) {
			a.Zones = []*Zone{{Name: "rack-1", ZoneName: "room"}, {Name: "room", ZoneName: "rack-1"}}
		}, `zones.room.zone: zone "room" lies in itself, by way of "rack-1": zones nest, so one of them must be the outermost ()`},
		{"server and zone of one name", func(a *Architecture) { a.Groups[0].ZoneName = "server-1" },
			`servers.server-1: "server-1" is both a server and a zone: servers and zones share their names, so give one of them another ()`},
		{"group that makes a server again", func(a *Architecture) { a.Groups = append(a.Groups, &Group{Name: "server", Count: 1}) },
			`servers.server: there are two servers "server-1": one comes from servers.server-1, one from servers.server ()`},
		{"server by itself and by count", func(a *Architecture) {
			a.Groups = append([]*Group{{Name: "server", Count: 1}}, a.Groups...)
		},
			`servers.server-1: there are two servers "server-1": one comes from servers.server, one from servers.server-1 ()`},
		{"database on no server", func(a *Architecture) { a.Services[3].On = nil },
			`services.db.on: db runs on no server: name at least one, such as on: ["lb-1"] ()`},
		{"flow with two wrong names", func(a *Architecture) {
			a.Flows = []*Flow{{Name: "buy", Kind: WriteFlow, EntersName: "lbs", Needs: []string{"db", "ap"}}}
		},
			`flows.buy.needs[1]: there is no service or external "ap" (app)
flows.buy.enters: there is no service or external "lbs" (lb)`},
		{"service and external of one name", func(a *Architecture) { a.Externals = []*Service{{Name: "db"}} },
			`externals.db: "db" is both a service and an external: they share their names, so give one of them another ()`},
		{"unknown client", func(a *Architecture) { a.Services[0].Listen[0].From = "internt" },
			`services.lb.listen[0].from: there is no client "internt" (internet)`},
		{"unknown assumption", func(a *Architecture) { a.Assumptions = []*Assumption{{Perfect: "db@lb-1"}} },
			`assume[0].perfect: db does not run on "lb-1": it runs on "server-1", "server-2" ()`},
		{"unknown flow", func(a *Architecture) {
			a.Runbooks = []*Runbook{{Name: "r", For: []string{"db"}, Restores: []string{"raed"}}}
		},
			`runbooks.r.restores[0]: there is no flow "raed" (read)`},
	} {
		a := twoServer()
		test.edit(a)
		var got []string
		for _, p := range a.Resolve() {
			got = append(got, fmt.Sprintf("%s: %s (%s)", p.Path, p.Message, p.Suggestion))
		}
		if strings.Join(got, "\n") != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, strings.Join(got, "\n"), test.want)
		}
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"server-1", "server-2", "lb-1", "db"}
	for name, want := range map[string]string{"sever-1": "server-1", "dbs": "db", "d": "", "lb1": "lb-1", "mysql": ""} {
		if got := Suggest(name, known); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
