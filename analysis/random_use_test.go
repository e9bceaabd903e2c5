package analysis_test

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// connect gives a service its connections: on to later ones, and, where
// circles are wanted, back too. Some are used twice.
func (d *dice) connect(i int, s *model.Service) {
	for j, to := range d.a.AllServices() {
		onward := j > i && to.Name != "edge" && to.Name != "boss" && (j == i+1 || d.one(3))
		back := d.circles && j <= i && d.one(4)
		if onward || back {
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
			Type: pickOne(d, "tcp", "http"), Reaches: d.some("", ".reads", ".writes"),
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
	for _, server := range reachable(u, to) {
		if d.one(3) && len(b.Active) < 2 {
			b.Active = append(b.Active, server)
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
		tries := d.IntN(3)
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
