package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// cone is everything that one flow hangs on, as a graph: instances that need
// pools, and pools that use instances. A pool is one connection as one view
// sees it; all callers of a tier share it, so that the graph grows with the
// number of instances and not with its square.
//
// There is one view for the flow, and one for each health check on its way:
// what a check asks for is not what the flow asks for, so an instance may be
// good for one and bad for the other. The flow's view comes first.
type cone struct {
	root int32 // the pool that the clients use
	// patience is how long a request may be late.
	patience model.Duration
	nodes    []node
	edges    []int32
	// views are the first nodes of the views of the checks.
	views []int32
	// undecided: a pool's answer depends on what is assumed.
	undecided bool

	order
}

// clear empties the cone and keeps its room.
func (c *cone) clear() {
	clear(c.nodes)
	c.nodes, c.edges, c.views, c.undecided = c.nodes[:0], c.edges[:0], c.views[:0], false
}

// viewOf are the first node of the view that n is in, and the one after its
// last.
func (c *cone) viewOf(n int32) (from, to int32) {
	next, _ := slices.BinarySearch(c.views, n+1)
	to = int32(len(c.nodes))
	if next < len(c.views) {
		to = c.views[next]
	}
	if next > 0 {
		from = c.views[next-1]
	}
	return from, to
}

// node is an instance or a pool, in one view.
type node struct {
	instance int32 // none for a pool
	link     *link // nil for an instance
	// edges[lo:hi] are the pools of an instance, or the targets of a pool.
	lo, hi int32
	// checks is the node of the first instance of the link's tier in the
	// view of the pool's health check, or none.
	checks int32
	// write: the pool carries writes.
	write bool
}

// retries tells whether any error that a target answers is tried elsewhere.
func (n *node) retries() bool { return n.retriesErrors() || n.retriesGateway() }

// retriesErrors tells so of an application's error, retriesGateway of that of
// a proxy without an answer. The request was sent, so a write is not tried
// again unless that is written.
func (n *node) retriesErrors() bool { return n.link.onErrors && (!n.write || n.link.RetryWrites) }

func (n *node) retriesGateway() bool { return n.link.onGateway && (!n.write || n.link.RetryWrites) }

// retriesTimeouts tells whether a request that a target never answers is tried
// elsewhere. It was sent, so a write is not unless that is written.
func (n *node) retriesTimeouts() bool {
	return n.link.onTimeouts && (!n.write || n.link.RetryWrites)
}

// active is how many of the pool's targets are active.
func (n *node) active() int { return min(n.link.active, int(n.hi-n.lo)) }

// builder cuts cones. Its marks are stamped, so that a new cone costs nothing
// for what is outside of it.
type builder struct {
	plan *plan
	cone *cone

	view       int32   // the stamp of the view in work
	instanceAt []stamp // of an instance: its node in the view
	poolsAt    []stamp // of a tier: where its pools in the view begin in shared
	shared     []tierPools
	pools      []int32
	local      []*link
	cut        int32   // the stamp of the cone in work
	checkAt    []stamp // of a link: the first node of its check's view
	checks     []*link
}

// stamp is a value that counts while at is the stamp in work.
type stamp struct{ at, value int32 }

// tierPools are the pools that all instances of a tier share, and the links
// that each has for itself: parts of the builder's lists.
type tierPools struct{ from, to, localFrom, localTo int32 }

func newBuilder(p *plan) *builder {
	return &builder{
		plan:       p,
		instanceAt: make([]stamp, len(p.instances)),
		poolsAt:    make([]stamp, len(p.tiers)),
		checkAt:    make([]stamp, p.links),
	}
}

// build cuts the cone of a flow, in the room of an old one.
func (b *builder) build(f *model.Flow, c *cone) {
	c.clear()
	c.patience = Allowed(f)
	b.cone = c
	b.cut++
	b.checks = b.checks[:0]
	b.begin()
	b.cone.root = b.pool(b.plan.entryOf(f.Enters), f.Kind == model.WriteFlow)
	b.grow(b.cone.root, f.Uses, f.Kind == model.WriteFlow)
	for i := 0; i < len(b.checks); i++ { // a view may need further checks
		b.viewOf(b.checks[i])
	}
	for i := range b.cone.nodes {
		n := &b.cone.nodes[i]
		if n.link != nil && n.link.way == byCheck {
			n.checks = b.checkAt[n.link.number].value
		}
	}
	b.cone.arrange()
}

func (b *builder) begin() {
	b.view++
	b.shared, b.pools, b.local = b.shared[:0], b.pools[:0], b.local[:0]
}

// viewOf adds what the health check of l asks each target for. A check reads.
func (b *builder) viewOf(l *link) {
	b.begin()
	first := int32(len(b.cone.nodes))
	b.checkAt[l.number].value = first
	b.cone.views = append(b.cone.views, first)
	t := &b.plan.tiers[l.to]
	for i := range t.count {
		b.instance(t.first + i)
	}
	if len(l.Check.Reaches) > 0 {
		b.grow(first, l.Sees, false)
	}
}

// grow gives every node of the view, from the first on, its edges. New nodes
// join the end and get theirs in turn.
func (b *builder) grow(first int32, counts func(*model.Connection) bool, writes bool) {
	for i := first; i < int32(len(b.cone.nodes)); i++ {
		n := b.cone.nodes[i]
		n.lo = int32(len(b.cone.edges))
		switch {
		case n.link == nil:
			b.poolsOf(n.instance, counts, writes)
		case n.instance != none: // the one target of a caller on its own server
			b.edge(b.instance(n.instance))
			n.instance = none
		default:
			for _, target := range n.link.targets {
				b.edge(b.instance(target))
			}
		}
		n.hi = int32(len(b.cone.edges))
		b.cone.nodes[i] = n
	}
}

func (b *builder) edge(to int32) { b.cone.edges = append(b.cone.edges, to) }

// poolsOf adds edges to the pools of one instance: its tier's, and those of its
// own.
func (b *builder) poolsOf(instance int32, counts func(*model.Connection) bool, writes bool) {
	t := b.plan.tierOf[instance]
	at := &b.poolsAt[t]
	if at.at != b.view {
		*at = stamp{b.view, int32(len(b.shared))}
		b.shared = append(b.shared, b.poolsOfTier(t, counts, writes))
	}
	shared := b.shared[at.value]
	b.cone.edges = append(b.cone.edges, b.pools[shared.from:shared.to]...)
	for _, l := range b.local[shared.localFrom:shared.localTo] {
		pool := b.pool(l, carriesWrites(l, writes))
		b.cone.nodes[pool].instance = l.local[instance-b.plan.tiers[t].first]
		b.edge(pool)
	}
}

func (b *builder) poolsOfTier(t int32, counts func(*model.Connection) bool, writes bool) tierPools {
	found := tierPools{from: int32(len(b.pools)), localFrom: int32(len(b.local))}
	for _, l := range b.plan.tiers[t].links {
		switch {
		case !counts(l.Connection):
		case l.local != nil:
			b.local = append(b.local, l)
		default:
			b.pools = append(b.pools, b.pool(l, carriesWrites(l, writes)))
		}
	}
	found.to, found.localTo = int32(len(b.pools)), int32(len(b.local))
	return found
}

// carriesWrites tells whether a connection carries writes in a view.
func carriesWrites(l *link, writes bool) bool {
	return l.Access == model.Writes || l.Access == model.Any && writes
}

// pool adds a pool, and asks for the view of its check.
func (b *builder) pool(l *link, write bool) int32 {
	if l.way == byCheck && b.checkAt[l.number].at != b.cut {
		b.checkAt[l.number].at = b.cut
		b.checks = append(b.checks, l)
	}
	number := int32(len(b.cone.nodes))
	b.cone.nodes = append(b.cone.nodes, node{instance: none, link: l, checks: none, write: write})
	b.cone.undecided = b.cone.undecided || l.undecided()
	return number
}

// instance is the node of an instance in the view.
func (b *builder) instance(instance int32) int32 {
	at := &b.instanceAt[instance]
	if at.at != b.view {
		*at = stamp{b.view, int32(len(b.cone.nodes))}
		b.cone.nodes = append(b.cone.nodes, node{instance: instance, checks: none})
	}
	return at.value
}

// undecided tells whether the link's answer depends on what is assumed.
func (l *link) undecided() bool {
	return l.way == unwritten || l.hangsOnRoles() && l.data.ambiguous()
}

// ambiguous: the failover is said to be automatic, and nobody is said to
// perform it.
func (d *data) ambiguous() bool { return d.Automatic && d.Mode != "group" && d.controller == none }
