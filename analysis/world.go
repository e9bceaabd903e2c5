package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// world is what has failed, and what is assumed where the architecture does
// not say.
type world struct {
	plan  *plan
	down  []condition // of each instance
	alive []int32     // how many instances of each tier are neither dead, nor hanging, nor cut off
	// size is how many instances a number stands for; those of a crew may have
	// strayed.
	size []int32
	// cuts are the ways from one instance to another on which no packet
	// passes, and cutting is how many go out from an instance.
	cuts    map[lane]struct{}
	cutting []int32
	excluded
	// leased are the tiers with data on whose primary an agent renews the lease
	// with nothing failed.
	leased []bool
	// silent: something does not refuse but leaves whoever asks waiting.
	silent bool
	// clientTries: whoever does not say how it chooses tries the next target.
	clientTries bool
	// promotesItself: an automatic failover that nobody is said to perform
	// happens.
	promotesItself bool
	// pending: it is just before a moment after the failure, so what takes as
	// long or longer has not happened, and whatever is quicker has; 0: no
	// promotion is over, and all else has happened.
	pending bool
	moment  model.Duration

	actors
}

// lane is the way from one instance to another.
type lane struct{ from, to int32 }

func newWorld(p *plan, optimistic bool) *world {
	w := &world{
		plan: p, down: make([]condition, len(p.instances)), alive: make([]int32, len(p.tiers)), size: slices.Clone(p.size),
		cuts: make(map[lane]struct{}), cutting: make([]int32, len(p.instances)), excluded: newExcluded(p),
		clientTries: optimistic, promotesItself: optimistic, actors: newActors(p),
	}
	for i := range p.tiers {
		w.alive[i] = p.tiers[i].size
	}
	w.leased = w.leases()
	return w
}

// fail lets something happen to an instance, and tells whether it was up
// before; repair brings it back.
func (w *world) fail(instance int32, how condition) bool {
	was := w.down[instance]
	w.down[instance] |= how
	if was != up {
		return false
	}
	w.alive[w.plan.tierOf[instance]] -= w.size[instance]
	w.changes++
	return true
}

func (w *world) repair(instance int32) {
	w.down[instance] = up
	w.alive[w.plan.tierOf[instance]] += w.size[instance]
	w.changes++
}

// stray takes so many of a crew aside, rejoin brings them back.
func (w *world) stray(crew, count int32) {
	w.size[crew] -= count
	w.size[crew+1] = count
	w.changes++
}

func (w *world) rejoin(crew int32) {
	w.size[crew] += w.size[crew+1]
	w.size[crew+1] = 0
	w.changes++
}

// cut lets no packet pass on a way; mend opens all ways again.
func (w *world) cut(c lane) {
	if _, already := w.cuts[c]; !already {
		w.cuts[c] = struct{}{}
		w.cutting[c.from]++
		w.changes++
	}
}

func (w *world) mend() {
	if len(w.cuts) == 0 {
		return
	}
	for c := range w.cuts {
		w.cutting[c.from] = 0
	}
	clear(w.cuts)
	w.changes++
}

// isCut tells whether a way out of an instance is cut. Nobody cuts the way of
// the users, who are none.
func (w *world) isCut(from, to int32) bool {
	if from == none || w.cutting[from] == 0 {
		return false
	}
	_, cut := w.cuts[lane{from, to}]
	return cut
}

// works tells whether the instance is alive and, where its tier needs a
// quorum, enough others are.
func (w *world) works(instance int32) bool { return w.down[instance] == up && w.quorate(instance) }

// quorate tells whether enough instances of the tier are alive, and the
// instance is one of those that go on together.
func (w *world) quorate(instance int32) bool {
	t := w.plan.tierOf[instance]
	enough := w.alive[t] >= w.plan.tiers[t].quorum
	if w.some {
		return w.standsWith(instance) && (enough || w.outside[instance])
	}
	return enough
}

// majority tells whether more than half of the members are alive and go on
// together. A member that hangs or is cut off is expelled as a dead one is.
func (w *world) majority(d *data) bool {
	return 2*w.alive[d.tier] > w.plan.tiers[d.tier].size && !w.halted[d.tier]
}

// promotes tells whether a machine makes a replica the primary: a group by its
// majority, else the controller while it can act.
func (w *world) promotes(d *data) bool {
	switch {
	case !d.Automatic, w.pending && (w.moment == 0 || d.Promotion == 0 || d.Promotion >= w.moment):
		return false
	case d.Mode == "group":
		return w.majority(d)
	case d.controller == none:
		return w.promotesItself
	}
	return w.acts(d.controller)
}

// holder is the member that is the primary at a horizon, or none.
func (w *world) holder(d *data, h Horizon) int32 {
	if w.leads(d.primary) {
		return d.primary
	}
	if h == AfterPerson && !w.heldDown(d) || h == AfterFailover && w.promotes(d) {
		for _, replica := range d.replicas {
			if w.leads(replica) && (h == AfterPerson || w.reaches(d, replica)) {
				return replica
			}
		}
	}
	return none
}

// leads tells whether a member can be the primary.
func (w *world) leads(member int32) bool { return w.down[member] == up && !w.outside[member] }

// accepts tells whether a write that has reached its member is taken. A group
// without its majority takes none until a person forces it. A primary that
// lacks the replicas it waits for takes none while it waits: for its timeout,
// unless it had given up before the failure, or until a person switches the
// waiting off.
func (w *world) accepts(d *data, h Horizon) bool {
	if d.Mode == "group" && !w.majority(d) && h < AfterPerson {
		return false
	}
	wanted := int32(d.WaitFor)
	if wanted == 0 || h == AfterPerson || w.confirming(d, h) >= wanted {
		return true
	}
	if d.WaitTimeout == model.Forever {
		return false
	}
	return h == AfterFailover && !w.notYet(d.WaitTimeout) || w.plan.tiers[d.tier].size <= wanted
}

// refusesAll tells whether no member of replicated data does what a pool asks it
// for, whichever that is: it takes no writes; or it is of a group that has lost
// its majority and then answers no reads either, until a person forces it.
func (w *world) refusesAll(n *node, h Horizon) bool {
	d := n.link.data
	switch {
	case d == nil:
		return false
	case n.write:
		return !w.accepts(d, h)
	}
	return d.ReadsNeedMajority && !w.majority(d) && h < AfterPerson
}

// notYet tells whether something that takes a known time has not happened.
func (w *world) notYet(takes model.Duration) bool {
	return w.pending && w.moment != 0 && takes >= w.moment
}

// primary is the position among the link's targets of the member that the link
// finds as the primary, or none. A check that only connects does not tell a
// primary that hangs, or is one no more, from one that works, and keeps to it.
func (w *world) primary(l *link, h Horizon) int32 {
	if len(l.targets) == 0 {
		return none
	}
	if w.leads(l.targets[0]) {
		return 0
	}
	switch h {
	case BeforeFailover:
		return none
	case AfterFailover:
		fooled := l.way == byCheck && l.shallow() && w.down[l.targets[0]]&refusing == 0
		if fooled || !w.promotes(l.data) || !l.findsPrimary(w.clientTries) {
			return none
		}
	case AfterPerson:
		if w.heldDown(l.data) {
			return none
		}
	}
	for i, target := range l.targets[1:] {
		if w.leads(target) && (h == AfterPerson || w.reaches(l.data, target)) {
			return int32(i + 1)
		}
	}
	return none
}
