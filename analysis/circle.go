package analysis

// settleCircle works out services that use each other in a circle.
//
// A running system is the greatest fixpoint: everything in the circle works
// unless something says that it does not. So all that are alive start as good
// and go down round by round. Where every step only goes down this ends, at the same state
// in every order (Knaster and Tarski). A pool that follows what lies behind it
// can also go up: when a bad target leaves it. Then the circle may flap, and
// the state is not decided; that is so when such a pool chooses between an
// active target and a backup, or when part of the requests fail on the way. A
// circle that may flap is taken to fail some requests at least.
func (r *reading) settleCircle(members []int32, h Horizon) {
	for _, n := range members {
		r.value[n][h], r.behind[n][h], r.own[n][h] = None, None, false
		if r.stopped(n) {
			r.value[n][h] = Total
		}
	}
	partial := false
	rounds := 6*len(members) + 2 // a node goes down twice at most, so does what lies behind it, and its errors change
	for changed := true; changed && rounds >= 0; rounds-- {
		changed = false
		for _, n := range members {
			behind := r.behind[n][h]
			lost, own := r.lost(n, h)
			if lost != r.value[n][h] || own != r.own[n][h] || behind != r.behind[n][h] {
				r.value[n][h], r.own[n][h] = lost, own
				partial = partial || max(lost, r.behind[n][h]) == Partial
				changed = true
			}
		}
	}
	if rounds < 0 || r.mayFlap(members, h, partial) {
		r.flaps = true
		for _, n := range members {
			r.value[n][h] = r.flappingAt(n, h)
			r.behind[n][h], r.own[n][h] = r.mayLose(r.behind[n][h]), true
		}
	}
}

// flappingAt is what a node of a circle without a settled state is taken to
// lose. What is dead stays dead.
func (r *reading) flappingAt(n int32, h Horizon) Amount {
	if r.stopped(n) {
		return Total
	}
	return r.mayLose(r.value[n][h])
}

// mayLose is what is taken for something that loses that much in one of the
// states of a circle.
func (r *reading) mayLose(lost Amount) Amount {
	if r.flapping == Partial {
		return max(lost, Partial)
	}
	return r.flapping
}

// stopped: the node is an instance that does not work, whatever the others do.
func (r *reading) stopped(n int32) bool {
	at := &r.nodes[n]
	return at.link == nil && !r.works(at.instance)
}

// mayFlap tells whether a circle that has been harmed contains a choice that
// depends on the harm.
func (r *reading) mayFlap(members []int32, h Horizon, partial bool) bool {
	harmed, chooses, prefers := false, false, false
	for _, n := range members {
		at := &r.nodes[n]
		if at.link == nil {
			harmed = harmed || r.value[n][h] != None && r.down[at.instance] == up ||
				r.behind[n][h] != None && r.down[at.instance]&hanging != 0
			continue
		}
		if !r.follows(at, h) {
			continue
		}
		chooses = true
		prefers = prefers || at.active() < int(at.hi-at.lo)
	}
	return harmed && chooses && (prefers || partial)
}

// follows tells whether the targets in use depend on what lies behind them.
func (r *reading) follows(n *node, h Horizon) bool {
	switch n.link.way {
	case byCheck:
		return h > BeforeFailover
	case passive, byClient, byPulling, unwritten:
		return n.retries()
	}
	return false
}
