package formula

import (
	"cmp"
	"slices"
)

// translation brings a circuit into a diagram.
type translation struct {
	*diagram
	circuit *circuit
	levels  []int32 // of an event; beyond the end an event's own number
	known   []int32 // the diagram of a node, or -1
}

func newTranslation(c *circuit, levels []int32, budget int) *translation {
	return &translation{diagram: newDiagram(budget), circuit: c, levels: levels}
}

// of is the function of a node in the diagram. It is void if the diagram is
// full.
func (t *translation) of(root ref) int32 {
	if t.full {
		return no
	}
	for len(t.known) < len(t.circuit.gates) {
		t.known = append(t.known, -1)
	}
	t.known[never], t.known[always] = no, yes
	for _, n := range t.unknown(root) {
		function := t.make(n)
		if t.full {
			return no
		}
		t.known[n] = function
	}
	return t.known[root]
}

// unknown are the nodes below the root that are not in the diagram yet, each
// after what it is made of.
func (t *translation) unknown(root ref) []ref {
	var list []ref
	const found = -2
	open := []ref{root}
	for len(open) > 0 {
		n := open[len(open)-1]
		open = open[:len(open)-1]
		if t.known[n] != -1 {
			continue
		}
		t.known[n] = found
		list = append(list, n)
		open = append(open, t.circuit.of(n)...)
	}
	for _, n := range list {
		t.known[n] = -1
	}
	slices.Sort(list)
	return list
}

func (t *translation) make(n ref) int32 {
	g := t.circuit.gates[n]
	args := make([]int32, 0, g.hi-g.lo)
	for _, a := range t.circuit.of(n) {
		args = append(args, t.known[a])
	}
	switch g.op {
	case opEvent:
		if int(g.k) < len(t.levels) {
			return t.variable(t.levels[g.k])
		}
		return t.variable(g.k)
	case opNot:
		return t.apply(subtract, yes, args[0])
	case opAnd:
		return t.fold(conjoin, args)
	case opOr:
		return t.fold(disjoin, args)
	}
	return t.count(int(g.k), args)
}

// fold joins many functions, neighbours in the order of the variables first:
// so the parts stay small.
func (t *translation) fold(kind binary, args []int32) int32 {
	slices.SortFunc(args, func(x, y int32) int {
		return cmp.Or(cmp.Compare(t.nodes[x].level, t.nodes[y].level), cmp.Compare(x, y))
	})
	for len(args) > 1 {
		half := args[:0]
		for i := 0; i < len(args); i += 2 {
			if i+1 < len(args) {
				half = append(half, t.apply(kind, args[i], args[i+1]))
			} else {
				half = append(half, args[i])
			}
		}
		args = half
	}
	return args[0]
}

// count is that at least k of the arguments hold.
func (t *translation) count(k int, args []int32) int32 {
	slices.SortFunc(args, func(x, y int32) int {
		return cmp.Or(cmp.Compare(t.nodes[y].level, t.nodes[x].level), cmp.Compare(y, x))
	})
	counts := make([]int32, k+1) // counts[j]: at least j so far
	counts[0] = yes
	for _, a := range args {
		for j := k; j > 0 && !t.full; j-- {
			counts[j] = t.apply(disjoin, counts[j], t.apply(conjoin, counts[j-1], a))
		}
	}
	return counts[k]
}
