package analysis

// ground finds out on what it hangs that a flow stands: a ground is a set of
// events such that the flow goes on standing, whatever else fails, for as long
// as none of them happens. So whoever wants to stop it needs one of them.
//
// For what is monotone that is a path set: of each pool that is needed, one
// target that works (or as many as it needs), with all that this one needs.
// That is right for all targets that share the requests of a pool, as how much
// is lost in total hangs on nothing but how many of them work: a target that
// is out of the pool, or in it and broken, is missing either way. It is right
// for who holds an address and who is the primary, too: those before it are
// dead, and no further failure brings them back.
//
// A choice that follows what the targets do may turn, for better or worse,
// when something else fails. Where the one in use comes after others that were
// passed over and are alive, the ground therefore holds everything that those
// hang on (their support): as long as nothing of it happens they stay what
// they are. The same goes for circles that hold such a choice. So a ground is
// a proof in every case, and only its size tells the monotone part from the
// rest.
type ground struct {
	*reading
	events  *events
	tangled []bool // of a component: a circle with a choice in it

	found []int32
	added []bool // of an event
	kept  map[int32]bool
	open  []spot
	seen  map[spot]bool
	// supported are the spots whose support was added.
	supported map[spot]bool
	together  map[int32]bool // tiers whose bonds were added
}

func newGround(r *reading, e *events) *ground {
	g := &ground{
		reading: r, events: e, tangled: make([]bool, len(r.starts)-1), added: make([]bool, len(e.happens)),
		kept: make(map[int32]bool), seen: make(map[spot]bool), supported: make(map[spot]bool), together: make(map[int32]bool),
	}
	for c := range g.tangled {
		members := r.members[r.starts[c]:r.starts[c+1]]
		for _, n := range members {
			g.tangled[c] = g.tangled[c] || len(members) > 1 && r.nodes[n].link != nil && r.follows(&r.nodes[n], AfterFailover)
		}
	}
	return g
}

// collect is the ground of the flow as it stands.
func (g *ground) collect() []int32 {
	for _, event := range g.found {
		g.added[event] = false
	}
	g.found = g.found[:0]
	clear(g.kept)
	clear(g.seen)
	clear(g.supported)
	clear(g.together)
	g.keep(g.root, none)
	for len(g.open) > 0 {
		at := g.open[len(g.open)-1]
		g.open = g.open[:len(g.open)-1]
		n := &g.nodes[at.node]
		switch {
		case g.tangled[g.component[at.node]]:
			g.keepAsItIs(at)
		case n.link == nil:
			g.keepInstance(at.node)
		default:
			g.asker = at.user
			g.keepPool(n, at)
			g.asker = none
		}
	}
	return g.found
}

// keep asks for a node that is not lost in total, as a user sees it. It may be
// in work already: what services in a circle are to one another they stay as
// long as nothing from outside takes one of them.
func (g *ground) keep(node, user int32) {
	at := g.spot(node, user)
	if !g.seen[at] {
		g.seen[at] = true
		g.open = append(g.open, at)
	}
}

// spot is a node as a user sees it. Who that is counts only where single ways
// may be cut.
func (g *ground) spot(node, user int32) spot {
	if len(g.events.lanes) == 0 || g.nodes[node].link == nil {
		user = none
	}
	return spot{node, user}
}

func (g *ground) add(event int32) {
	if !g.added[event] {
		g.added[event] = true
		g.found = append(g.found, event)
	}
}

// keepUp keeps an instance alive.
func (g *ground) keepUp(instance int32) {
	if g.kept[instance] {
		return
	}
	g.kept[instance] = true
	for _, event := range g.events.hits[instance] {
		g.add(event)
	}
	g.keepTogether(g.plan.tierOf[instance])
}

// keepAlive keeps so many instances of a tier alive, those first that are kept
// anyway.
func (g *ground) keepAlive(t, count int32) {
	first := g.plan.tiers[t].first
	all := g.plan.tiers[t].count
	for i := range all {
		if g.kept[first+i] {
			count--
		}
	}
	for i := range all {
		if count > 0 && !g.kept[first+i] && g.down[first+i] == up {
			g.keepUp(first + i)
			count--
		}
	}
}

// keepLane keeps the way from a user to a target open.
func (g *ground) keepLane(user, instance int32) {
	if event, ok := g.events.lanes[lane{user, instance}]; ok {
		g.add(event)
	}
}

func (g *ground) keepInstance(node int32) {
	n := &g.nodes[node]
	g.keepUp(n.instance)
	t := g.plan.tierOf[n.instance]
	if quorum := g.plan.tiers[t].quorum; quorum > 1 {
		g.keepAlive(t, quorum)
	}
	for _, pool := range g.edges[n.lo:n.hi] {
		g.keep(pool, n.instance)
	}
}
