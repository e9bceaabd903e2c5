package analysis

// fatal marks the nodes of a cone whose loss stops the flow whatever all others
// do: what a pool needs that has no target to spare, and what as many targets
// of a pool need as it cannot spare. They need no working out, so a failure of
// one of them costs nothing, however much hangs on it.
//
// It holds at every horizon and under every assumption, as a pool loses
// everything when fewer of its targets are usable than it needs, however it
// chooses, and an instance does when one of its pools has.
type fatal struct {
	marks []bool
	users []stamp // of a pool: how many targets of the pool in hand use it
}

// mark goes from what needs to what is needed.
func (f *fatal) mark(c *cone, size []int32) {
	f.marks, f.users = room(f.marks, len(c.nodes)), room(f.users, len(c.nodes))
	f.marks[c.root] = true
	for i := len(c.members) - 1; i >= 0; i-- {
		number := c.members[i]
		if !f.marks[number] {
			continue
		}
		n := &c.nodes[number]
		if n.link != nil {
			f.pool(c, number, size)
			continue
		}
		for _, pool := range c.edges[n.lo:n.hi] {
			f.marks[pool] = true
		}
	}
}

// pool marks what a pool that is fatal cannot do without.
func (f *fatal) pool(c *cone, number int32, size []int32) {
	n := &c.nodes[number]
	spare := -int32(n.link.atLeast)
	for _, target := range c.edges[n.lo:n.hi] {
		spare += size[c.nodes[target].instance]
	}
	for _, target := range c.edges[n.lo:n.hi] {
		at := &c.nodes[target]
		if size[at.instance] == 0 {
			continue
		}
		if spare < 1 {
			f.marks[target] = true
			continue
		}
		for _, pool := range c.edges[at.lo:at.hi] {
			count := max(f.users[pool].first(number+1), 0) + size[at.instance]
			f.users[pool] = stamp{number + 1, count}
			f.marks[pool] = f.marks[pool] || count > spare
		}
	}
}
