package analysis

// order says in which order the nodes of a cone are worked out: components
// (circles of nodes that need each other, or single nodes) after those that
// they need.
//
// The components are Tarjan's (Depth-first search and linear graph algorithms,
// SIAM Journal on Computing 1, 1972), found without recursion, as a chain of
// services may be long.
type order struct {
	component []int32 // of a node
	members   []int32 // the nodes, component by component
	starts    []int32 // members[starts[c]:starts[c+1]] are those of component c
	parents   []int32
	parentsAt []int32 // parents[parentsAt[n]:parentsAt[n+1]] need node n

	// The search: when a node was found, from 1, or 0; the earliest that it
	// leads back to; the way to the node in hand; those in no component yet.
	found, low []int32
	path       []visit
	open       []int32
}

// hasCircles tells whether nodes need each other.
func (o *order) hasCircles() bool { return len(o.members) > len(o.starts)-1 }

// degree is the number of nodes that a node needs, need the i-th of them: the
// pools of an instance; the targets of a pool, and then the same targets as
// its health check sees them.
func (c *cone) degree(n *node) int32 {
	if n.link != nil && n.checks != none {
		return 2 * (n.hi - n.lo)
	}
	return n.hi - n.lo
}

func (c *cone) need(n *node, i int32) int32 {
	if i < n.hi-n.lo {
		return c.edges[n.lo+i]
	}
	return c.passes(n, c.edges[n.lo+i-(n.hi-n.lo)])
}

// passes is the node that says whether a target passes the pool's check.
func (c *cone) passes(n *node, target int32) int32 {
	return n.checks + c.nodes[target].instance - n.link.first
}

// arrange fills in the order.
func (c *cone) arrange() {
	c.components()
	count := len(c.nodes)
	c.parentsAt = room(c.parentsAt, count+1)
	for i := range c.nodes {
		n := &c.nodes[i]
		for k := range c.degree(n) {
			c.parentsAt[c.need(n, k)+1]++
		}
	}
	for i := range count {
		c.parentsAt[i+1] += c.parentsAt[i]
	}
	c.parents = room(c.parents, int(c.parentsAt[count]))
	next := append(c.low[:0], c.parentsAt[:count]...) // the search is over
	for i := range c.nodes {
		n := &c.nodes[i]
		for k := range c.degree(n) {
			child := c.need(n, k)
			c.parents[next[child]] = int32(i)
			next[child]++
		}
	}
}

// visit is a node on the way of the depth-first search, and the next of its
// needs.
type visit struct{ node, next int32 }

func (c *cone) components() {
	count := len(c.nodes)
	c.component, c.found, c.low = room(c.component, count), room(c.found, count), room(c.low, count)
	c.members, c.starts = c.members[:0], append(c.starts[:0], 0)
	for i := range c.component {
		c.component[i] = none
	}
	path, open, found, low := c.path[:0], c.open[:0], c.found, c.low
	clock := int32(0)
	for start := range c.nodes {
		if found[start] != 0 {
			continue
		}
		path = append(path, visit{int32(start), 0})
		for len(path) > 0 {
			at := &path[len(path)-1]
			n := at.node
			if at.next == 0 {
				clock++
				found[n], low[n] = clock, clock
				open = append(open, n)
			}
			if at.next < c.degree(&c.nodes[n]) {
				child := c.need(&c.nodes[n], at.next)
				at.next++
				if found[child] == 0 {
					path = append(path, visit{child, 0})
				} else if c.component[child] == none {
					low[n] = min(low[n], found[child])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				caller := path[len(path)-1].node
				low[caller] = min(low[caller], low[n])
			}
			if low[n] == found[n] {
				open = c.close(n, open)
			}
		}
	}
	c.path, c.open = path, open
}

// room is a slice of so many zeros, in the place of an old one if that has the
// room.
func room[T any](old []T, count int) []T {
	if cap(old) < count {
		return make([]T, count, count+count/4)
	}
	old = old[:count]
	clear(old)
	return old
}

// close takes the component that ends at n off the open nodes.
func (c *cone) close(n int32, open []int32) []int32 {
	number := int32(len(c.starts) - 1)
	for {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		c.component[last] = number
		c.members = append(c.members, last)
		if last == n {
			c.starts = append(c.starts, int32(len(c.members)))
			return open
		}
	}
}
