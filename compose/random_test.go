package compose_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// dice throw architectures.
type dice struct{ *rand.Rand }

func (d dice) of(words ...string) string { return words[d.IntN(len(words))] }
func (d dice) maybe() bool               { return d.IntN(2) == 0 }

func (d dice) flag() *bool {
	b := d.maybe()
	return []*bool{nil, &b}[d.IntN(2)]
}

// some are a few of the servers, at least one, each once.
func (d dice) some(names []string) []string {
	shuffled := slices.Clone(names)
	d.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	return shuffled[:1+d.IntN(len(shuffled))]
}

func (d dice) tls() *model.TLS {
	if d.maybe() {
		return nil
	}
	return &model.TLS{Minimum: d.of("", "1.2", "1.3"), Ciphers: d.of("", "modern", "intermediate", "old"), Verify: d.flag()}
}

// throw is an architecture of one to six servers with some of everything that
// can be run.
func throw(seed uint64) *model.Architecture {
	d := dice{rand.New(rand.NewPCG(seed, 1))}
	a := &model.Architecture{Name: fmt.Sprintf("random-%d", seed)}
	var servers []string
	for i := range 1 + d.IntN(6) {
		name := fmt.Sprintf("server-%d", i+1)
		servers = append(servers, name)
		a.Groups = append(a.Groups, &model.Group{Name: name, Agent: d.of("", "node-exporter")})
	}
	mode := d.of("async", "semi-sync", "group", "")
	db := &model.Service{Name: "db", Kind: model.Database, Software: "mysql", On: d.some(servers)}
	if mode != "" {
		db.Replication = &model.Replication{Mode: mode, Primary: db.On[0], TLS: d.tls(), Durable: d.flag()}
	}
	app := &model.Service{Name: "app", Kind: model.ApplicationServer, Build: "app", Port: 8000, On: d.some(servers)}
	if d.maybe() {
		router := &model.Service{Name: "router", Kind: model.Custom, Software: "mysql-router", On: app.On}
		router.Uses = []*model.Use{{Key: "db", Reads: "all", Writes: "primary", Choose: "check", TLS: d.tls(), Check: &model.Check{Type: "mysql"}}}
		app.Uses = []*model.Use{{Key: "router", Targets: "same-server"}}
		a.Services = append(a.Services, router)
	} else {
		app.Uses = []*model.Use{{Key: "db", Reads: d.of("", "replicas", "all"), Writes: "primary", TLS: d.tls()}}
	}
	lb := &model.Service{Name: "lb", Kind: model.LoadBalancer, Software: d.of("haproxy", "nginx"), On: d.some(servers)}
	lb.Listen = []*model.Listener{{Protocol: "http", Port: 80, From: "internet", Redirect: d.of("", "https"), RateLimit: float64(d.IntN(3))}, {Protocol: "https", Port: 443, From: "internet", TLS: d.tls()}}
	use := &model.Use{Key: "app", TLS: d.tls(), Balance: &model.Balance{Algorithm: d.of("", "roundrobin", "leastconn", "source", "random", "hash"), Sticky: d.of("", "cookie", "source"), Mode: d.of("", "active-passive")}}
	if lb.Software == "haproxy" {
		use.Check = &model.Check{Type: d.of("http", "tcp"), Path: "/healthz"}
	}
	lb.Uses = []*model.Use{use}
	if d.maybe() {
		lb.Address = &model.Address{By: d.of("virtual-ip", "dns", "one"), Tracks: d.of("process", "none")}
	}
	a.Services = append(a.Services, db, app, lb)
	if d.maybe() {
		a.Services = append(a.Services, &model.Service{Name: "mon", Kind: model.Monitoring, Software: "prometheus", On: d.some(servers)[:1], Watches: []string{"all"},
			Alerts: []*model.Alert{{Name: "down", On: d.of("down", "disk", "latency", "heartbeat"), When: d.of("", "more than 5 s", "{{ nonsense"), To: []string{"crew"}}}, Receivers: []*model.Receiver{{Name: "crew", By: "mail"}}})
	}
	if d.maybe() {
		a.Firewalls = []*model.Firewall{{Name: "fence", On: d.some(servers), Default: d.of("deny", "allow"), Rules: []*model.FirewallRule{
			{From: []string{"internet"}, To: []string{"lb"}, Port: []int{80, 443}}, {From: []string{"lb"}, Transport: d.of("vrrp", "any")}, {From: []string{d.of("app", "router", "any")}, To: []string{"db"}},
		}}}
	}
	return a
}

// Whatever can be run has names and addresses of its own for everything, lies
// within its networks, and comes out the same every time. What cannot is
// refused with a place and a reason.
func TestRandomArchitectures(t *testing.T) {
	run, refused := 0, 0
	for seed := range uint64(200) {
		a, again := throw(seed), throw(seed)
		if problems := a.Resolve(); len(problems) > 0 || len(again.Resolve()) > 0 {
			continue
		}
		p, err := compose.Materialize(a, compose.Options{Folder: "architecture"})
		var unsupported compose.Unsupported
		if errors.As(err, &unsupported) {
			refused++
			for _, problem := range unsupported {
				if problem.Path == "" || problem.Message == "" {
					t.Errorf("seed %d: refused without place or reason: %v", seed, problem)
				}
			}
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		run++
		sound(t, seed, p)
		q, err := compose.Materialize(again, compose.Options{Folder: "architecture"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(filesOf(p), filesOf(q)); diff != "" {
			t.Fatalf("seed %d: not the same twice:\n%s", seed, diff)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("%d run, %d refused", run, refused)
	if run < 100 {
		t.Errorf("only %d architectures could be run: the test no longer tests much", run)
	}
}

// sound reports names and addresses that are given twice or lie outside.
func sound(t *testing.T, seed uint64, p *compose.Project) {
	t.Helper()
	unique := make(map[string]bool)
	once := func(what string) {
		if unique[what] {
			t.Errorf("seed %d: %s twice", seed, what)
		}
		unique[what] = true
	}
	for _, file := range p.Files {
		once("file " + file.Path)
	}
	for i, n := range p.Networks {
		once("network " + n.Name)
		for _, other := range p.Networks[:i] {
			if n.Subnet.Overlaps(other.Subnet) {
				t.Errorf("seed %d: %s and %s overlap", seed, n.Name, other.Name)
			}
		}
	}
	for _, c := range p.Containers {
		once("container " + c.Name)
		if (c.Image == "") == (c.Build == "") {
			t.Errorf("seed %d: %s has image %q and build %q", seed, c.Name, c.Image, c.Build)
		}
		if (len(c.Networks) == 0) != (c.Shares != "") {
			t.Errorf("seed %d: %s has %d networks, and shares %q", seed, c.Name, len(c.Networks), c.Shares)
		}
		for _, at := range c.Networks {
			once("address " + at.Address.String())
			if gateway := at.Network.Subnet.Addr().Next(); !at.Network.Subnet.Contains(at.Address) || at.Address == gateway || at.Address == netip.IPv4Unspecified() {
				t.Errorf("seed %d: %s has %s on %s", seed, c.Name, at.Address, at.Network.Subnet)
			}
		}
	}
}
