package formula_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/loadpath/loadpath/model"
)

// dice makes small random architectures that hold what formulas know: shared
// servers and zones, checks of every depth, choices, retries, roles, addresses,
// quorums, and circles where they are wanted.
type dice struct {
	*rand.Rand
	a *model.Architecture
}

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

func (d dice) one(in int) bool { return d.IntN(in) == 0 }

func (d dice) maybe(in int) *bool {
	if !d.one(in) {
		return nil
	}
	b := d.one(2)
	return &b
}

// throw is a random architecture with everything derived.
func throw(t testing.TB, seed uint64, servers, tiers int, circles bool) *model.Architecture {
	t.Helper()
	d := dice{rand.New(rand.NewPCG(seed, 7)), &model.Architecture{Name: "random"}}
	d.a.Zones = []*model.Zone{{Name: "z0"}, {Name: "z1", ZoneName: "outer"}, {Name: "outer"}}
	for i := range servers {
		d.a.Groups = append(d.a.Groups, &model.Group{Name: fmt.Sprint("s", i), ZoneName: pick(d, "", "z0", "z1", "z1")})
	}
	for i := range tiers {
		d.a.Services = append(d.a.Services, d.service(i, tiers))
	}
	d.software(seed)
	if d.one(4) {
		d.a.Externals = []*model.Service{{Name: "ext", Provides: "api"}}
	}
	for i, s := range d.a.Services {
		for j, to := range d.a.AllServices() {
			if j == i+1 || j > i && d.one(3) || circles && j <= i && d.one(3) {
				s.Uses = append(s.Uses, d.use(to))
			}
		}
	}
	if d.one(4) {
		d.a.Assumptions = []*model.Assumption{{Perfect: pick(d, "s0", "z1", "t1", "outer"), Because: "test"}}
	}
	for _, kind := range []model.FlowKind{model.ReadFlow, model.WriteFlow} {
		d.a.Flows = append(d.a.Flows, &model.Flow{Name: string(kind), Kind: kind, EntersName: pick(d, "t0", "t0", "t0", "t1")})
	}
	for _, p := range d.a.Resolve() {
		t.Fatalf("seed %d: %s: %s", seed, p.Path, p.Message)
	}
	return d.a
}

// software lets agents promote in some architectures, and in some groups answer
// no reads without their majority.
func (d dice) software(seed uint64) {
	for _, s := range d.a.Services {
		switch r := s.Replication; {
		case r == nil:
		case seed%3 == 1:
			for _, controller := range d.a.Services {
				if controller.Name == r.Controller && controller.Replication == nil {
					controller.Software = "patroni"
				}
			}
		case seed%3 == 2:
			s.Software = "mysql"
		}
	}
}

func (d dice) service(i, tiers int) *model.Service {
	s := &model.Service{Name: fmt.Sprint("t", i), Kind: model.ApplicationServer, Software: pick(d, "", "", "haproxy", "nginx")}
	for _, g := range d.a.Groups {
		if !d.one(3) {
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
		s.Kind, s.Address, s.Replication = model.Database, nil, d.replication(s, tiers)
	}
	return s
}

func (d dice) address(s *model.Service) *model.Address {
	a := &model.Address{
		By:     pick(d, "one", "virtual-ip", "virtual-ip", "virtual-ip", "dns", "anycast"),
		Tracks: pick(d, "", "process", "none"), Checked: d.maybe(2),
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
		Primary: s.On[d.IntN(len(s.On))], Mode: pick(d, "async", "semi-sync", "sync", "group"),
		Failover: pick(d, "", "manual", "automatic", "automatic"), MultiPrimary: d.maybe(4),
	}
	if d.one(2) {
		r.Controller = fmt.Sprint("t", d.IntN(tiers))
	}
	if d.one(3) {
		r.WaitFor, r.WaitTimeout = 1+d.IntN(2), model.Forever
	}
	if d.one(4) {
		r.Address = d.address(s)
	}
	return r
}

func (d dice) use(to *model.Service) *model.Use {
	u := &model.Use{Key: to.Name, Choose: pick(d, "", "check", "check", "passive", "client", "client", "fixed"), Optional: d.maybe(6)}
	switch {
	case to.Replication != nil && d.one(2):
		u.Reads, u.Writes = pick(d, "", "all", "primary", "replicas", "none"), pick(d, "", "all", "primary")
	case d.one(4):
		u.Targets = "same-server"
	}
	if len(to.On) > 0 && d.one(2) {
		u.Balance = &model.Balance{Mode: pick(d, "active-active", "active-passive"), Backups: pick(d, "", "first", "all")}
		for _, server := range to.On {
			if to.Replication == nil && d.one(3) {
				u.Balance.Active = append(u.Balance.Active, server)
			}
			if to.Replication == nil && d.one(6) {
				u.Balance.Weights = append(u.Balance.Weights, model.ServerNumber{Server: server})
			}
		}
	}
	if d.one(2) {
		u.Check = &model.Check{Every: model.Second, Fall: 3}
		for _, s := range d.a.Services {
			if d.one(2) {
				u.Check.Reaches = append(u.Check.Reaches, s.Name)
			}
		}
		if len(u.Check.Reaches)%2 == 0 {
			u.Check.Type = "http" // else it only connects, and sees no roles
		}
	}
	if d.one(2) {
		u.Retry = &model.Retry{On: pick(d, nil, []string{"error"}, []string{"500", "503"}, []string{"502", "504"}, []string{"503"}), Redispatch: d.maybe(2), Writes: d.maybe(2)}
		if tries := d.IntN(3); d.one(3) {
			u.Retry.Tries = &tries
		}
	}
	if d.one(12) {
		u.AtLeast = 2
	}
	return u
}
