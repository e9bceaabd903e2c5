package formula

import "slices"

// ref is a node of a circuit. Nodes come after what they are made of.
type ref int32

// The constants.
const (
	never  ref = 0
	always ref = 1
)

// op is what a node does with its arguments.
type op uint8

const (
	opConstant op = iota
	opEvent       // k is the number of the event
	opNot
	opAnd
	opOr
	opAtLeast // at least k of the arguments
)

// gate is a node of a circuit.
type gate struct {
	op       op
	positive bool // no "not" in it or below
	k        int32
	lo, hi   int32 // args[lo:hi]
}

// circuit is Boolean functions as a graph, in which equal parts are one node
// (hash consing). It simplifies what can be seen in the parts themselves:
// constants, duplicates, absorption. It does not find every equality.
type circuit struct {
	gates []gate
	args  []ref
	table []ref // open addressing over the gates
	room  int   // how many arguments may still be added
	full  bool  // there was no room: what was built since is void

	list, kept, shared []ref // scratch
}

// roomOfCircuit bounds a circuit: 2^23 arguments are 32 MB.
const roomOfCircuit = 1 << 23

func newCircuit() *circuit {
	return &circuit{gates: []gate{{positive: true}, {positive: true, k: 1}}, table: make([]ref, 1<<9), room: roomOfCircuit}
}

// hash spreads what makes a node over 64 bits.
func hash(o op, k int32, args []ref) uint64 {
	h := uint64(o)*0x9e3779b97f4a7c15 ^ uint64(uint32(k))
	for _, a := range args {
		h = (h ^ uint64(uint32(a))) * 0x100000001b3
		h ^= h >> 29
	}
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>32
}

// intern is the node of that kind with these arguments.
func (c *circuit) intern(o op, k int32, args []ref) ref {
	mask := uint64(len(c.table) - 1)
	at := hash(o, k, args) & mask
	for ; c.table[at] != never; at = (at + 1) & mask {
		if g := &c.gates[c.table[at]]; g.op == o && g.k == k && slices.Equal(c.args[g.lo:g.hi], args) {
			return c.table[at]
		}
	}
	if c.room -= len(args) + 1; c.room < 0 {
		c.full = true
		return never
	}
	g := gate{op: o, positive: o != opNot, k: k, lo: int32(len(c.args))}
	c.args = append(c.args, args...)
	g.hi = int32(len(c.args))
	for _, a := range args {
		g.positive = g.positive && c.gates[a].positive
	}
	n := ref(len(c.gates))
	c.gates = append(c.gates, g)
	c.table[at] = n
	if 2*len(c.gates) > len(c.table) {
		c.grow()
	}
	return n
}

// grow doubles the table.
func (c *circuit) grow() {
	c.table = make([]ref, 2*len(c.table))
	mask := uint64(len(c.table) - 1)
	for n := always + 1; int(n) < len(c.gates); n++ {
		g := &c.gates[n]
		at := hash(g.op, g.k, c.of(n)) & mask
		for c.table[at] != never {
			at = (at + 1) & mask
		}
		c.table[at] = n
	}
}

func (c *circuit) event(number int32) ref { return c.intern(opEvent, number, nil) }

// of are the arguments of a node.
func (c *circuit) of(n ref) []ref { return c.args[c.gates[n].lo:c.gates[n].hi] }

func (c *circuit) not(a ref) ref {
	switch {
	case a == never:
		return always
	case a == always:
		return never
	case c.gates[a].op == opNot:
		return c.of(a)[0]
	}
	return c.intern(opNot, 0, []ref{a})
}

func (c *circuit) and(args ...ref) ref { return c.join(opAnd, opOr, never, always, args) }
func (c *circuit) or(args ...ref) ref  { return c.join(opOr, opAnd, always, never, args) }

// atLeast is that at least k of the arguments hold.
func (c *circuit) atLeast(k int, args []ref) ref {
	list := make([]ref, 0, len(args))
	for _, a := range args {
		switch a {
		case never:
		case always:
			k--
		default:
			list = append(list, a)
		}
	}
	switch {
	case k <= 0:
		return always
	case k > len(list):
		return never
	case k == 1:
		return c.or(list...)
	case k == len(list):
		return c.and(list...)
	}
	slices.Sort(list)
	return c.intern(opAtLeast, int32(k), list)
}

// has tells whether a sorted list holds a node.
func has(list []ref, n ref) bool {
	_, found := slices.BinarySearch(list, n)
	return found
}

// within tells whether a sorted list holds all of another.
func within(small, large []ref) bool {
	for _, n := range small {
		if !has(large, n) {
			return false
		}
	}
	return true
}

// reached marks what the roots are made of.
func (c *circuit) reached(roots ...ref) []bool {
	marked := make([]bool, len(c.gates))
	for _, root := range roots {
		marked[root] = true
	}
	for n := ref(len(marked) - 1); n > always; n-- {
		if marked[n] {
			for _, a := range c.of(n) {
				marked[a] = true
			}
		}
	}
	return marked
}
