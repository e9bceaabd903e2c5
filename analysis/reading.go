package analysis

import "github.com/loadpath/loadpath/model"

// reading is one cone in one world: what every node loses, with nothing failed
// and with one failure. The architecture may leave two readings open; each is
// worked out by itself.
type reading struct {
	*world
	*cone
	crowds
	// steady is what a node loses in the intact system, once everything
	// automatic has happened: the pools that a failure meets.
	steady []Amount
	// intact is what a node loses at each horizon with nothing failed, value
	// with the failure at hand.
	intact, value []verdict
	// meanwhile is what a node loses at most at the moments before everything
	// automatic has happened; nil where none was looked at. The flow loses most
	// before worstBefore, the last of those.
	meanwhile   []Amount
	worstBefore model.Duration
	// begins is the last moment before the flow loses that much, or more; 0 if
	// it does from the failure on.
	begins [Total + 1]model.Duration
	// unsettled: a circle has no settled state then, on which that hangs.
	unsettled bool
	// thinks are the opinions of the health checks at a moment.
	thinks opinions
	// behind is what an instance that hangs would lose if it did not: what a
	// check that only connects sees.
	behind []verdict
	// own: errors of applications are among what a node answers; ownIntact
	// with nothing failed. Others are those of proxies without an answer.
	own, ownIntact [][horizons]bool

	// only is the horizon that is asked for; nil for all.
	only *Horizon

	dirty   []uint64 // components to be worked out again
	touched []int32  // nodes whose value differs from intact
	dead    []int32  // instances that the failures at hand took
	split   []int32  // crews of which some have strayed
	fate    fate     // of those that do not see each other
	// asker is who asks, where the ways that are cut for it count; else none.
	asker int32
	// flaps: a circle of services has no settled state, and what the flow
	// loses depends on it; restless: that is so with nothing failed.
	flaps, restless bool
	// flapping is what a circle without a settled state is taken to lose.
	flapping Amount
	// atWorst is what the flow loses at most, in any state of such a circle.
	atWorst verdict

	use, before []int32 // scratch for inUse
	passed      []int32 // the targets that the pool in hand has passed over
}

func newReading(w *world, c *cone, only *Horizon) *reading {
	r := &reading{world: w, only: only}
	r.read(c)
	return r
}

// read turns to a cone, in the room of the last one.
func (r *reading) read(c *cone) {
	count := len(c.nodes)
	r.cone, r.flapping, r.asker, r.meanwhile = c, Partial, none, nil
	r.steady, r.behind = room(r.steady, count), room(r.behind, count)
	r.intact, r.value = room(r.intact, count), room(r.value, count)
	r.own, r.ownIntact = room(r.own, count), room(r.ownIntact, count)
	r.dirty = room(r.dirty, (len(c.starts)+63)/64)
	r.counted, r.uneven = r.counted[:0], false
	r.bracket(r.start)
	r.restless = r.flaps
	if r.only == nil || *r.only != AfterFailover { // which is where it started
		for i := range c.starts[1:] {
			r.settle(int32(i))
		}
	}
	copy(r.intact, r.value)
	copy(r.ownIntact, r.own)
	r.flaps = false
	r.countCrowds()
}

// start works out the intact system.
func (r *reading) start() {
	for i := range r.starts[1:] {
		r.settleAt(int32(i), AfterFailover)
	}
	for n := range r.value {
		r.steady[n] = r.value[n][AfterFailover]
	}
}

// settleAgain works out a component, and asks for what needs a node of it that
// has changed. All that need it come later in the order.
func (r *reading) settleAgain(c int32) {
	members := r.members[r.starts[c]:r.starts[c+1]]
	r.settle(c)
	for _, n := range members {
		if r.value[n] == r.intact[n] && r.own[n] == r.ownIntact[n] {
			continue
		}
		r.touched = append(r.touched, n)
		for _, parent := range r.parents[r.parentsAt[n]:r.parentsAt[n+1]] {
			if r.component[parent] != c {
				r.markOne(parent)
				r.stirUp(parent, n)
			}
		}
	}
}

// settle works out the nodes of a component at every horizon that is asked for.
func (r *reading) settle(c int32) {
	if r.only != nil {
		r.settleAt(c, *r.only)
		return
	}
	for h := range Horizon(horizons) {
		r.settleAt(c, h)
	}
}

// settleAt works out the nodes of a component, which needs only components that
// are settled.
func (r *reading) settleAt(c int32, h Horizon) {
	if first := r.starts[c]; r.starts[c+1] == first+1 {
		n := r.members[first]
		r.value[n][h], r.own[n][h] = r.lost(n, h)
		return
	}
	r.settleCircle(r.members[r.starts[c]:r.starts[c+1]], h)
}
