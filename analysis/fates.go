package analysis

import "slices"

// Members of a cluster that do not all see each other go on in one of several
// ways, and no software promises in which: messages may come by way of a third
// member, or one of two that do not see each other is put out. Nor is it known
// what a controller does that alone cannot see a primary that works. Each of
// these ways is a fate. A flow is worked out in all of them; where they differ
// it is undecided. What is certain, as that an agent without its store demotes
// the primary, is a part of every fate.

// fate is who no longer goes on with the others.
type fate struct {
	outside []int32 // members that the others go on without
	halted  []int32 // tiers of which no members that see each other are enough
}

// mostFates is how many ways of going on are looked at for one tier. Of more it
// is taken that either nothing happens or the tier stands still.
const mostFates = 16

// excluded are those that the fate at hand strikes.
type excluded struct {
	outside []bool // of an instance
	halted  []bool // of a tier
	some    bool
}

func newExcluded(p *plan) excluded {
	return excluded{outside: make([]bool, len(p.instances)), halted: make([]bool, len(p.tiers))}
}

// exclude lets a fate strike, readmit takes it back. Only who is alive can be
// outside.
func (w *world) exclude(f fate) {
	for _, member := range f.outside {
		w.outside[member] = true
		w.alive[w.plan.tierOf[member]] -= w.size[member]
	}
	for _, t := range f.halted {
		w.halted[t] = true
	}
	if len(f.outside)+len(f.halted) > 0 {
		w.some = true
		w.changes++
	}
}

func (w *world) readmit(f fate) {
	for _, member := range f.outside {
		w.outside[member] = false
		w.alive[w.plan.tierOf[member]] += w.size[member]
	}
	for _, t := range f.halted {
		w.halted[t] = false
	}
	if w.some {
		w.some = false
		w.changes++
	}
}

// standsWith tells whether an instance does its work as far as the others of
// its tier decide. A replica that is put out still answers reads, as one of a
// group without its majority does; who makes a quorum, or takes writes in a
// group in which all do, does nothing.
func (w *world) standsWith(instance int32) bool {
	number := w.plan.tierOf[instance]
	t := &w.plan.tiers[number]
	if t.quorum > 1 && w.halted[number] {
		return false
	}
	return !w.outside[instance] || t.quorum == 1 && t.data != nil && t.data.primary != none
}

// fatesOf are all fates that a blow may have which strikes these, the mildest
// first. Nothing else has failed.
func (w *world) fatesOf(b *blow, inner, controlled []int32) []fate {
	found := []fate{{}}
	undo := w.suffer(b)
	defer undo()
	for _, number := range inner {
		if options := w.sides(number, b.cuts); len(options) > 0 {
			found = combined(found, options)
		}
	}
	for i := range found {
		found = append(found, w.deposed(&found[i], controlled)...)
	}
	return found
}

// concerned are the tiers of which bonds between members are among the cuts of
// a blow, and those with data whose controllers have lost ways, or what they
// need has, and whose agents, or what those need, are hit.
func (p *plan) concerned(b *blow) (inner, controlled []int32) {
	for _, hit := range b.hits {
		controlled = append(controlled, p.tiers[p.tierOf[hit.instance]].upholds...)
	}
	for _, way := range b.cuts {
		t := p.tierOf[way.from]
		if p.tierOf[way.to] == t && way.from != way.to {
			inner = append(inner, t)
		}
		controlled = append(controlled, p.tiers[t].behind...)
	}
	slices.Sort(inner)
	slices.Sort(controlled)
	return slices.Compact(inner), slices.Compact(controlled)
}

// suffer lets a blow fall without working out what that does.
func (w *world) suffer(b *blow) (undo func()) {
	for _, s := range b.strays {
		w.stray(s.crew, s.count)
	}
	var dead []int32
	for _, hit := range b.hits {
		if w.fail(hit.instance, hit.how) {
			dead = append(dead, hit.instance)
		}
	}
	for _, way := range b.cuts {
		w.cut(way)
	}
	return func() {
		w.mend()
		for _, instance := range dead {
			w.repair(instance)
		}
		for _, s := range b.strays {
			w.rejoin(s.crew)
		}
	}
}

// combined is each of some fates with each of some others.
func combined(some, others []fate) []fate {
	var all []fate
	for _, f := range some {
		for _, other := range others {
			all = append(all, fate{slices.Concat(f.outside, other.outside), slices.Concat(f.halted, other.halted)})
		}
	}
	return all
}

// deposed lets primaries step down that must, in the fate itself, as their
// agents can renew leases no more, and gives the further fates in which
// controllers depose others.
func (w *world) deposed(f *fate, controlled []int32) []fate {
	w.exclude(*f)
	var must, may []int32
	for _, number := range controlled {
		switch d := w.plan.tiers[number].data; {
		case w.demotes(d):
			must = append(must, d.primary)
		case w.mistakes(d):
			may = append(may, d.primary)
		}
	}
	w.readmit(*f)
	f.outside = slices.Concat(f.outside, must)
	further := []fate{*f}
	for _, primary := range may {
		further = combined(further, []fate{{}, {outside: []int32{primary}}})
	}
	return further[1:]
}

// befall lets a fate strike, and marks what hangs on that.
func (r *reading) befall(f fate, at *sites) {
	r.exclude(f)
	r.fate = f
	for _, member := range f.outside {
		at.nodesOf(member, r.mark)
		at.poolsOn(r.plan.tierOf[member], r.mark)
		r.loseQuorum(r.plan.tierOf[member], at)
	}
	for _, t := range f.halted {
		at.poolsOn(t, r.mark)
		r.loseQuorum(t, at)
	}
}
