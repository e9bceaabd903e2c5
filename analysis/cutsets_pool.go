package analysis

import "github.com/loadpath/loadpath/model"

// keepPool keeps a pool from being lost in total for who asks.
func (g *ground) keepPool(n *node, at spot) {
	l := n.link
	switch d := l.data; {
	case d == nil:
	case n.write:
		g.keepAccepting(d)
	case d.ReadsNeedMajority:
		g.keepMajority(d)
	}
	if l.hangsOnRoles() {
		g.keepRole(l.data)
	}
	switch {
	case l.toPrimary:
		member := g.primary(l, AfterFailover)
		if member > 0 {
			g.keepPromotion(l.data)
		}
		g.keepTarget(n, g.edges[n.lo+member], at)
	case l.way == byAddress:
		var working []int32
		for _, target := range g.inUse(n, AfterFailover, nil) {
			working = g.appendWorking(working, target)
		}
		g.keepSome(n, working, at)
	default:
		g.keepChosen(n, at)
	}
}

// keepChosen keeps a pool whose users choose among its targets.
func (g *ground) keepChosen(n *node, at spot) {
	targets := g.edges[n.lo:n.hi]
	active, backups := targets[:n.active()], targets[n.active():]
	switch {
	case g.keepPart(n, active, false, at):
	case g.arePassedOver(n, active) && g.keepPart(n, backups, !n.link.allBackups, at):
		g.keepPassedOver(n, active)
	default:
		g.keepAsItIs(at)
	}
}

// keepPart keeps enough of the targets, or the first that takes requests, and
// tells whether they are enough.
func (g *ground) keepPart(n *node, targets []int32, first bool, at spot) bool {
	var working []int32
	for i, target := range targets {
		if !g.takes(n, target, AfterFailover) {
			continue
		}
		working = g.appendWorking(working, target)
		if first {
			g.keepPassedOver(n, targets[:i])
			break
		}
	}
	return g.keepSome(n, working, at)
}

func (g *ground) appendWorking(working []int32, target int32) []int32 {
	if g.targetLoses(target, AfterFailover) == Total {
		return working
	}
	return append(working, target)
}

// keepSome keeps as many of some targets in use that work as the pool needs,
// those first that are kept anyway, and tells whether there are so many.
func (g *ground) keepSome(n *node, working []int32, at spot) bool {
	missing := n.link.atLeast
	if len(working) < missing {
		return false
	}
	for _, anyway := range [...]bool{true, false} {
		for _, target := range working {
			if missing > 0 && g.seen[spot{target, none}] == anyway {
				g.keepTarget(n, target, at)
				missing--
			}
		}
	}
	return true
}

// keepTarget keeps a target that works in use.
func (g *ground) keepTarget(n *node, target int32, at spot) {
	member := g.nodes[target].instance
	g.keepLane(at.user, member)
	if n.link.way == byCheck {
		g.keep(g.passes(n, target), none)
	}
	if n.write && n.link.local != nil && n.link.hangsOnRoles() && member != n.link.data.primary {
		g.keepPromotion(n.link.data)
	}
	g.keep(target, none)
}

// arePassedOver tells whether none of the targets takes requests.
func (g *ground) arePassedOver(n *node, targets []int32) bool {
	for _, target := range targets {
		if g.takes(n, target, AfterFailover) {
			return false
		}
	}
	return true
}

// keepPassedOver keeps targets out of use that take no requests. The dead stay
// so, and so does what hangs; what is alive has an answer that may turn.
func (g *ground) keepPassedOver(n *node, targets []int32) {
	for _, target := range targets {
		switch {
		case g.refuses(target):
		case n.link.way == byCheck:
			g.keepAsItIs(spot{g.passes(n, target), none})
		case !g.hangs(target):
			g.keepAsItIs(spot{target, none})
		}
	}
}

// keepAccepting keeps a member of replicated data from refusing writes: as
// world.accepts has it.
func (g *ground) keepAccepting(d *data) {
	if d.Mode == "group" {
		g.keepMajority(d)
	}
	if d.WaitFor > 0 && d.WaitTimeout == model.Forever {
		g.keepAlive(d.tier, int32(d.WaitFor)+1)
		g.keepBonds(d.tier)
		g.keepLease(d)
	}
}

func (g *ground) keepMajority(d *data) {
	g.keepAlive(d.tier, g.plan.tiers[d.tier].count/2+1)
}

// keepPromotion keeps whoever promotes a replica: as world.promotes has it.
func (g *ground) keepPromotion(d *data) {
	switch {
	case d.Mode == "group":
		g.keepMajority(d)
	case d.controller != none:
		g.keepActing(d.controller)
	}
}
