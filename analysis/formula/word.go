package formula

// words works a circuit out for 64 states at once: bit i of an event tells
// whether it has happened in state i.
type words struct {
	circuit *circuit
	nodes   []ref // what the roots are made of, in order
	value   []uint64
	counts  []uint64
}

func newWords(c *circuit, roots ...ref) *words {
	w := &words{circuit: c, value: make([]uint64, len(c.gates))}
	w.value[always] = ^uint64(0)
	for n, marked := range c.reached(roots...) {
		if marked && ref(n) > always {
			w.nodes = append(w.nodes, ref(n))
		}
	}
	return w
}

// work fills in the values for the given events.
func (w *words) work(events []uint64) {
	c := w.circuit
	for _, n := range w.nodes {
		g := &c.gates[n]
		args := c.args[g.lo:g.hi]
		var v uint64
		switch g.op {
		case opEvent:
			v = events[g.k]
		case opNot:
			v = ^w.value[args[0]]
		case opAnd:
			v = ^uint64(0)
			for _, a := range args {
				v &= w.value[a]
			}
		case opOr:
			for _, a := range args {
				v |= w.value[a]
			}
		case opAtLeast:
			v = w.atLeast(int(g.k), args)
		}
		w.value[n] = v
	}
}

// atLeast counts up: counts[j] holds the states with at least j so far.
func (w *words) atLeast(k int, args []ref) uint64 {
	if cap(w.counts) <= k {
		w.counts = make([]uint64, k+1)
	}
	counts := w.counts[:k+1]
	clear(counts)
	counts[0] = ^uint64(0)
	for _, a := range args {
		for j := k; j > 0; j-- {
			counts[j] |= counts[j-1] & w.value[a]
		}
	}
	return counts[k]
}
