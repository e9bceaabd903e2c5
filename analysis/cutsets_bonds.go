package analysis

// keepTogether keeps the members of a tier in the same fates, where it has any:
// as world.sides has it.
func (g *ground) keepTogether(t int32) {
	tier := &g.plan.tiers[t]
	if tier.quorum > 1 || tier.data != nil && tier.data.Mode == "group" {
		g.keepBonds(t)
	}
	if tier.quorum > 1 && tier.data != nil {
		g.keepLease(tier.data) // who is demoted counts no more
	}
}

// keepBonds keeps the bonds between members of a tier. Where one of them is cut
// it hangs on all members what becomes of that.
func (g *ground) keepBonds(t int32) {
	if len(g.events.lanes) == 0 || g.together[t] || !g.plan.tiers[t].clustered {
		return
	}
	g.together[t] = true
	first, count := g.plan.tiers[t].first, g.plan.tiers[t].count
	broken := false
	for from := first; from < first+count; from++ {
		for to := first; to < first+count; to++ {
			g.keepLane(from, to)
			broken = broken || g.isCut(from, to)
		}
	}
	if broken {
		g.addTier(t)
	}
}

// keepRole keeps the controller of data from taking the primary for dead, and
// able to reach the replica that it promotes: as world.mistakes, world.demotes
// and world.reaches have it. As long as none of its ways is cut nothing of that
// happens.
func (g *ground) keepRole(d *data) {
	g.keepLease(d)
	if len(g.events.lanes) == 0 || d.controller == none || d.Mode == "group" {
		return
	}
	guard := g.plan.guardOf(d)
	if d.watched {
		guard = guard[:1] // it sees the primary, or not
	} else {
		for _, t := range guard {
			g.keepTogether(t)
		}
	}
	if g.someCut(guard) {
		g.keepControl(d)
		return
	}
	g.keepLanes(guard)
}

// keepLanes keeps all ways out of some tiers that have to do with promoting.
func (g *ground) keepLanes(tiers []int32) {
	for _, t := range tiers {
		for i := range g.plan.tiers[t].count {
			from := g.plan.tiers[t].first + i
			for _, to := range g.endsOf(from) {
				g.keepLane(from, to)
			}
		}
	}
}

// keepControl keeps all that it hangs on whom a controller promotes.
func (g *ground) keepControl(d *data) {
	if len(g.events.lanes) == 0 {
		return
	}
	g.addGuard(d)
	g.keepBonds(d.tier)
	g.keepLanes(g.plan.guardOf(d))
}

// addGuard adds what takes anything of some data, or of what it depends on who
// promotes.
func (g *ground) addGuard(d *data) {
	g.addTier(d.tier)
	for _, t := range g.plan.guardOf(d) {
		g.addTier(t)
	}
}

// endsOf are the ends of the bonds of an instance, and of its ways to what it
// needs to promote a replica.
func (g *ground) endsOf(from int32) []int32 {
	t := &g.plan.tiers[g.plan.tierOf[from]]
	ends := g.plan.bonds(t, from, nil)
	for _, l := range t.links {
		if g.plan.isNeedToAct(l) {
			ends = append(ends, l.reachedFrom(int(from-t.first))...)
		}
	}
	return ends
}
