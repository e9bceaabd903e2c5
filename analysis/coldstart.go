package analysis

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// Deadlock is services that work as long as they run, and that cannot be
// started again once all of them were down: each waits for another one.
type Deadlock struct {
	// Services form the circle, as far as it is one in its order, beginning
	// with the first of the architecture.
	Services []*model.Service
	// Needs are the uses that form it, in the order of the services.
	Needs []StartNeed
	// Behind are the services that cannot do their work either, as they need
	// those of the circle, in the order of the architecture.
	Behind []*model.Service
	// Missing are the paths of the facts that decide whether it is one:
	// whether a use is needed to start is not written. Empty where it is one
	// for certain.
	Missing []model.Path
	// TakeOut are uses of the circle without which all of it starts. Smallest
	// tells whether no smaller set would do; otherwise none of them can be
	// left out, and a smaller set may exist.
	TakeOut  []StartNeed
	Smallest bool
	// Wait are uses of the circle with which all of it starts if those who use
	// them start without them and wait, so that they need them at run time
	// alone; empty where that is not enough. Whether the programs can do so is
	// for a person to say.
	Wait []StartNeed
}

// StartNeed is a use that a cold start needs.
type StartNeed struct {
	From, To *model.Service
	Use      *model.Use
}

// Name is the use as messages write it, such as "app.db".
func (n StartNeed) Name() string { return n.From.Name + "." + n.Use.Key }

// String says who needs whom and what for.
func (n StartNeed) String() string {
	text := n.From.Name + " needs " + n.To.Name
	switch n.Use.When {
	case "start":
		return text + " to start"
	case "run":
		return text + " to do its work"
	case "always":
		return text + " to start and to do its work"
	}
	return text + " to do its work, and perhaps to start"
}

// ColdStart finds what could not be started again if everything of ours had
// been down, as after a power loss: the deadlocks, those that are certain
// first.
//
// A cold start is the least fixpoint where a running system is the greatest.
// An instance starts once each use that it needs to start finds as many targets
// as it needs that do their work; it does its work once it has started, enough
// of its service have for the quorum, and each use that it needs at run time
// finds such targets. Those that have started and need each other at run time
// alone do their work together, as a running system does, so that is a greatest
// fixpoint within the least. What starts if all else had, and does not start,
// is the deadlock.
//
// A use is needed to start where its when says so ("start", "always"), and not
// where it says "run" or the use is optional. Where it is not written, both are
// tried: a deadlock that hangs on it has Missing. A caller is taken to reach
// whatever it may choose, but "fixed" its first target, a load balancer without
// checks its active ones, and who needs the primary that one, unless another is
// promoted by a machine. Health checks, replication and what promotes are no
// needs of a start. Externals are not ours and go on running.
//
// A circle of services that does nothing without another one that has its own
// is reported beside it; the set to take out frees that circle alone. Up to
// exactUses uses in a circle are searched for the smallest set in the order of
// size; of more the set is shrunk by halves (Junker, QuickXplain, AAAI 2004).
// Without circles the cost is linear in services and uses.
func (r *Result) ColdStart() []Deadlock {
	plan := r.plan()
	possible := newBoot(plan, true)
	components := possible.tierComponents(possible.allTiers())
	if !slices.ContainsFunc(components, possible.mayLock) {
		return nil
	}
	certain := newBoot(plan, false)
	found := certain.deadlocks(components)
	possible.assume(certain.forced)
	return append(found, possible.deadlocks(components)...)
}

// boot is a cold start in work.
type boot struct {
	*plan
	// eager: what is not said to be needed at start is.
	eager bool
	// dropped and late are uses that are tried as optional, and as needed at
	// run time alone.
	dropped, late map[*model.Use]bool

	up, good []bool // of each instance: it has started, it does its work
	// canStart and canWork are the same where all else had started.
	canStart, canWork []bool
	// forced are taken as working, their deadlock being known.
	forced   []bool
	position []int32 // scratch: of a tier among some; none for all others
}

func newBoot(p *plan, eager bool) *boot {
	count := len(p.instances)
	return &boot{
		plan: p, eager: eager, position: slices.Repeat([]int32{none}, len(p.tiers)), dropped: make(map[*model.Use]bool), late: make(map[*model.Use]bool),
		up: make([]bool, count), good: make([]bool, count), forced: make([]bool, count),
		canStart: slices.Repeat([]bool{true}, count), canWork: slices.Repeat([]bool{true}, count),
	}
}

// assume takes instances as working.
func (b *boot) assume(forced []bool) {
	for i, is := range forced {
		if is {
			b.force(int32(i))
		}
	}
}

func (b *boot) force(instance int32) {
	b.forced[instance], b.up[instance], b.good[instance] = true, true, true
}

func (b *boot) forceAll(instances []int32) {
	for _, instance := range instances {
		b.force(instance)
	}
}

// deadlocks are all, in the order of the architecture. The components are those
// of all services, the same in every reading.
func (b *boot) deadlocks(components [][]int32) []Deadlock {
	for _, c := range components {
		b.shrink(c)
	}
	var circles []*startCircle
	for _, c := range components {
		b.start(c)
		for stuck := b.stuck(c); len(stuck) > 0; stuck = b.stuck(c) {
			for _, circle := range b.circles(stuck) {
				b.mend(circle)
				b.forceAll(circle.instances)
				circles = append(circles, circle)
			}
			b.start(c)
		}
	}
	slices.SortFunc(circles, func(x, y *startCircle) int { return cmp.Compare(x.tiers[0], y.tiers[0]) })
	return b.told(circles)
}

// mayLock tells whether services that need each other contain a need of start.
func (b *boot) mayLock(component []int32) bool {
	for _, t := range component {
		b.position[t] = t
	}
	locks := false
	for _, t := range component {
		for _, l := range b.tiers[t].links {
			start, _ := b.needs(l)
			locks = locks || start && b.position[l.to] != none
		}
	}
	for _, t := range component {
		b.position[t] = none
	}
	return locks
}

func (b *boot) allTiers() []int32 {
	all := make([]int32, len(b.tiers))
	for i := range all {
		all[i] = int32(i)
	}
	return all
}
