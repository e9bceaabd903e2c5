package analysis

import "github.com/loadpath/loadpath/model"

// needs tells what a use is needed for.
func (b *boot) needs(l *link) (start, run bool) {
	if l.Optional || b.dropped[l.Use] || l.From.Kind == model.External && l.Use.When == "start" {
		return false, false
	}
	switch l.Use.When {
	case "start":
		late := b.late[l.Use]
		return !late, late
	case "run":
		return false, true
	case "":
		start = b.eager
	default:
		start = true
	}
	return start && !b.late[l.Use] && l.From.Kind != model.External, true
}

// within are the targets that the i-th instance of a service can come to.
func (l *link) within(i int32) []int32 {
	targets := l.reachedFrom(int(i))
	switch {
	case l.local != nil:
		return targets
	case l.toPrimary:
		if l.data.Automatic {
			return targets
		}
		return targets[:min(1, len(targets))]
	case l.way == fixed:
		return targets[:min(1, len(targets))]
	case l.way == unchecked:
		return targets[:l.active]
	}
	return targets
}

// met tells whether enough targets of the i-th instance of a service do their
// work.
func (l *link) met(i int32, good []bool) bool {
	missing := l.atLeast
	for _, target := range l.within(i) {
		if good[target] {
			missing--
		}
		if missing == 0 {
			return true
		}
	}
	return false
}

// start starts what can be started of services that need each other, when all
// others that they need are settled.
func (b *boot) start(component []int32) {
	for rose := true; rose; {
		b.work(component)
		rose = false
		for _, t := range component {
			rose = b.raise(t) || rose
		}
	}
}

// raise starts the instances of a service that can.
func (b *boot) raise(t int32) bool {
	at := &b.tiers[t]
	rose := false
	if !b.allMet(at, b.good, b.forStart) {
		return false
	}
	for i := range at.count {
		if instance := at.first + i; !b.up[instance] && b.ownMet(at, i, b.good, b.forStart) {
			b.up[instance], rose = true, true
		}
	}
	return rose
}

func (b *boot) forStart(l *link) bool { start, _ := b.needs(l); return start }
func (b *boot) forRun(l *link) bool   { _, run := b.needs(l); return run }

// allMet tells whether the uses that all instances of a service share are met,
// ownMet whether those are that the i-th has for itself.
func (b *boot) allMet(at *tier, good []bool, counts func(*link) bool) bool {
	for _, l := range at.links {
		if l.local == nil && counts(l) && !l.met(0, good) {
			return false
		}
	}
	return true
}

func (b *boot) ownMet(at *tier, i int32, good []bool, counts func(*link) bool) bool {
	for _, l := range at.links {
		if l.local != nil && counts(l) && !l.met(i, good) {
			return false
		}
	}
	return true
}

// work lets those that have started do their work together, as far as they
// can: all do, until one is found that cannot.
func (b *boot) work(component []int32) {
	for _, t := range component {
		at := &b.tiers[t]
		enough := b.quorate(at, b.up)
		for i := range at.count {
			instance := at.first + i
			b.good[instance] = b.forced[instance] || b.up[instance] && enough
		}
	}
	for fell := true; fell; {
		fell = false
		for _, t := range component {
			fell = b.lower(t, b.good) || fell
		}
	}
}

// lower takes the work from the instances of a service that lack what they need
// at run time.
func (b *boot) lower(t int32, good []bool) bool {
	at := &b.tiers[t]
	all := b.allMet(at, good, b.forRun)
	fell := false
	for i := range at.count {
		instance := at.first + i
		if good[instance] && !b.forced[instance] && !(all && b.ownMet(at, i, good, b.forRun)) {
			good[instance], fell = false, true
		}
	}
	return fell
}

func (b *boot) quorate(at *tier, up []bool) bool {
	missing := at.quorum
	for _, is := range up[at.first : at.first+at.count] {
		if is {
			missing--
		}
	}
	return missing <= 0
}

// shrink finds what could start and work if all else had: the greatest
// fixpoint.
func (b *boot) shrink(component []int32) {
	for fell := true; fell; {
		fell = false
		for _, t := range component {
			fell = b.halt(t) || fell
			fell = b.lower(t, b.canWork) || fell
		}
	}
}

// halt takes from the instances of a service what can never start, and the work
// of all where too few can.
func (b *boot) halt(t int32) bool {
	at := &b.tiers[t]
	all := b.allMet(at, b.canWork, b.forStart)
	fell := false
	for i := range at.count {
		instance := at.first + i
		if b.canStart[instance] && !b.forced[instance] && !(all && b.ownMet(at, i, b.canWork, b.forStart)) {
			b.canStart[instance], fell = false, true
		}
	}
	enough := b.quorate(at, b.canStart)
	for i := range at.count {
		instance := at.first + i
		if b.canWork[instance] && !b.forced[instance] && !(enough && b.canStart[instance]) {
			b.canWork[instance], fell = false, true
		}
	}
	return fell
}

// stuck are the instances of services that could start or do their work, and
// do not.
func (b *boot) stuck(component []int32) []int32 {
	var found []int32
	for _, t := range component {
		at := &b.tiers[t]
		for i := range at.count {
			if b.isStuck(at.first + i) {
				found = append(found, at.first+i)
			}
		}
	}
	return found
}

func (b *boot) isStuck(instance int32) bool {
	return b.canStart[instance] && !b.up[instance] || b.canWork[instance] && !b.good[instance]
}
