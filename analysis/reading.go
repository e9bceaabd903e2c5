package analysis

import (
	"math/bits"

	"github.com/loadpath/loadpath/model"
)

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
	// meanwhile is what a node loses at most while a promotion is pending; nil
	// where none is. The flow loses most before the end of one that takes
	// worstBefore.
	meanwhile   []Amount
	worstBefore model.Duration
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

// strike lets something fail and works out what depends on it.
func (r *reading) strike(b *blow, at *sites) {
	r.strikeMeanwhile(b, at)
	r.strikeAs(b, at)
}

func (r *reading) strikeAs(b *blow, at *sites) {
	r.bracket(func() {
		r.heal()
		r.spread(b, at)
	})
}

// bracket does the work, and where a circle may flap it does the work for the
// circle's best and worst state, too: a flow that loses the same in all of
// them does not hang on it.
func (r *reading) bracket(work func()) {
	work()
	if !r.flaps {
		return
	}
	lost := r.value[r.root]
	hangs := false
	r.atWorst = lost
	for _, state := range [...]Amount{None, Total} {
		r.flapping = state
		work()
		hangs = hangs || r.value[r.root] != lost
		for h, amount := range r.value[r.root] {
			r.atWorst[h] = max(r.atWorst[h], amount)
		}
	}
	r.flapping = Partial
	work()
	r.flaps = hangs
}

func (r *reading) spread(b *blow, at *sites) {
	r.silent = b.silent
	r.strikes++
	r.stirs = r.stirs[:0]
	for _, s := range b.strays {
		r.split = append(r.split, s.crew)
		r.stray(s.crew, s.count)
		at.nodesOf(s.crew, r.stirParents)
	}
	for _, hit := range b.hits {
		if r.fail(hit.instance, hit.how) {
			r.lose(hit.instance, at)
		}
	}
	for _, lane := range b.cuts {
		r.cut(lane)
		at.nodesOf(lane.from, r.markOne)
		if from, to := r.plan.tierOf[lane.from], r.plan.tierOf[lane.to]; from == to || len(r.plan.tiers[from].behind) > 0 {
			at.poolsOn(from, r.mark) // who confirms or promotes may be others
			at.poolsOn(to, r.mark)
		}
	}
	r.befall(b.fate, at)
	for i := range r.dirty {
		for r.dirty[i] != 0 {
			c := int32(i*64 + bits.TrailingZeros64(r.dirty[i]))
			r.dirty[i] &^= 1 << (c % 64)
			r.settleAgain(c)
		}
	}
}

// lose marks what hangs on an instance that is alive no more.
func (r *reading) lose(instance int32, at *sites) {
	r.dead = append(r.dead, instance)
	at.nodesOf(instance, r.mark)
	t := r.plan.tierOf[instance]
	at.poolsOn(t, r.mark)
	if quorum := r.plan.tiers[t].quorum; r.alive[t] < quorum && r.alive[t]+r.size[instance] >= quorum {
		r.loseQuorum(t, at)
	}
}

// loseQuorum marks all of a tier: it may be that none of it works any more.
func (r *reading) loseQuorum(t int32, at *sites) {
	first := r.plan.tiers[t].first
	for i := range r.plan.tiers[t].count {
		at.nodesOf(first+i, r.mark)
	}
}

// heal brings back what strike took.
func (r *reading) heal() {
	r.readmit(r.fate)
	r.fate = fate{}
	for _, instance := range r.dead {
		r.repair(instance)
	}
	for _, n := range r.touched {
		r.value[n], r.own[n] = r.intact[n], r.ownIntact[n]
	}
	for _, crew := range r.split {
		r.rejoin(crew)
	}
	r.mend()
	r.dead, r.split, r.touched, r.flaps = r.dead[:0], r.split[:0], r.touched[:0], false
}

// mark asks for a node, and for those that need it: they may see that an
// instance is dead even where its value was as bad before.
func (r *reading) mark(n int32) {
	r.markOne(n)
	r.markParents(n)
}

func (r *reading) markOne(n int32) {
	c := r.component[n]
	r.dirty[c/64] |= 1 << (c % 64)
}

func (r *reading) markParents(n int32) {
	for _, parent := range r.parents[r.parentsAt[n]:r.parentsAt[n+1]] {
		r.markOne(parent)
		r.stirUp(parent, n)
	}
}

// stirParents notes that other numbers of targets stand for a node.
func (r *reading) stirParents(n int32) {
	for _, parent := range r.parents[r.parentsAt[n]:r.parentsAt[n+1]] {
		r.stirUp(parent, n)
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
