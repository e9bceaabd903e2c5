package analysis

import "slices"

// A controller promotes a replica only while it can do its work. It acts when
// as many of its instances as its quorum says function: an instance functions
// when it is alive and each connection that it needs at run time has as many
// targets that function as it needs, where as many instances of the target's
// service function as that service's quorum says. The data that it controls is
// no need of it. Checks, retries and time do not count: its clients are taken
// to find a target that functions, where the way there is not cut.
//
// What functions is the largest set of instances of which that is true, as
// services that need each other in a circle keep each other up. It depends on
// nothing but what has failed.

// guard finds for each controller the tiers that it needs, directly or not:
// itself first, and each after one that needs it.
func (p *plan) guard() {
	for i := range p.tiers {
		d := p.tiers[i].data
		if d == nil || d.controller == none || p.guards[d.controller] != nil {
			continue
		}
		guard, listed := []int32{d.controller}, map[int32]bool{d.controller: true}
		for k := 0; k < len(guard); k++ {
			for _, l := range p.tiers[guard[k]].links {
				if p.isNeedToAct(l) && !listed[l.to] {
					listed[l.to] = true
					guard = append(guard, l.to)
				}
			}
		}
		p.guards[d.controller] = guard
	}
}

// guardOf are the tiers on which it depends who promotes, besides the data's
// own; none without a controller.
func (p *plan) guardOf(d *data) []int32 { return p.guards[d.controller] }

// isNeedToAct tells whether who has the link cannot function without.
func (p *plan) isNeedToAct(l *link) bool {
	controlled := l.data != nil && l.data.controller != none && p.services[l.data.controller] == l.From
	return !l.Optional && !l.StartOnly && !controlled
}

// actors are the instances that function, of the guards that were looked at
// since something happened last.
type actors struct {
	changes     int32   // counts what happens
	known       []stamp // of a tier that promotes: whether it acts, 1 or 0, by changes
	functions   []bool  // of an instance
	functioning []int32 // of a tier: how many
}

func newActors(p *plan) actors {
	return actors{
		changes: 1, known: make([]stamp, len(p.tiers)),
		functions: make([]bool, len(p.instances)), functioning: make([]int32, len(p.tiers)),
	}
}

// acts tells whether a controller can promote.
func (w *world) acts(controller int32) bool {
	known := &w.known[controller]
	if known.at != w.changes {
		w.workOut(w.plan.guards[controller])
		*known = stamp{w.changes, 0}
		if w.enough(controller) {
			known.value = 1
		}
	}
	return known.value == 1
}

// enough tells whether as many instances of a tier function as its quorum says.
func (w *world) enough(t int32) bool { return w.functioning[t] >= w.plan.tiers[t].quorum }

// workOut begins with all that is alive and takes out what lacks something, the
// innermost first, until nobody does.
func (w *world) workOut(guard []int32) {
	for _, t := range guard {
		w.functioning[t] = 0
		for i := range w.plan.tiers[t].count {
			number := w.plan.tiers[t].first + i
			w.functions[number] = w.down[number] == up && (!w.some || w.standsWith(number))
			if w.functions[number] {
				w.functioning[t] += w.size[number]
			}
		}
	}
	for goesOn := true; goesOn; {
		goesOn = false
		for _, t := range slices.Backward(guard) {
			for _, l := range w.plan.tiers[t].links {
				goesOn = w.plan.isNeedToAct(l) && w.functioning[t] > 0 && w.stopWithout(t, l) || goesOn
			}
		}
	}
}

// stopWithout takes out the instances of a tier that lack the targets of a
// link, and tells whether there were any.
func (w *world) stopWithout(t int32, l *link) bool {
	shared := l.local == nil && w.has(none, l, l.targets)
	if shared && len(w.cuts) == 0 {
		return false
	}
	before := w.functioning[t]
	for i := range w.plan.tiers[t].count {
		number := w.plan.tiers[t].first + i
		found := shared && w.cutting[number] == 0
		if l.local != nil || shared && !found {
			found = w.has(number, l, l.reachedFrom(int(i)))
		}
		if w.functions[number] && !found {
			w.functions[number] = false
			w.functioning[t] -= w.size[number]
		}
	}
	return w.functioning[t] < before
}

// has tells whether enough of the targets function that an instance reaches, or
// with none whoever has no way of its own cut.
func (w *world) has(who int32, l *link, targets []int32) bool {
	if !w.enough(l.to) {
		return false
	}
	found := int32(0)
	for _, target := range targets {
		if w.functions[target] && !w.isCut(who, target) {
			found += w.size[target]
		}
	}
	return int(found) >= l.atLeast
}

// lacks is the first need that keeps a controller from acting: of itself, or of
// what it needs; nil where too few of its instances are alive.
func (w *world) lacks(controller int32) *link {
	if w.alive[controller] < w.plan.tiers[controller].quorum || w.halted[controller] {
		return nil
	}
	w.workOut(w.plan.guards[controller])
	for _, l := range w.plan.tiers[controller].links {
		if !w.plan.isNeedToAct(l) {
			continue
		}
		if l.local == nil && !w.has(none, l, l.targets) {
			return l
		}
		for i := range w.plan.tiers[controller].count {
			number := w.plan.tiers[controller].first + i
			if w.down[number] == up && !w.has(number, l, l.reachedFrom(int(i))) {
				return l
			}
		}
	}
	return nil
}
