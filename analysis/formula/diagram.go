package formula

// diagram is a reduced ordered binary decision diagram that holds many
// functions at once (Bryant 1986; Brace, Rudell and Bryant, Efficient
// implementation of a BDD package, DAC 1990). Functions that are equal are one
// node. Nodes come after what they lead to. Nothing is freed: a diagram lives
// as long as one question.
type diagram struct {
	nodes  []choice
	unique []int32 // open addressing over nodes
	cache  []operation
	stack  []frame
	budget int // how many nodes there may be
	// full: there was no room; what has been made since is void.
	full bool
}

// choice is a node: where the variable at a level holds go high, else low.
type choice struct{ level, low, high int32 }

// operation is an entry of the cache: the latest result in its place.
type operation struct {
	kind         binary
	x, y, result int32
}

// binary is what is done with two functions.
type binary int32

const (
	conjoin binary = iota + 1
	disjoin
	subtract // the first and not the second
)

// The constant functions are the first two nodes, below every variable.
const (
	bottom = 1<<31 - 1
	no     = int32(0)
	yes    = int32(1)
)

func newDiagram(budget int) *diagram {
	d := &diagram{budget: budget, unique: make([]int32, 1<<9), cache: make([]operation, 1<<9)}
	d.nodes = append(make([]choice, 0, 1<<8), choice{bottom, no, no}, choice{bottom, yes, yes})
	return d
}

// scramble spreads three numbers over 64 bits.
func scramble(a, b, c int32) uint64 {
	h := uint64(uint32(a))*0x9e3779b97f4a7c15 + uint64(uint32(b))*0xc2b2ae3d27d4eb4f + uint64(uint32(c))*0x165667b19e3779f9
	return h ^ h>>29
}

// node is the choice between two functions.
func (d *diagram) node(level, low, high int32) int32 {
	if low == high {
		return low
	}
	mask := uint64(len(d.unique) - 1)
	at := scramble(level, low, high) & mask
	for ; d.unique[at] != 0; at = (at + 1) & mask {
		if n := d.unique[at]; d.nodes[n] == (choice{level, low, high}) {
			return n
		}
	}
	if len(d.nodes) >= d.budget {
		d.full = true
		return no
	}
	n := int32(len(d.nodes))
	d.nodes = append(d.nodes, choice{level, low, high})
	d.unique[at] = n
	if 2*len(d.nodes) > len(d.unique) {
		d.grow()
	}
	return n
}

// grow doubles the tables. The cache may forget.
func (d *diagram) grow() {
	d.unique = make([]int32, 2*len(d.unique))
	d.cache = make([]operation, len(d.unique))
	mask := uint64(len(d.unique) - 1)
	for n := 2; n < len(d.nodes); n++ {
		c := d.nodes[n]
		at := scramble(c.level, c.low, c.high) & mask
		for d.unique[at] != 0 {
			at = (at + 1) & mask
		}
		d.unique[at] = int32(n)
	}
}

// variable is the function that holds where the variable does.
func (d *diagram) variable(level int32) int32 { return d.node(level, no, yes) }

// settled is the result of an operation that needs no work.
func settled(kind binary, x, y int32) (int32, bool) {
	switch kind {
	case conjoin:
		switch {
		case x == no || y == no:
			return no, true
		case x == yes || x == y:
			return y, true
		case y == yes:
			return x, true
		}
	case disjoin:
		switch {
		case x == yes || y == yes:
			return yes, true
		case x == no || x == y:
			return y, true
		case y == no:
			return x, true
		}
	case subtract:
		switch {
		case x == no || y == yes || x == y:
			return no, true
		case y == no:
			return x, true
		}
	}
	return 0, false
}

// frame is an operation in work: its low half comes first.
type frame struct {
	x, y   int32
	level  int32
	low    int32
	inHigh bool
}

// apply works an operation out, with a stack of its own.
func (d *diagram) apply(kind binary, x, y int32) int32 {
	d.stack = d.stack[:0]
	result, ready := d.start(kind, x, y)
	for len(d.stack) > 0 && !d.full {
		top := &d.stack[len(d.stack)-1]
		if !ready {
			result, ready = d.start(kind, half(d, top.x, top.level, false), half(d, top.y, top.level, false))
			continue
		}
		if !top.inHigh {
			top.low, top.inHigh = result, true
			result, ready = d.start(kind, half(d, top.x, top.level, true), half(d, top.y, top.level, true))
			if !ready {
				continue
			}
			top = &d.stack[len(d.stack)-1]
		}
		result = d.finish(kind, *top, result)
		d.stack = d.stack[:len(d.stack)-1]
	}
	return result
}

// start looks a result up, or begins to work on it.
func (d *diagram) start(kind binary, x, y int32) (result int32, ready bool) {
	if result, ready = settled(kind, x, y); ready {
		return result, true
	}
	if kind != subtract && x > y {
		x, y = y, x
	}
	if o := &d.cache[d.place(kind, x, y)]; o.kind == kind && o.x == x && o.y == y {
		return o.result, true
	}
	d.stack = append(d.stack, frame{x: x, y: y, level: min(d.nodes[x].level, d.nodes[y].level)})
	return 0, false
}

// finish makes the node of a frame whose high half is known.
func (d *diagram) finish(kind binary, f frame, high int32) int32 {
	result := d.node(f.level, f.low, high)
	d.cache[d.place(kind, f.x, f.y)] = operation{kind, f.x, f.y, result}
	return result
}

func (d *diagram) place(kind binary, x, y int32) uint64 {
	return scramble(int32(kind), x, y) & uint64(len(d.cache)-1)
}

// half is a function where the variable at a level holds, or does not.
func half(d *diagram, n, level int32, high bool) int32 {
	c := &d.nodes[n]
	switch {
	case c.level != level:
		return n
	case high:
		return c.high
	}
	return c.low
}
