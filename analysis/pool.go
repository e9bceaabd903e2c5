package analysis

// poolLoses is what the users of a pool lose at a horizon.
func (r *reading) poolLoses(n *node, h Horizon) Amount {
	l := n.link
	if n.write && l.data != nil && !r.accepts(l.data, h) {
		return Total
	}
	r.use = r.inUse(n, h, r.use[:0])
	return r.mix(n, r.use, h)
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
		use = r.reached(l, h, use)
		for i, position := range use {
			use[i] = targets[position]
		}
		return use
	}
	return r.chosen(n, h, use)
}

// chosen are the targets that the caller picks: the active ones that take
// requests, and, where there are none, the backups. With active-passive the
// first takes everything; of the backups so does the first unless all share.
// Without a check an active one is never taken out, so no backup takes over.
func (r *reading) chosen(n *node, h Horizon, use []int32) []int32 {
	targets := r.edges[n.lo:n.hi]
	active, backups := targets[:n.active()], targets[n.active():]
	use = r.takers(n, active, h, n.link.activePassive, use)
	if len(use) == 0 && n.link.way != unchecked {
		use = r.takers(n, backups, h, !n.link.allBackups, use)
	}
	return use
}

// takers are the targets that take requests, or only the first of them.
func (r *reading) takers(n *node, targets []int32, h Horizon, first bool, use []int32) []int32 {
	for _, target := range targets {
		if r.takes(n, target, h) {
			use = append(use, target)
			if first {
				break
			}
		}
	}
	return use
}

// takes tells whether a target is given requests.
func (r *reading) takes(n *node, target int32, h Horizon) bool {
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
	refuses := r.down[r.nodes[target].instance] != up
	return !refuses && !(n.retries() && r.value[target][h] == Total)
}

// inPool tells whether a target passes the check: before failover the pool is
// as the failure found it.
func (r *reading) inPool(n *node, target int32, h Horizon) bool {
	checked := r.passes(n, target)
	if h == BeforeFailover {
		return r.steady[checked] != Total
	}
	return r.value[checked][h] != Total
}

// first tells whether a target is the one that is written first.
func (r *reading) first(n *node, target int32) bool { return r.edges[n.lo] == target && n.active() > 0 }

// mix is what is lost by requests that go to the targets in use. A dead target
// refuses: the request is saved where it goes to another target that is good.
// An answer that is an error is saved where errors are tried again too. What
// share is left to the bad ones is not known: it is partial.
func (r *reading) mix(n *node, use []int32, h Horizon) Amount {
	usable, good := 0, false
	for _, target := range use {
		if lost := r.targetLoses(target, h); lost != Total {
			usable++
			good = good || lost == None
		}
	}
	if usable < n.link.atLeast {
		return Total
	}
	elsewhere := good && n.link.triesOthers()
	for _, target := range use {
		refused := r.down[r.nodes[target].instance] != up
		saved := elsewhere && (refused || n.retries())
		if r.targetLoses(target, h) != None && !saved {
			return Partial
		}
	}
	return None
}

// triesOthers tells whether a request that failed goes to another target.
func (l *link) triesOthers() bool {
	switch l.way {
	case byCheck, unchecked:
		return l.redispatch
	case passive, byClient, unwritten, byPulling:
		return true
	}
	return false
}

// targetLoses is what a request loses at one target.
func (r *reading) targetLoses(target int32, h Horizon) Amount {
	if r.down[r.nodes[target].instance] != up {
		return Total
	}
	return r.value[target][h]
}
