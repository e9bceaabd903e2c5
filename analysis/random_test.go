package analysis_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// dice makes random small architectures that hold everything that the analysis
// knows: placements, checks of every depth, choices, retries, roles,
// addresses, quorums, circles.
type dice struct {
	*rand.Rand
	a       *model.Architecture
	circles bool
}

func pickOne[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

func (d dice) one(in int) bool { return d.IntN(in) == 0 }

func throw(seed uint64, circles bool) *model.Architecture {
	d := dice{rand.New(rand.NewPCG(seed, 1)), &model.Architecture{Name: "random"}, circles}
	zones := 1 + d.IntN(3)
	for i := range zones {
		d.a.Zones = append(d.a.Zones, &model.Zone{Name: fmt.Sprint("z", i)})
		if d.one(3) {
			d.a.Zones[i].ZoneName = "region"
		}
	}
	d.a.Zones = append(d.a.Zones, &model.Zone{Name: "region"})
	for i := range 2 + d.IntN(4) {
		d.a.Groups = append(d.a.Groups, &model.Group{Name: fmt.Sprint("s", i), ZoneName: fmt.Sprint("z", d.IntN(zones))})
	}
	tiers := 2 + d.IntN(4)
	for i := range tiers {
		d.a.Services = append(d.a.Services, d.service(i, tiers))
	}
	if d.one(3) {
		d.a.Externals = append(d.a.Externals, &model.Service{Name: "ext", Provides: pickOne(d, "api", "cdn")})
	}
	for i, s := range d.a.Services {
		d.connect(i, s)
	}
	d.flows()
	return d.a
}

func (d dice) service(i, tiers int) *model.Service {
	s := &model.Service{Name: fmt.Sprint("t", i), Kind: pickOne(d, model.ApplicationServer, model.LoadBalancer, model.WebServer), Software: pickOne(d, "", "", "haproxy", "nginx")}
	for _, g := range d.a.Groups {
		if d.one(2) {
			s.On = append(s.On, g.Name)
		}
	}
	if len(s.On) == 0 {
		s.On = []string{d.a.Groups[d.IntN(len(d.a.Groups))].Name}
	}
	d.Shuffle(len(s.On), func(x, y int) { s.On[x], s.On[y] = s.On[y], s.On[x] })
	if d.one(8) {
		s.Quorum = 1 + d.IntN(len(s.On))
	}
	switch {
	case i == 0 && d.one(6):
		s.Kind = model.Worker
	case d.one(3):
		s.Address = d.address(s)
	}
	if i > 0 && d.one(2) {
		s.Address = nil
		s.Kind = model.Database
		s.Replication = d.replication(s, tiers)
	}
	return s
}

func (d dice) address(s *model.Service) *model.Address {
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

func (d dice) replication(s *model.Service, tiers int) *model.Replication {
	r := &model.Replication{
		Primary:  s.On[d.IntN(len(s.On))],
		Mode:     pickOne(d, "async", "semi-sync", "sync", "group", "group"),
		Failover: pickOne(d, "", "manual", "automatic", "automatic"),
	}
	if d.one(2) {
		r.Controller = fmt.Sprint("t", d.IntN(tiers))
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
		r.MultiPrimary = yes()
	}
	r.Promotion = pickOne(d, 0, 2*model.Second, 3*model.Second, 20*model.Second)
	return r
}

// connect gives a service its connections: on to later ones, and, where
// circles are wanted, back too.
func (d dice) connect(i int, s *model.Service) {
	for j, to := range d.a.AllServices() {
		onward := j > i && (j == i+1 || d.one(3))
		back := d.circles && j <= i && d.one(4)
		if onward || back {
			s.Uses = append(s.Uses, d.use(to))
		}
	}
}

func (d dice) use(to *model.Service) *model.Use {
	u := &model.Use{Key: to.Name, Choose: pickOne(d, "", "", "", "check", "passive", "client", "fixed")}
	if to.Replication != nil && d.one(2) {
		u.Reads = pickOne(d, "", "all", "primary", "replicas", "none")
		u.Writes = pickOne(d, "", "all", "primary")
	} else if d.one(4) {
		u.Targets = "same-server"
	}
	if len(to.On) > 0 && d.one(2) {
		u.Balance = &model.Balance{Mode: pickOne(d, "active-active", "active-passive"), Backups: pickOne(d, "", "first", "all")}
		for _, server := range reachable(u, to) {
			if d.one(3) {
				u.Balance.Active = append(u.Balance.Active, server)
			}
		}
	}
	if d.one(2) {
		u.Check = &model.Check{Type: pickOne(d, "tcp", "http"), Every: model.Second, Fall: 3}
		for _, s := range d.a.Services {
			if d.one(2) {
				u.Check.Reaches = append(u.Check.Reaches, s.Name+pickOne(d, "", ".reads", ".writes"))
			}
		}
	}
	if d.one(2) {
		u.Retry = &model.Retry{On: pickOne(d, nil, []string{"error"}, []string{"timeout"}, []string{"503", "timeout"}, []string{"503"}, []string{"500", "502", "503"}, []string{"502", "504"}, []string{"502", "timeout"})}
		u.Retry.Redispatch = pickOne(d, nil, yes(), yes(), no())
		u.Retry.Writes = pickOne(d, nil, yes())
		if d.one(4) {
			none := 0
			u.Retry.Tries = &none
		}
	}
	if d.one(6) {
		u.AtLeast = 2
	}
	u.Timeout.Connect = pickOne(d, 0, 0, model.Second, 40*model.Second)
	if d.one(8) {
		u.Optional = yes()
	}
	return u
}

// reachable are the servers whose instances a use reaches in one of its roles:
// only they may be named as active.
func reachable(u *model.Use, to *model.Service) []string {
	if to.Replication == nil || u.Targets != "" {
		return to.On
	}
	reads, writes := cmp.Or(u.Reads, "primary"), cmp.Or(u.Writes, "primary")
	many := to.Replication.MultiPrimary != nil
	return slices.DeleteFunc(slices.Clone(to.On), func(server string) bool {
		primary := many || server == to.Replication.Primary
		replica := !many && !primary
		reached := func(role string) bool {
			return role == "all" || role == "primary" && primary || role == "replicas" && replica
		}
		return !reached(reads) && !reached(writes)
	})
}

func (d dice) flows() {
	for _, kind := range []model.FlowKind{model.ReadFlow, model.WriteFlow, model.StaticFlow} {
		f := &model.Flow{Name: string(kind), Kind: kind, EntersName: pickOne(d, "t0", "t0", "t1")}
		if kind == model.StaticFlow {
			f.Needs = []string{"t1"}
		}
		d.a.Flows = append(d.a.Flows, f)
	}
}
