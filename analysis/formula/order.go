package formula

// need is the i-th node that a node needs, or none.
func (n *node) need(i int) (int32, bool) {
	switch {
	case i < len(n.needs):
		return n.needs[i], true
	case i < len(n.needs)+len(n.checks):
		return n.checks[i-len(n.needs)], true
	}
	return 0, false
}

// visit is a node on the way of the depth-first search, and the next of its
// needs.
type visit struct {
	node int32
	next int
}

// arrange finds the circles (Tarjan, Depth-first search and linear graph
// algorithms, SIAM Journal on Computing 1, 1972), without recursion. They come
// out after those that they need.
func (c *cone) arrange() {
	found := make([]int32, len(c.nodes)) // when a node was found, from 1
	low := make([]int32, len(c.nodes))
	closed := make([]bool, len(c.nodes))
	found[0], low[0] = 1, 1
	clock := int32(1)
	path, open := []visit{{}}, []int32{0}
	for len(path) > 0 {
		at := &path[len(path)-1]
		n := at.node
		if need, more := c.nodes[n].need(at.next); more {
			at.next++
			switch {
			case found[need] == 0:
				clock++
				found[need], low[need] = clock, clock
				open = append(open, need)
				path = append(path, visit{node: need})
			case !closed[need]:
				low[n] = min(low[n], found[need])
			}
			continue
		}
		path = path[:len(path)-1]
		if len(path) > 0 {
			caller := path[len(path)-1].node
			low[caller] = min(low[caller], low[n])
		}
		if low[n] == found[n] {
			first := len(open) - 1
			for open[first] != n {
				first--
			}
			circle := append([]int32(nil), open[first:]...)
			for _, member := range circle {
				closed[member] = true
			}
			open = open[:first]
			c.circles = append(c.circles, circle)
		}
	}
}
