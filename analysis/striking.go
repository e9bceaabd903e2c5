package analysis

import "math/bits"

// strike lets something fail and works out what depends on it.
func (r *reading) strike(b *blow, at *sites) {
	r.strikeAs(b, at)
	if r.strikeMeanwhile(b, at) {
		r.strikeAs(b, at)
	}
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
	if r.pending {
		r.markTurned()
	}
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
