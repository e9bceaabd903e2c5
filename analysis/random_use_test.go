package analysis_test

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// connect gives a service its connections: on to later ones, and, where
// circles are wanted, back too. Some are used twice. Who promotes needs
// anything.
func (d *dice) connect(i int, s *model.Service) {
	for j, to := range d.a.AllServices() {
		onward := j > i && to.Name != "edge" && to.Name != "boss" && (j == i+1 || d.one(3))
		back := d.circles && j <= i && d.one(4)
		toPromote := s.Name == "boss" && j < i && d.one(4)
		if onward || back || toPromote {
			s.Uses = append(s.Uses, d.use(to.Name, to))
		}
		if onward && d.one(12) {
			again := d.use(to.Name+"-again", to)
			again.To = to.Name
			s.Uses = append(s.Uses, again)
		}
	}
}

// use is a way to a service, with whatever can be said of one.
func (d *dice) use(key string, to *model.Service) *model.Use {
	u := &model.Use{Key: key, Choose: pickOne(d, "", "", "", "check", "passive", "client", "fixed")}
	if to.Replication != nil && (d.usual || d.one(2)) {
		u.Reads = pickOne(d, "", "all", "primary", "replicas", "none")
		u.Writes = pickOne(d, "", "all", "primary")
	} else if d.one(5) {
		u.Targets = "same-server"
	}
	if len(to.On) > 0 && d.one(2) {
		u.Balance = d.balance(u, to)
	}
	if d.usual && key == "t1" || d.one(2) {
		u.Check = &model.Check{
			Type: pickOne(d, "tcp", "http", "http", "mysql"), Reaches: d.some("", ".reads", ".writes"),
			Every: pickOne(d, 0, model.Second, 7*model.Second), Fall: pickOne(d, 0, 3), Rise: pickOne(d, 0, 2),
			Timeout: pickOne(d, 0, 0, 2*model.Second),
		}
	}
	if d.one(2) {
		u.Retry = d.retry()
	}
	if d.one(6) {
		u.AtLeast = min(2+d.IntN(2), max(len(to.On), 1+d.IntN(2)))
	}
	u.Timeout.Connect = pickOne(d, 0, 0, model.Second, 40*model.Second)
	if d.one(8) {
		u.Optional = yes()
	}
	if d.one(12) {
		u.When = "start"
	}
	return u
}

func (d *dice) balance(u *model.Use, to *model.Service) *model.Balance {
	b := &model.Balance{
		Mode: pickOne(d, "active-active", "active-passive"), Backups: pickOne(d, "", "first", "all", "all"),
		Algorithm: pickOne(d, "", "roundrobin", "leastconn", "source"), Sticky: pickOne(d, "", "cookie", "source"),
	}
	servers := reachable(u, to)
	for i, server := range servers {
		if d.one(3) && len(b.Active) < 2 {
			b.Active = append(b.Active, server)
		}
		if d.one(6) && i+1 < len(servers) { // else there may be no target at all
			b.Weights = append(b.Weights, model.ServerNumber{Server: server, Number: d.IntN(2)})
		}
	}
	return b
}

func (d *dice) retry() *model.Retry {
	r := &model.Retry{
		On: pickOne(d, nil, []string{"error"}, []string{"timeout"}, []string{"503", "timeout"}, []string{"503"},
			[]string{"500"}, []string{"502", "504"}, []string{"502", "timeout"}),
		Redispatch: pickOne(d, nil, yes(), yes(), no()),
		Writes:     pickOne(d, nil, yes()),
	}
	if d.one(3) {
		tries := pickOne(d, 0, 1, 1, 2, 3)
		r.Tries = &tries
	}
	return r
}

// reachable are the servers whose instances a use reaches in one of its roles:
// only they may be named as active.
func reachable(u *model.Use, to *model.Service) []string {
	many := to.Replication != nil && manyPrimaries(to)
	if to.Replication == nil || many || u.Targets != "" {
		return to.On
	}
	reads, writes := cmp.Or(u.Reads, "primary"), cmp.Or(u.Writes, "primary")
	return slices.DeleteFunc(slices.Clone(to.On), func(server string) bool {
		primary := server == cmp.Or(to.Replication.Primary, to.On[0])
		reached := func(role string) bool {
			return role == "all" || role == "primary" && primary || role == "replicas" && !primary
		}
		return !reached(reads) && !reached(writes)
	})
}

// manyPrimaries tells whether every member takes writes: as written, or, where
// no primary is either, as a group of MariaDB does.
func manyPrimaries(s *model.Service) bool {
	if r := s.Replication; r.MultiPrimary != nil {
		return *r.MultiPrimary
	}
	return s.Software == "mariadb" && s.Replication.Mode == "group" && s.Replication.Primary == ""
}

// flows are one of each kind. Some enter at an external, some say what they
// need, some are patient.
func (d *dice) flows() {
	entries := []string{"t0", "t0", "t1"}
	if slices.ContainsFunc(d.a.Externals, func(e *model.Service) bool { return e.Name == "edge" }) {
		entries = append(entries, "edge")
	}
	for _, kind := range []model.FlowKind{model.ReadFlow, model.WriteFlow, model.StaticFlow} {
		f := &model.Flow{
			Name: string(kind), Kind: kind, EntersName: pickOne(d, entries...),
			LongestInterruption: pickOne(d, 0, 0, 5*model.Second, 120*model.Second),
		}
		switch {
		case kind == model.StaticFlow:
			f.Needs = []string{"t1"}
		case d.one(6):
			f.Needs = d.some("", ".reads", ".writes")
		}
		d.a.Flows = append(d.a.Flows, f)
	}
}

// some are a few services, with one of the endings each.
func (d *dice) some(endings ...string) []string {
	var names []string
	for _, s := range d.a.Services {
		if d.one(2) {
			names = append(names, s.Name+pickOne(d, endings...))
		}
	}
	return names
}

// accept adds what persons can do and what is taken as perfect.
func (d *dice) accept() {
	anything := func() string {
		s := d.a.Services[d.IntN(len(d.a.Services))]
		return pickOne(d, s.Name, s.Name+"@"+s.On[0], d.servers[d.IntN(len(d.servers))], "z0", "region", d.a.Groups[len(d.a.Groups)-1].Name)
	}
	if d.one(4) {
		d.a.Runbooks = []*model.Runbook{{Name: "repair", For: []string{anything(), anything(), anything()}, Restores: pickOne(d, nil, []string{"read"})}}
	}
	if d.one(8) {
		d.a.Assumptions = []*model.Assumption{{Perfect: anything(), Because: "test"}}
	}
}
