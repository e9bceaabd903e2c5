package analysis

import "slices"

// Members of a cluster that do not all see each other go on in one of several
// ways, and no software promises in which: messages may come by way of a third
// member, or one of two that do not see each other is put out. Nor is it known
// what a controller does that alone cannot see a primary that works. Each of
// these ways is a fate. A flow is worked out in all of them; where they differ
// it is undecided.

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

// fatesOf are all fates that a blow may have, the mildest first.
func (w *world) fatesOf(b *blow, found []fate) []fate {
	found = append(found, fate{})
	inner, controlled := w.plan.concerned(b.cuts)
	if len(inner)+len(controlled) == 0 {
		return found
	}
	undo := w.suffer(b)
	defer undo()
	leases := w.leases(controlled)
	for _, way := range b.cuts {
		w.cut(way)
	}
	for _, number := range inner {
		if options := w.sides(number, b.cuts); len(options) > 0 {
			found = combined(found, options)
		}
	}
	for i := range found {
		found = append(found, w.deposed(&found[i], controlled, leases)...)
	}
	return found
}

// concerned are the tiers of which bonds between members are among some cuts,
// and those with data whose controllers have lost ways, or what they need has.
func (p *plan) concerned(cuts []lane) (inner, controlled []int32) {
	for _, way := range cuts {
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

// suffer lets a blow fall, but for the ways that it cuts, without working out
// what that does.
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

// deposed lets primaries step down that must, in the fate itself, as cuts keep
// their agents from renewing leases, and gives the further fates in which
// controllers depose others.
func (w *world) deposed(f *fate, controlled, leases []int32) []fate {
	w.exclude(*f)
	var must, may []int32
	for _, number := range controlled {
		switch d := w.plan.tiers[number].data; {
		case slices.Contains(leases, number) && w.leads(d.primary) && !w.renews(d):
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

// sides are the fates of a tier of which bonds are cut; none where that does
// not matter.
func (w *world) sides(number int32, cuts []lane) []fate {
	t := &w.plan.tiers[number]
	needed := t.quorum
	if t.data != nil && t.data.Mode == "group" {
		needed = max(needed, t.size/2+1)
	} else if t.quorum == 1 {
		return nil
	}
	var broken []lane
	for _, way := range cuts {
		within := w.plan.tierOf[way.from] == number && w.plan.tierOf[way.to] == number
		if within && way.from != way.to && w.down[way.from] == up && w.down[way.to] == up {
			broken = append(broken, way)
		}
	}
	if len(broken) == 0 {
		return nil
	}
	var members []int32
	for i := range t.count {
		if w.down[t.first+i] == up {
			members = append(members, t.first+i)
		}
	}
	var found []fate
	halt := fate{halted: []int32{number}}
	for _, part := range w.joined(members) {
		if int32(len(part)) < needed {
			continue
		}
		found = append(found, fate{outside: without(members, part)})
		circles, all := w.seeing(part, broken)
		circles = slices.DeleteFunc(circles, func(c []int32) bool { return int32(len(c)) < needed || len(c) == len(part) })
		for _, circle := range circles {
			found = append(found, fate{outside: without(members, circle)})
		}
		if !all || len(circles) == 0 && len(broken) > 0 && w.anyBroken(part) {
			found = append(found, halt)
		}
	}
	if len(found) == 0 {
		return []fate{halt}
	}
	return found
}

// without are the members that are not in a part of them.
func without(members, part []int32) []int32 {
	var out []int32
	for _, member := range members {
		if !slices.Contains(part, member) {
			out = append(out, member)
		}
	}
	return out
}

// joined are the members that reach each other, directly or by way of others.
func (w *world) joined(members []int32) [][]int32 {
	var found [][]int32
	left := slices.Clone(members)
	for len(left) > 0 {
		part := []int32{left[0]}
		left = left[1:]
		for i := 0; i < len(part); i++ {
			left = slices.DeleteFunc(left, func(other int32) bool {
				if w.isBroken(part[i], other) {
					return false
				}
				part = append(part, other)
				return true
			})
		}
		slices.Sort(part)
		found = append(found, part)
	}
	return found
}

func (w *world) anyBroken(part []int32) bool {
	return slices.ContainsFunc(part, func(a int32) bool {
		return slices.ContainsFunc(part, func(b int32) bool { return a != b && w.isBroken(a, b) })
	})
}

// seeing are the largest sets of members of a part who all see each other, and
// whether these are all there are.
func (w *world) seeing(part []int32, broken []lane) (sets [][]int32, all bool) {
	sets = [][]int32{part}
	for _, way := range broken {
		var next [][]int32
		for _, set := range sets {
			if !slices.Contains(set, way.from) || !slices.Contains(set, way.to) {
				next = append(next, set)
				continue
			}
			next = append(next, without(set, []int32{way.from}), without(set, []int32{way.to}))
		}
		if sets = largest(next); len(sets) > mostFates {
			return nil, false
		}
	}
	return sets, true
}

// largest are the sets that no other one holds.
func largest(sets [][]int32) [][]int32 {
	var found [][]int32
	for i, set := range sets {
		held := slices.ContainsFunc(sets, func(other []int32) bool { return len(other) > len(set) && len(without(set, other)) == 0 })
		same := slices.ContainsFunc(sets[:i], func(other []int32) bool { return slices.Equal(other, set) })
		if !held && !same {
			found = append(found, set)
		}
	}
	return found
}
