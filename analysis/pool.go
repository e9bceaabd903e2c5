package analysis

// poolLoses is what the users of a pool lose at a horizon, and whether errors
// of applications are among what they get.
func (r *reading) poolLoses(n *node, h Horizon) (lost Amount, own bool) {
	if r.refusesAll(n, h) {
		return Total, true
	}
	r.use = r.inUse(n, h, r.use[:0])
	for _, target := range r.use {
		own = own || r.answersOwn(target, h)
	}
	if len(r.use) > 0 && r.isReplica(n, r.use[0], h) {
		return Total, true
	}
	return r.mix(n, r.use, h), own
}

// isReplica tells whether the pool writes to the member on the caller's own
// server, and that is alive and a replica: it answers with an error.
func (r *reading) isReplica(n *node, target int32, h Horizon) bool {
	if !n.write || n.link.local == nil || !n.link.hangsOnRoles() || r.refuses(target) {
		return false
	}
	member := r.nodes[target].instance
	return r.down[member] == up && r.holder(n.link.data, h) != member
}

// answersOwn tells whether a target answers with errors of an application.
func (r *reading) answersOwn(target int32, h Horizon) bool {
	return r.value[target][h] != None && r.own[target][h] && r.down[r.nodes[target].instance] == up && !r.refuses(target)
}

// inUse are the targets, as nodes, that requests go to.
func (r *reading) inUse(n *node, h Horizon, use []int32) []int32 {
	l := n.link
	targets := r.edges[n.lo:n.hi]
	switch {
	case l.toPrimary:
		member := r.primary(l, h)
		if member == none || l.way == byCheck && !r.inPool(n, targets[member], h) {
			return use
		}
		return append(use, targets[member])
	case l.way == byAddress:
		if h == AfterFailover && r.pending && r.notYet(r.takesToChange(n)) {
			h = BeforeFailover
		}
		use = r.reached(l, h, use)
		for i, position := range use {
			use[i] = targets[position]
		}
		return use
	}
	return r.chosen(n, h, use)
}

// chosen are the targets that the caller picks: the active ones that take
// requests, and, where there are none, the backups: the first of them, unless
// all share. Without a check an active one is never taken out, so no backup
// takes over.
func (r *reading) chosen(n *node, h Horizon, use []int32) []int32 {
	targets := r.edges[n.lo:n.hi]
	active, backups := targets[:n.active()], targets[n.active():]
	r.passed = r.passed[:0]
	use, held := r.takers(n, active, h, false, use)
	if !held && n.link.way != unchecked {
		use, _ = r.takers(n, backups, h, !n.link.allBackups, use)
	}
	return r.mayMeet(n, use, h)
}

// takers are the targets that take requests, or only the first of them, and
// whether there is one that the caller stays with. It does not stay with one
// that gives no answer where it notices by itself: it comes back from time to
// time with a request.
func (r *reading) takers(n *node, targets []int32, h Horizon, first bool, use []int32) (_ []int32, held bool) {
	for _, target := range targets {
		if !r.takes(n, target, h) {
			if r.comesBack(n.link) && r.sizeOf(target) > 0 {
				r.passed = append(r.passed, target)
			}
			continue
		}
		use = append(use, target)
		if r.leaves(n, target, h) {
			continue
		}
		held = true
		if first {
			break
		}
	}
	return use, held
}

// takes tells whether a target is given requests.
func (r *reading) takes(n *node, target int32, h Horizon) bool {
	if r.sizeOf(target) == 0 {
		return false // nobody is there
	}
	switch n.link.way {
	case byCheck:
		return r.inPool(n, target, h)
	case unchecked:
		return true
	case fixed:
		return r.first(n, target)
	case unwritten:
		if !r.clientTries {
			return r.first(n, target)
		}
	}
	switch {
	case r.refuses(target):
		return r.late(n, target)
	case n.link.way == byPulling:
		return r.down[r.nodes[target].instance] == up
	case r.hangs(target):
		return !n.retriesTimeouts() // else the request that comes back is saved
	}
	return !(r.value[target][h] == Total && r.retriesAnswer(n, target, h))
}

// retriesAnswer tells whether the error that a live target answers is tried
// elsewhere.
func (r *reading) retriesAnswer(n *node, target int32, h Horizon) bool {
	if r.own[target][h] {
		return n.retriesErrors()
	}
	return n.retriesGateway()
}

// refuses tells whether no connection to a target opens for whoever asks.
func (r *reading) refuses(target int32) bool {
	instance := r.nodes[target].instance
	return r.down[instance]&refusing != 0 || r.isCut(r.asker, instance)
}

// hangs tells whether connections to a target open, and nothing answers.
func (r *reading) hangs(target int32) bool {
	return r.down[r.nodes[target].instance]&hanging != 0 && !r.refuses(target)
}

// notices tells whether the caller leaves a target out for a while that gave
// it no answer.
func (l *link) notices() bool {
	switch l.way {
	case passive, byClient, unwritten:
		return true
	}
	return false
}

// inPool tells whether a target passes the check: before failover the pool is
// as the failure found it, and so it is at a moment before the check has
// noticed. A check that only connects passes at a target that
// hangs; the check goes the way that requests go.
func (r *reading) inPool(n *node, target int32, h Horizon) bool {
	checked := r.passes(n, target)
	switch {
	case h == BeforeFailover:
		return r.steady[checked] != Total
	case h == AfterFailover && !r.isOpen(n):
		return r.holds(n, target)
	case n.link.shallow() && r.hangs(target):
		return r.behind[checked][h] != Total
	}
	return !r.refuses(target) && r.value[checked][h] != Total
}

// first tells whether a target is the one that is written first.
func (r *reading) first(n *node, target int32) bool { return r.edges[n.lo] == target && n.active() > 0 }

// mix is what is lost by requests that go to the targets in use. A dead target
// refuses: the request is saved where it comes to another target that is good.
// No answer, or one that is an error, is saved where that is tried again too.
// What share is left to the bad ones is not known: it is partial.
func (r *reading) mix(n *node, use []int32, h Horizon) Amount {
	usable := 0
	for _, target := range use {
		if r.targetLoses(target, h) != Total {
			usable += int(r.sizeOf(target))
		}
	}
	if usable < n.link.atLeast {
		return Total
	}
	elsewhere := r.saves(n, use, h)
	for _, target := range use {
		if r.targetLoses(target, h) != None && !(elsewhere && r.triedAgain(n, target, h)) {
			return Partial
		}
	}
	return None
}

// triedAgain tells whether what a target does to requests counts as a failure
// that is tried again.
func (r *reading) triedAgain(n *node, target int32, h Horizon) bool {
	switch {
	case r.refuses(target):
		return !r.late(n, target)
	case r.hangs(target):
		return n.retriesTimeouts()
	}
	return r.retriesAnswer(n, target, h)
}

// targetLoses is what a request loses at one target.
func (r *reading) targetLoses(target int32, h Horizon) Amount {
	if r.down[r.nodes[target].instance] != up || r.refuses(target) {
		return Total
	}
	return r.value[target][h]
}

// sizeOf is how many instances a target stands for.
func (r *reading) sizeOf(target int32) int32 { return r.size[r.nodes[target].instance] }
