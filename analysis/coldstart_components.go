package analysis

// digraph is a graph in integers: to[n] are the nodes that n needs.
type digraph struct{ to [][]int32 }

// components are the circles of nodes that need each other, and the single
// nodes, each after those that it needs: Tarjan's (Depth-first search and
// linear graph algorithms, SIAM Journal on Computing 1, 1972), without
// recursion.
func (g digraph) components() [][]int32 {
	count := len(g.to)
	found := make([]int32, count) // when a node was found, from 1
	low := make([]int32, count)
	closed := make([]bool, count)
	var all [][]int32
	var path []visit
	var open []int32
	clock := int32(0)
	for start := range g.to {
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
			if int(at.next) < len(g.to[n]) {
				child := g.to[n][at.next]
				at.next++
				if found[child] == 0 {
					path = append(path, visit{child, 0})
				} else if !closed[child] {
					low[n] = min(low[n], found[child])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				caller := path[len(path)-1].node
				low[caller] = min(low[caller], low[n])
			}
			if low[n] != found[n] {
				continue
			}
			first := len(open) - 1
			for open[first] != n {
				first--
			}
			component := append([]int32(nil), open[first:]...)
			open = open[:first]
			for _, member := range component {
				closed[member] = true
			}
			all = append(all, component)
		}
	}
	return all
}

// tierComponents are the services among some that need each other, each circle
// after what it needs.
func (b *boot) tierComponents(tiers []int32) [][]int32 {
	for i, t := range tiers {
		b.position[t] = int32(i)
	}
	g := digraph{make([][]int32, len(tiers))}
	for i, t := range tiers {
		for _, l := range b.tiers[t].links {
			start, run := b.needs(l)
			if to := b.position[l.to]; to != none && (start || run) {
				g.to[i] = append(g.to[i], to)
			}
		}
	}
	for _, t := range tiers {
		b.position[t] = none
	}
	components := g.components()
	for _, c := range components {
		for i := range c {
			c[i] = tiers[c[i]]
		}
	}
	return components
}
