package formula

// quantity is a function of a diagram with its probability.
type quantity struct {
	probability float64
	// birnbaum is the derivative of the probability by that of each level's
	// variable: how much more probable the function is with it than without.
	birnbaum []float64
}

// quantify works out the probability of a function, and the Birnbaum
// importance of every variable, in one pass up and one pass down (Rauzy 1993).
// q is the probability of the variable at each level.
func (d *diagram) quantify(root int32, q []float64) quantity {
	if root == no {
		return quantity{birnbaum: make([]float64, len(q))}
	}
	p := make([]float64, root+1)
	p[yes] = 1
	for n := int32(2); n <= root; n++ {
		c := &d.nodes[n]
		p[n] = q[c.level]*p[c.high] + (1-q[c.level])*p[c.low]
	}
	result := quantity{probability: p[root], birnbaum: make([]float64, len(q))}
	reach := make([]float64, root+1) // the probability of coming by a node
	reach[root] = 1
	for n := root; n > yes; n-- {
		if reach[n] == 0 {
			continue
		}
		c := &d.nodes[n]
		result.birnbaum[c.level] += reach[n] * (p[c.high] - p[c.low])
		reach[c.high] += reach[n] * q[c.level]
		reach[c.low] += reach[n] * (1 - q[c.level])
	}
	return result
}

// monotone tells whether a function never turns false when one more variable
// turns true: whether at every node the low half implies the high one. The
// answer is void if the diagram is full.
func (d *diagram) monotone(root int32) bool {
	for _, n := range d.below(root) {
		c := d.nodes[n]
		if d.apply(subtract, c.low, c.high) != no {
			return false
		}
	}
	return true
}

// below are the nodes that a function is made of, each after what it leads to.
func (d *diagram) below(root int32) []int32 {
	reached := make([]bool, root+1)
	reached[root] = true
	count := 0
	for n := root; n > yes; n-- {
		if reached[n] {
			c := &d.nodes[n]
			reached[c.low], reached[c.high] = true, true
			count++
		}
	}
	list := make([]int32, 0, count)
	for n := yes + 1; n <= root; n++ {
		if reached[n] {
			list = append(list, n)
		}
	}
	return list
}
