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
	heads map[uint64]ref // the latest node with a hash
	next  []ref          // an earlier node with the same hash
	room  int            // how many arguments may still be added
	full  bool           // there was no room: what was built since is void

	list, kept, shared []ref // scratch
}

// roomOfCircuit bounds a circuit: 2^23 arguments are 32 MB.
const roomOfCircuit = 1 << 23

func newCircuit() *circuit {
	return &circuit{
		gates: []gate{{positive: true}, {positive: true, k: 1}}, next: []ref{never, never},
		heads: make(map[uint64]ref), room: roomOfCircuit,
	}
}

// intern is the node of that kind with these arguments.
func (c *circuit) intern(o op, k int32, args []ref) ref {
	h := uint64(o)*0x9e3779b97f4a7c15 ^ uint64(uint32(k))
	for _, a := range args {
		h = (h ^ uint64(uint32(a))) * 0x100000001b3
		h ^= h >> 29
	}
	for n := c.heads[h]; n != never; n = c.next[n] {
		if g := &c.gates[n]; g.op == o && g.k == k && slices.Equal(c.args[g.lo:g.hi], args) {
			return n
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
	c.next = append(c.next, c.heads[h])
	c.heads[h] = n
	return n
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

// flat is the longest argument that is taken apart into its own: a chain of
// services is as long as the user likes, and must not be copied at each step.
const flat = 32

// join makes an "and" or an "or"; dual is the other one, zero what decides it,
// one what counts for nothing.
func (c *circuit) join(o, dual op, zero, one ref, args []ref) ref {
	list := c.list[:0]
	for _, a := range args {
		switch g := &c.gates[a]; {
		case a == zero:
			return zero
		case a == one:
		case g.op == o && g.hi-g.lo <= flat:
			list = append(list, c.of(a)...)
		default:
			list = append(list, a)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	c.list = list
	for _, a := range list {
		if c.gates[a].op == opNot && has(list, c.of(a)[0]) {
			return zero
		}
	}
	kept, briefest := c.kept[:0], c.briefest(dual, list)
	for _, a := range list {
		if c.gates[a].op != dual || !c.absorbed(a, briefest, o, list) {
			kept = append(kept, a)
		}
	}
	c.kept = kept
	switch len(kept) {
	case 0:
		return one
	case 1:
		return kept[0]
	}
	if common := c.common(dual, kept); len(common) > 0 {
		return c.factor(o, dual, zero, one, kept, common)
	}
	return c.intern(o, 0, kept)
}

// briefest is the member of a list with the fewest parts among those of a
// kind, or never.
func (c *circuit) briefest(kind op, list []ref) ref {
	found := never
	for _, a := range list {
		if c.gates[a].op == kind && (found == never || len(c.of(a)) < len(c.of(found))) {
			found = a
		}
	}
	return found
}

// absorbed tells whether a member of a list of the other kind says nothing
// beside the rest of it: one of its parts is there, by itself or in parts, or
// all parts of the briefest one.
func (c *circuit) absorbed(a, briefest ref, o op, list []ref) bool {
	parts := c.of(a)
	for _, part := range parts {
		if has(list, part) || c.gates[part].op == o && within(c.of(part), list) {
			return true
		}
	}
	return len(parts) > len(c.of(briefest)) && within(c.of(briefest), parts)
}

// common is what all members of a list share, where they are of the dual kind.
func (c *circuit) common(dual op, list []ref) []ref {
	for _, a := range list {
		if c.gates[a].op != dual {
			return nil
		}
	}
	common := c.shared[:0]
	for _, part := range c.of(list[0]) {
		everywhere := true
		for _, a := range list[1:] {
			everywhere = everywhere && has(c.of(a), part)
		}
		if everywhere {
			common = append(common, part)
		}
	}
	c.shared = common
	return common
}

// factor takes out what all members of a list share: (a | z) & (b | z) is
// z | a & b. So what is shared is one part, and not one in every member.
func (c *circuit) factor(o, dual op, zero, one ref, list, common []ref) ref {
	list, common = slices.Clone(list), slices.Clone(common)
	for i, a := range list {
		rest := make([]ref, 0, len(c.of(a)))
		for _, part := range c.of(a) {
			if !has(common, part) {
				rest = append(rest, part)
			}
		}
		list[i] = c.join(dual, o, one, zero, rest)
	}
	return c.join(dual, o, one, zero, append(common, c.join(o, dual, zero, one, list)))
}

// has tells whether a sorted list holds a node.
func has(list []ref, n ref) bool {
	_, found := slices.BinarySearch(list, n)
	return found
}

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

// choose is: where a holds then, else otherwise. Where a holds or then does
// whenever otherwise does, no "not" is needed: the choice is then, and one of
// the other two.
func (c *circuit) choose(a, then, otherwise ref) ref {
	switch {
	case then == otherwise || a == always:
		return then
	case a == never:
		return otherwise
	case c.covers(a, then, otherwise):
		return c.and(then, c.or(a, otherwise))
	}
	return c.or(c.and(a, then), c.and(c.not(a), otherwise))
}

// covers tells whether every part of otherwise is seen to imply one of the
// other two.
func (c *circuit) covers(a, then, otherwise ref) bool {
	parts := []ref{otherwise}
	if c.gates[otherwise].op == opOr {
		parts = c.of(otherwise)
	}
	for _, part := range parts {
		if !c.implies(part, a) && !c.implies(part, then) {
			return false
		}
	}
	return true
}

// implies tells whether b can be seen to hold where a does.
func (c *circuit) implies(a, b ref) bool {
	switch {
	case a == b || a == never || b == always:
		return true
	case c.gates[b].op == opOr && c.gates[a].op == opOr:
		return within(c.of(a), c.of(b))
	case c.gates[b].op == opOr && has(c.of(b), a):
		return true
	case c.gates[a].op == opAnd && c.gates[b].op == opAnd:
		return within(c.of(b), c.of(a))
	case c.gates[a].op == opAnd && has(c.of(a), b):
		return true
	}
	return false
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
