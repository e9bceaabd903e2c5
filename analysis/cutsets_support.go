package analysis

// keepAsItIs keeps a node in the very state that it is in: the ground gets its
// support, everything that may change anything of what it hangs on.
func (g *ground) keepAsItIs(at spot) {
	open := []spot{at}
	meet := func(at spot) {
		if !g.supported[at] {
			g.supported[at] = true
			open = append(open, at)
		}
	}
	for len(open) > 0 {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		n := &g.nodes[at.node]
		if n.link == nil {
			g.addTierOf(n.instance)
			for _, pool := range g.edges[n.lo:n.hi] {
				meet(g.spot(pool, n.instance))
			}
			continue
		}
		if d := n.link.data; d != nil {
			g.addTier(d.tier)
			for _, t := range g.plan.guardOf(d) {
				g.addTier(t)
			}
			g.keepControl(d)
		}
		for i := range g.degree(n) {
			need := g.need(n, i)
			g.keepLane(at.user, g.nodes[need].instance)
			meet(spot{need, none})
		}
	}
}

// addTierOf adds what takes an instance; where its tier has a quorum, what
// takes any of the others.
func (g *ground) addTierOf(instance int32) {
	g.keepUp(instance)
	if t := g.plan.tierOf[instance]; g.plan.tiers[t].quorum > 1 {
		g.addTier(t)
	}
}

func (g *ground) addTier(t int32) {
	for i := range g.plan.tiers[t].count {
		g.keepUp(g.plan.tiers[t].first + i)
	}
}
