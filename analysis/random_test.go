package analysis_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/loadpath/loadpath/model"
)

// choices are what decides how an architecture comes out: chance, or the bytes
// of a fuzzer.
type choices interface{ IntN(n int) int }

// tape is choices that were written down. At its end the last of what can be
// chosen is.
type tape struct{ bytes []byte }

func (t *tape) IntN(n int) int {
	if len(t.bytes) == 0 {
		return n - 1
	}
	next := int(t.bytes[0])
	t.bytes = t.bytes[1:]
	return next % n
}

// dice makes small architectures that hold everything that the analysis knows:
// placements, checks of every depth, choices, retries, roles, addresses,
// quorums, runbooks, circles.
type dice struct {
	choices
	a       *model.Architecture
	circles bool
	// usual: a load balancer, what it checks, and data at the end that a
	// machine looks after. Else anything may use anything.
	usual bool
	// boss: a service that nobody uses promotes where it is told to.
	boss    bool
	width   int // how many servers, about
	servers []string
}

func pickOne[T any](d *dice, from ...T) T { return from[d.IntN(len(from))] }

func (d *dice) one(in int) bool { return d.IntN(in) == 0 }

func (d *dice) shuffle(names []string) {
	for i := len(names) - 1; i > 0; i-- {
		j := d.IntN(i + 1)
		names[i], names[j] = names[j], names[i]
	}
}

// throw is the random architecture of a seed.
func throw(seed uint64, circles bool) *model.Architecture {
	return build(rand.New(rand.NewPCG(seed, 1)), circles)
}

// throwWide is one with pools of dozens of targets.
func throwWide(seed uint64) *model.Architecture {
	d := &dice{choices: rand.New(rand.NewPCG(seed, 3)), width: 30}
	return d.build()
}

// build is the architecture that choices make.
func build(c choices, circles bool) *model.Architecture {
	d := &dice{choices: c, circles: circles, width: 4}
	return d.build()
}

func (d *dice) build() *model.Architecture {
	d.a = &model.Architecture{Name: "random"}
	d.usual = d.one(2)
	d.boss = d.one(2)
	d.place()
	tiers := 2 + d.IntN(4)
	for i := range tiers {
		d.a.Services = append(d.a.Services, d.service(i, tiers))
	}
	if d.boss {
		d.a.Services = append(d.a.Services, d.watcher())
	}
	if d.one(3) {
		d.a.Externals = append(d.a.Externals, &model.Service{Name: "ext", Provides: pickOne(d, "api", "cdn", "database", "load-balancer")})
	}
	if d.one(6) {
		d.a.Externals = append(d.a.Externals, &model.Service{Name: "edge", Provides: "cdn", Uses: []*model.Use{d.use("t0", d.a.Services[0])}})
	}
	for i, s := range d.a.Services {
		d.connect(i, s)
	}
	d.flows()
	d.accept()
	d.copying()
	return d.a
}

// copying says which software promotes, and from whom replicas copy.
func (d *dice) copying() {
	for _, s := range d.a.Services {
		switch {
		case s.Name == "boss":
			s.Software = pickOne(d, "", "", "orchestrator", "patroni")
		case s.Replication != nil && len(s.On) > 2 && d.one(3):
			s.Replication.Sources = []model.ServerName{{Server: s.On[2], Name: s.On[1]}}
		}
	}
}

// place makes the zones, up to three levels of them, and the servers.
func (d *dice) place() {
	zones := 1 + d.IntN(3)
	for i := range zones {
		d.a.Zones = append(d.a.Zones, &model.Zone{Name: fmt.Sprint("z", i)})
		if d.one(3) {
			d.a.Zones[i].ZoneName = "region"
		}
	}
	d.a.Zones = append(d.a.Zones, &model.Zone{Name: "region", ZoneName: pickOne(d, "", "continent")}, &model.Zone{Name: "continent"})
	zone := func() string { return fmt.Sprint("z", d.IntN(zones)) }
	for i := range 1 + d.IntN(d.width) {
		name := fmt.Sprint("s", i)
		d.a.Groups = append(d.a.Groups, &model.Group{Name: name, ZoneName: pickOne(d, zone(), zone(), zone(), "", "region")})
		d.servers = append(d.servers, name)
	}
	if d.one(2) {
		d.a.Groups = append(d.a.Groups, &model.Group{Name: "g", Count: 2, ZoneNames: []string{zone(), zone()}})
		d.servers = append(d.servers, "g-1", "g-2")
	}
}

func (d *dice) service(i, tiers int) *model.Service {
	s := &model.Service{
		Name:     fmt.Sprint("t", i),
		Kind:     pickOne(d, model.ApplicationServer, model.LoadBalancer, model.WebServer, model.Custom),
		Software: pickOne(d, "", "", "haproxy", "nginx", "envoy"),
	}
	for _, server := range d.servers {
		if d.one(2) || d.usual && d.one(2) {
			s.On = append(s.On, server)
		}
	}
	if len(s.On) == 0 {
		s.On = []string{d.servers[d.IntN(len(d.servers))]}
	}
	d.shuffle(s.On)
	if d.one(8) {
		s.Quorum = 1 + d.IntN(len(s.On))
	}
	data := i > 0 && d.one(2)
	if d.usual {
		s.Kind, data = pickOne(d, model.ApplicationServer, model.WebServer), i == tiers-1
	}
	switch {
	case i == 0 && d.usual:
		s.Kind, s.Software, s.Address = model.LoadBalancer, "haproxy", d.address(s)
	case i == 0 && d.one(6):
		s.Kind = model.Worker
	case d.one(3):
		s.Address = d.address(s)
	}
	switch {
	case data:
		s.Address, s.Kind = nil, model.Database
		s.Software = pickOne(d, "", "mysql", "mariadb", "postgresql", "redis", "mongodb")
		s.Replication = d.replication(s, tiers)
	case i > 0 && !d.usual && d.one(4):
		s.Kind, s.Software = pickOne(d, model.Queue, model.Cache), pickOne(d, "", "kafka", "rabbitmq")
	}
	return s
}

// watcher is a service that promotes, on one server or a few.
func (d *dice) watcher() *model.Service {
	s := &model.Service{Name: "boss", Kind: model.Custom, On: []string{d.servers[d.IntN(len(d.servers))]}}
	for _, server := range d.servers {
		if server != s.On[0] && d.one(3) {
			s.On = append(s.On, server)
		}
	}
	s.Quorum = 1 + d.IntN(len(s.On))
	return s
}

func (d *dice) address(s *model.Service) *model.Address {
	a := &model.Address{By: pickOne(d, "one", "virtual-ip", "virtual-ip", "dns", "anycast"), Tracks: pickOne(d, "", "process", "none")}
	if d.one(2) {
		a.Checked = yes()
	}
	for _, server := range s.On {
		if d.one(3) {
			a.Priorities = append(a.Priorities, model.ServerNumber{Server: server, Number: 90 + d.IntN(20)})
		}
	}
	return a
}

func (d *dice) replication(s *model.Service, tiers int) *model.Replication {
	r := &model.Replication{
		Primary:  pickOne(d, s.On[d.IntN(len(s.On))], s.On[d.IntN(len(s.On))], ""),
		Mode:     pickOne(d, "", "async", "semi-sync", "sync", "group", "group"),
		Failover: pickOne(d, "", "manual", "automatic", "automatic"),
	}
	if d.usual {
		r.Failover = "automatic"
	}
	if d.one(2) {
		r.Controller = fmt.Sprint("t", d.IntN(tiers))
	}
	if d.boss {
		r.Controller = "boss"
	}
	if d.one(3) {
		r.WaitFor = 1 + d.IntN(2)
	}
	if d.one(3) {
		r.WaitTimeout = model.Forever
	}
	if d.one(4) {
		r.Address = d.address(s)
	}
	if d.one(6) {
		r.MultiPrimary = pickOne(d, yes(), yes(), no())
	}
	r.Promotion = pickOne(d, 0, 2*model.Second, 3*model.Second, 20*model.Second)
	return r
}
