package analysis

// lost is what a node loses at a horizon, and whether errors of applications
// are among what it answers.
func (r *reading) lost(n int32, h Horizon) (lost Amount, own bool) {
	at := &r.nodes[n]
	switch {
	case r.isCounted(n):
		return r.crowdLoses(n, h)
	case at.link != nil:
		return r.poolLoses(at, h)
	case r.works(at.instance):
		return r.needs(n, h)
	}
	if r.down[at.instance]&hanging != 0 {
		r.behind[n][h] = Total
		if r.quorate(at.instance) {
			r.behind[n][h], _ = r.needs(n, h)
		}
	}
	return Total, true
}

// needs is what an instance loses by what it uses.
func (r *reading) needs(n int32, h Horizon) (worst Amount, own bool) {
	at := &r.nodes[n]
	for _, pool := range r.edges[at.lo:at.hi] {
		lost, theirs := r.poolFor(at.instance, pool, h)
		worst = max(worst, lost)
		own = own || theirs && lost != None
	}
	if !r.plan.tiers[r.plan.tierOf[at.instance]].passesOn {
		own = worst != None
	}
	return worst, own
}

// poolFor is what one user of a pool loses: what all do, unless some of its
// own ways are cut.
func (r *reading) poolFor(instance, pool int32, h Horizon) (lost Amount, own bool) {
	if r.cutting[instance] == 0 {
		return r.value[pool][h], r.own[pool][h]
	}
	asker, use := r.asker, r.use
	r.asker, r.use = instance, nil // use may be in work further out
	lost, own = r.poolLoses(&r.nodes[pool], h)
	r.asker, r.use = asker, use
	return lost, own
}
