package analysis_test

import (
	"maps"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// lot is one way in which those go on between whom no packet passes: without
// some members, or not at all.
type lot struct {
	outside map[*model.Instance]bool
	halted  map[*model.Service]bool
}

// lotOf is the lot that a certificate is about.
func lotOf(c analysis.Certificate) lot {
	l := lot{halted: map[*model.Service]bool{}}.with(c.Outside...)
	for _, s := range c.Halted {
		l.halted[s] = true
	}
	return l
}

// is tells whether two lots are the same.
func (l lot) is(other lot) bool {
	return len(l.outside) == len(other.outside) && !slices.ContainsFunc(slices.Collect(maps.Keys(l.outside)), func(i *model.Instance) bool { return !other.outside[i] }) &&
		!slices.ContainsFunc(slices.Concat(slices.Collect(maps.Keys(l.halted)), slices.Collect(maps.Keys(other.halted))), func(s *model.Service) bool { return l.halted[s] != other.halted[s] })
}

func (l lot) with(outside ...*model.Instance) lot {
	all := map[*model.Instance]bool{}
	for i := range l.outside {
		all[i] = true
	}
	for _, i := range outside {
		all[i] = true
	}
	return lot{all, l.halted}
}

// bonds are the ways between instances on which no requests go: between the
// copies of data, the members of a quorum, and from who promotes to the copies.
func bonds(a *model.Architecture) (all [][2]*model.Instance) {
	for _, s := range a.Services {
		primary := s.Primary()
		everybody := s.Quorum > 1 || s.Data != nil && (s.Data.Mode == "group" || s.Data.WaitFor > 0 || primary == nil)
		for i, x := range s.Instances {
			for j, y := range s.Instances {
				leads := x == primary && y != x || i < j && y != primary
				copies := s.Data != nil && x == copiedBy(s, y)
				if everybody && leads || !everybody && copies {
					all = append(all, [2]*model.Instance{x, y})
				}
			}
		}
		if !lookedAfter(s) || agent(s) {
			continue
		}
		for _, c := range s.Data.Controller.Instances {
			for _, i := range s.Instances {
				all = append(all, [2]*model.Instance{c, i})
			}
		}
	}
	return all
}

// copiedBy is the member that a replica copies from, or nil.
func copiedBy(s *model.Service, replica *model.Instance) *model.Instance {
	if replica == s.Primary() {
		return nil
	}
	for _, written := range s.Replication.Sources {
		for _, i := range s.Instances {
			if written.Server == replica.Server.Name && written.Name == i.Server.Name {
				return i
			}
		}
	}
	return s.Primary()
}

// lookedAfter: another service promotes.
func lookedAfter(s *model.Service) bool {
	return s.Data != nil && s.Data.Mode != "group" && s.Primary() != nil && s.Data.Controller != nil && s.Data.Controller != s
}

// agent: who promotes is beside each member.
func agent(s *model.Service) bool { return s.Data.Controller.Software == "patroni" }

// barred: no packet passes from one to the other.
func (n *naive) barred(from, to *model.Instance) bool {
	return slices.ContainsFunc(n.failed, func(f analysis.Failure) bool { return f.From != nil && f.From == from && f.To == to })
}

// apart: no packet passes between two members.
func (n *naive) apart(x, y *model.Instance) bool { return n.barred(x, y) || n.barred(y, x) }

// open are those that one reaches.
func (n *naive) open(from *model.Instance, all []*model.Instance) []*model.Instance {
	return slices.DeleteFunc(slices.Clone(all), func(to *model.Instance) bool { return n.barred(from, to) })
}

// seeing is how many members go on together.
func (n *naive) seeing(s *model.Service) int {
	if n.halted[s] {
		return 0
	}
	return n.aliveOf(s)
}

// useless: it does nothing as long as it is not with the others.
func (n *naive) useless(i *model.Instance) bool {
	s := i.Service
	if s.Quorum > 1 && n.halted[s] {
		return true
	}
	return n.outside[i] && (s.Quorum > 1 || s.Data == nil || s.Primary() == nil)
}

// confirming is how many replicas can tell the primary that they have a write.
func (n *naive) confirming(db *model.Service, h analysis.Horizon) (count int) {
	if db.Primary() == nil || n.primaryOf(db, h) == nil {
		return n.aliveOf(db) - 1
	}
	primary := n.primaryOf(db, h)
	for _, i := range db.Instances {
		if i != primary && !n.dead(i) && !n.outside[i] && !n.apart(primary, i) {
			count++
		}
	}
	return count
}

// within: who promotes reaches a replica.
func (n *naive) within(db *model.Service, replica *model.Instance) bool {
	if !lookedAfter(db) || agent(db) {
		return true
	}
	return slices.ContainsFunc(db.Data.Controller.Instances, func(c *model.Instance) bool {
		return n.fit[c] && !n.barred(c, replica)
	})
}

// lots are all ways in which it may go on.
func (e *exam) lots(failures []analysis.Failure) []lot {
	here := e.touching(failures)
	all := []lot{{}}
	for _, s := range e.a.Services {
		n := &naive{exam: e, failed: here}
		var further []lot
		for _, of := range n.sides(s) {
			for _, l := range all {
				both := l.with(of...)
				both.halted = map[*model.Service]bool{s: of == nil}
				for other, halts := range l.halted {
					both.halted[other] = halts
				}
				further = append(further, both)
			}
		}
		if further != nil {
			all = further
		}
	}
	for at, l := range slices.Clone(all) {
		n := &naive{exam: e, failed: here, lot: l}
		var may []*model.Instance
		for _, s := range e.a.Services {
			switch {
			case !lookedAfter(s) || !s.Data.Automatic || n.dead(s.Primary()) || n.outside[s.Primary()]:
			case agent(s) && n.leaseLost(s):
				all[at] = all[at].with(s.Primary())
			case !agent(s) && n.mistaken(s):
				may = append(may, s.Primary())
			}
		}
		for chosen := 1; chosen < 1<<len(may); chosen++ {
			some := all[at]
			for i, primary := range may {
				if chosen>>i&1 == 1 {
					some = some.with(primary)
				}
			}
			all = append(all, some)
		}
	}
	return all
}

// sides are, for each way in which the members of a cluster may go on, those
// that are out then; nil where it stands still. Where all see each other there
// is nothing to tell.
func (n *naive) sides(s *model.Service) (found [][]*model.Instance) {
	needed := s.Quorum
	switch {
	case s.Data != nil && s.Data.Mode == "group":
		needed = max(needed, len(s.Instances)/2+1)
	case needed < 2:
		return nil
	}
	alive := slices.DeleteFunc(slices.Clone(s.Instances), n.dead)
	if n.allSee(alive) {
		return nil
	}
	var sets [][]*model.Instance // those that all see each other and no other sees all of
	for chosen := 1; chosen < 1<<len(alive); chosen++ {
		var set, rest []*model.Instance
		for i, member := range alive {
			if chosen>>i&1 == 1 {
				set = append(set, member)
			} else {
				rest = append(rest, member)
			}
		}
		closed := !slices.ContainsFunc(rest, func(other *model.Instance) bool {
			return slices.ContainsFunc(set, func(m *model.Instance) bool { return !n.apart(m, other) })
		})
		joined := n.joined(set)
		larger := slices.ContainsFunc(rest, func(other *model.Instance) bool { return n.allSee(append(slices.Clone(set), other)) })
		if closed && joined && len(set) >= needed {
			found = append(found, append([]*model.Instance{}, rest...))
			if !n.allSee(set) && !n.holdsCircle(set, needed) {
				found = append(found, nil)
			}
		} else if n.allSee(set) && !larger && len(set) >= needed {
			sets = append(sets, append([]*model.Instance{}, rest...))
		}
	}
	if found = append(found, sets...); len(found) == 0 {
		return [][]*model.Instance{nil}
	}
	return found
}

// allSee: packets pass between any two.
func (n *naive) allSee(set []*model.Instance) bool {
	return !slices.ContainsFunc(set, func(x *model.Instance) bool {
		return slices.ContainsFunc(set, func(y *model.Instance) bool { return x != y && n.apart(x, y) })
	})
}

// joined: packets pass between any two, or by way of others of them.
func (n *naive) joined(set []*model.Instance) bool {
	met := set[:1:1]
	for i := 0; i < len(met); i++ {
		for _, other := range set {
			if !slices.Contains(met, other) && !n.apart(met[i], other) {
				met = append(met, other)
			}
		}
	}
	return len(met) == len(set)
}

// holdsCircle: enough of a set all see each other.
func (n *naive) holdsCircle(set []*model.Instance, needed int) bool {
	for chosen := range 1 << len(set) {
		var some []*model.Instance
		for i, member := range set {
			if chosen>>i&1 == 1 {
				some = append(some, member)
			}
		}
		if len(some) >= needed && n.allSee(some) {
			return true
		}
	}
	return false
}

// leaseLost: the agent beside the primary is alive, would function if nothing had
// failed, and does not.
func (n *naive) leaseLost(s *model.Service) bool {
	n.canPromote(s.Data.Controller)
	intact := &naive{exam: n.exam}
	intact.canPromote(s.Data.Controller)
	return slices.ContainsFunc(s.Data.Controller.Instances, func(c *model.Instance) bool {
		return c.Server == s.Primary().Server && !n.dead(c) && intact.fit[c] && !n.fit[c]
	})
}

// mistaken: who promotes takes a primary that works for dead, and has a replica
// for it.
func (n *naive) mistaken(s *model.Service) bool {
	if !n.canPromote(s.Data.Controller) {
		return false
	}
	blind := 0
	for _, c := range s.Data.Controller.Instances {
		if n.fit[c] && n.barred(c, s.Primary()) {
			blind++
		}
	}
	left := slices.DeleteFunc(s.Replicas(), func(r *model.Instance) bool { return n.dead(r) || n.outside[r] })
	sees := func(r *model.Instance) bool { return !n.apart(s.Primary(), r) }
	if s.Data.Controller.Software == "orchestrator" && slices.ContainsFunc(left, sees) {
		return false
	}
	return blind >= max(1, s.Data.Controller.Quorum) && slices.ContainsFunc(left, func(r *model.Instance) bool { return n.within(s, r) })
}
