package analysis

import "slices"

// digraph is a graph in integers: to[n] are the nodes that n needs.
type digraph struct{ to [][]int32 }

// components are the circles of nodes that need each other, and the single
// nodes, each after those that it needs. The search is that of the order of a
// cone, whose nodes need nothing but these here.
func (g digraph) components() [][]int32 {
	var c cone
	for _, to := range g.to {
		first := int32(len(c.edges))
		c.edges = append(c.edges, to...)
		c.nodes = append(c.nodes, node{lo: first, hi: int32(len(c.edges)), checks: none})
	}
	c.components()
	all := make([][]int32, len(c.starts)-1)
	for i := range all {
		all[i] = c.members[c.starts[i]:c.starts[i+1]]
		slices.Reverse(all[i]) // as they were found
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
