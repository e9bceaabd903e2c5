package analysis

import "slices"

// A pool whose targets all share the requests is worked out from how many
// targets do what: a failure takes those that it changes out of one number and
// into another, however wide the pool is.

// part is what becomes of the requests that a target of a pool gets.
type part uint8

const (
	idle        part = iota // it gets none
	passedOver              // all are lost here, and so it gets none for a while
	answered                // none is lost
	someSaved               // some are lost here, and answered elsewhere if they can be
	someLost                // some are lost
	allSaved                // all are lost here, and answered elsewhere if they can be
	allLost                 // all are lost
	partsPlayed = 7
)

// crowd is how many targets of a pool play which part, and how many of those
// in use answer with errors of applications, and of those passed over.
type crowd struct {
	plays          [partsPlayed]int32
	own, ownPassed int32
}

// add lets so many more targets play a part.
func (c *crowd) add(as role, number int32) {
	c.plays[as.part] += number
	switch {
	case as.own && as.part == passedOver:
		c.ownPassed += number
	case as.own:
		c.own += number
	}
}

// role is the part of one target, and whether it answers with errors of an
// application.
type role struct {
	part part
	own  bool
}

// stir is a need of a pool that a failure has changed, and the one before it.
type stir struct{ child, next int32 }

// crowds are the pools that are counted.
type crowds struct {
	counted []bool // of a node; empty where no pool is counted
	// base are the crowds of the pools with nothing failed, parts what each
	// edge stands for then.
	base  [][horizons]crowd
	parts [][horizons]role
	// uneven: something comes back with nothing failed, in a circle.
	uneven bool

	strikes int32
	last    []stamp // of a pool: its last stir of the strike at hand
	stirs   []stir
	changed []int32 // scratch
}

// fewest targets make counting worth its memory.
const fewest = 3

// countable tells whether all targets of a pool share its requests, each by
// what it is itself, and are not too few.
func (r *reading) countable(n int32) bool {
	at := &r.nodes[n]
	l := at.link
	if l == nil || at.hi-at.lo < fewest || l.local != nil || l.toPrimary || at.active() < int(at.hi-at.lo) {
		return false
	}
	c := r.component[n]
	return l.way != byAddress && l.way != fixed && r.starts[c+1]-r.starts[c] == 1
}

// count takes down what all targets do with nothing failed.
func (r *reading) countCrowds() {
	for i := range r.nodes {
		r.uneven = r.uneven || r.value[i][BeforeFailover] != r.value[i][AfterFailover]
		if !r.countable(int32(i)) {
			continue
		}
		if len(r.counted) == 0 {
			r.makeRoom()
		}
		r.counted[i] = true
		n := &r.nodes[i]
		for edge := n.lo; edge < n.hi; edge++ {
			for h := range Horizon(horizons) {
				r.parts[edge][h] = r.plays(n, r.edges[edge], h)
				r.base[i][h].add(r.parts[edge][h], r.sizeAt(edge))
			}
		}
	}
}

// sizeAt is how many instances an edge of a pool leads to, intactSize how many
// with nothing failed.
func (r *reading) sizeAt(edge int32) int32 { return r.sizeOf(r.edges[edge]) }

func (r *reading) intactSize(edge int32) int32 {
	return r.world.plan.size[r.nodes[r.edges[edge]].instance]
}

func (r *reading) makeRoom() {
	count := len(r.nodes)
	r.counted, r.last = room(r.counted, count), room(r.last, count)
	r.base, r.parts = room(r.base, count), room(r.parts, len(r.edges))
}

// plays is the role of a target.
func (r *reading) plays(n *node, target int32, h Horizon) role {
	switch {
	case r.takes(n, target, h):
	case r.comesBack(n.link):
		return role{passedOver, r.answersOwn(target, h)}
	default:
		return role{part: idle}
	}
	return role{r.partOf(n, target, h), r.answersOwn(target, h)}
}

// partOf is the part of a target that is in use.
func (r *reading) partOf(n *node, target int32, h Horizon) part {
	saved := r.triedAgain(n, target, h)
	switch r.targetLoses(target, h) {
	case None:
		return answered
	case Partial:
		if saved {
			return someSaved
		}
		return someLost
	}
	if saved {
		return allSaved
	}
	return allLost
}

// isCounted tells whether a node is a pool that is counted.
func (r *reading) isCounted(n int32) bool { return len(r.counted) > 0 && r.counted[n] }

// stirUp notes that a pool has to look at one of its needs again.
func (r *reading) stirUp(pool, child int32) {
	if !r.isCounted(pool) {
		return
	}
	r.stirs = append(r.stirs, stir{child, r.last[pool].first(r.strikes)})
	r.last[pool] = stamp{r.strikes, int32(len(r.stirs) - 1)}
}

// changes are the edges of a pool to the targets that the strike at hand has
// changed, or that pass the check or not since.
func (r *reading) changes(n int32) []int32 {
	at := &r.nodes[n]
	r.changed = r.changed[:0]
	for i := r.last[n].first(r.strikes); i != none; i = r.stirs[i].next {
		position := at.link.position[r.nodes[r.stirs[i].child].instance-at.link.first]
		r.changed = append(r.changed, at.lo+position)
	}
	slices.Sort(r.changed)
	r.changed = slices.Compact(r.changed)
	return r.changed
}

// crowdLoses is what the users of a counted pool lose, as poolLoses says it.
func (r *reading) crowdLoses(number int32, h Horizon) (lost Amount, own bool) {
	n := &r.nodes[number]
	if r.refusesAll(n, h) {
		return Total, true
	}
	now := r.base[number][h]
	for _, edge := range r.changes(number) {
		now.add(r.parts[edge][h], -r.intactSize(edge))
		now.add(r.plays(n, r.edges[edge], h), r.sizeAt(edge))
	}
	return now.loses(n.link), now.own > 0 || now.ownPassed > 0 && now.failing() > n.link.tries
}

// loses is what the users of a pool lose by its crowd.
func (c *crowd) loses(l *link) Amount {
	lossy := c.plays[someLost] + c.plays[allLost]
	if c.plays[answered] == 0 || !l.triesOthers() {
		lossy += c.plays[someSaved] + c.plays[allSaved]
	}
	switch {
	case int(c.plays[answered]+c.plays[someSaved]+c.plays[someLost]) < l.atLeast:
		return Total
	case lossy > 0, c.failing() > l.tries:
		return Partial
	}
	return None
}

// failing is how many of the targets that a request may meet fail it.
func (c *crowd) failing() int {
	return int(c.plays[passedOver] + c.plays[someSaved] + c.plays[someLost] + c.plays[allSaved] + c.plays[allLost])
}
