package formula

import "slices"

// reduction is a formula in which what is always together is one event. It is
// smaller by all that stands in series (a server, its web server and the
// application there) or is redundant without sharing anything (the servers of
// a zone, beside the zone itself): modules as those of Dutuit and Rauzy (A
// linear-time algorithm to find modules of fault trees, IEEE Transactions on
// Reliability 45, 1996), found by contracting and factoring as in Niemelä (On
// simplification of large fault trees, Reliability Engineering and System
// Safety 44, 1994).
type reduction struct {
	// Formula says the same of units; its Events are one part of each.
	*Formula
	units  []unit  // the first are the events of the formula that was reduced
	events int     // how many those are
	kept   []int32 // the unit of each event that is left
}

// unit is an event, or units that count as one: it has happened where one of
// the parts has (opOr), or all of them have (opAnd).
type unit struct {
	op    op
	parts []int32
}

// rounds bounds the work: each finds the modules of one more level.
const rounds = 8

// reduce finds the units of a formula.
func (f *Formula) reduce() *reduction {
	r := &reduction{Formula: &Formula{circuit: f.circuit, total: f.total, partial: f.partial}, events: len(f.Events)}
	r.units = make([]unit, len(f.Events), 2*len(f.Events)) // events: of no parts
	for range rounds {
		before := len(r.circuit.gates)
		if !r.contract() || len(r.circuit.gates) == before {
			break
		}
	}
	r.number(f)
	return r
}

// contract writes the formula anew with what can be drawn together in one step,
// and tells whether there was room for that.
func (r *reduction) contract() bool {
	old := r.circuit
	c := newCircuit()
	parents := parentsOf(old, r.total, r.partial)
	merged := r.merge(old, parents)
	now := make([]ref, len(old.gates))
	now[always] = always
	for n, marked := range old.reached(r.total, r.partial) {
		g := &old.gates[n]
		if !marked || ref(n) <= always {
			continue
		}
		args := make([]ref, 0, g.hi-g.lo)
		for _, a := range old.of(ref(n)) {
			args = append(args, now[a])
		}
		switch g.op {
		case opEvent:
			now[n] = c.event(merged[n])
		case opNot:
			now[n] = c.not(args[0])
		case opAtLeast:
			now[n] = c.atLeast(int(g.k), args)
		case opAnd:
			now[n] = c.and(r.gather(c, opAnd, opOr, args)...)
		case opOr:
			now[n] = c.or(r.gather(c, opOr, opAnd, args)...)
		}
	}
	if !c.full {
		r.circuit, r.total, r.partial = c, now[r.total], now[r.partial]
	}
	return !c.full
}

// parentsOf are the gates that each event is an argument of. A root is one of
// a gate that is none.
func parentsOf(c *circuit, roots ...ref) [][]ref {
	parents := make([][]ref, len(c.gates))
	for n, marked := range c.reached(roots...) {
		if !marked {
			continue
		}
		for _, a := range c.of(ref(n)) {
			if c.gates[a].op == opEvent {
				parents[a] = append(parents[a], ref(n))
			}
		}
	}
	for _, root := range roots {
		parents[root] = append(parents[root], never)
	}
	return parents
}

// merge finds events that have the same gates around them, all of one kind,
// and makes a unit of them. It is the unit of each event's node.
func (r *reduction) merge(c *circuit, parents [][]ref) []int32 {
	merged := make([]int32, len(c.gates))
	var events []ref
	for n := range c.gates {
		if c.gates[n].op == opEvent {
			merged[n] = c.gates[n].k
			if kind(c, parents[n]) != opConstant {
				events = append(events, ref(n))
			}
		}
	}
	slices.SortStableFunc(events, func(x, y ref) int { return slices.Compare(parents[x], parents[y]) })
	for len(events) > 0 {
		count := 1
		for count < len(events) && slices.Equal(parents[events[0]], parents[events[count]]) {
			count++
		}
		if count > 1 {
			u := unit{op: kind(c, parents[events[0]])}
			for _, n := range events[:count] {
				u.parts = append(u.parts, c.gates[n].k)
				merged[n] = int32(len(r.units))
			}
			r.units = append(r.units, u)
		}
		events = events[count:]
	}
	return merged
}

// kind is opOr or opAnd if all the gates are such, else opConstant.
func kind(c *circuit, gates []ref) op {
	found := opConstant
	for _, n := range gates {
		o := c.gates[n].op
		if o != opOr && o != opAnd || found != opConstant && found != o {
			return opConstant
		}
		found = o
	}
	return found
}

// gather draws arguments together that share an event, those first that share
// the most common one: (z | a) & (z | b) & c is (z | a & b) & c. So a zone
// stands once beside all that it takes along.
func (r *reduction) gather(c *circuit, o, dual op, args []ref) []ref {
	counts := make(map[ref]int)
	var shared []ref
	for _, a := range args {
		if c.gates[a].op != dual {
			continue
		}
		for _, part := range c.of(a) {
			if c.gates[part].op == opEvent {
				if counts[part]++; counts[part] == 2 {
					shared = append(shared, part)
				}
			}
		}
	}
	slices.SortFunc(shared, func(x, y ref) int {
		if counts[x] != counts[y] {
			return counts[y] - counts[x]
		}
		return int(x - y)
	})
	for _, part := range shared {
		var with, without []ref
		for _, a := range args {
			if c.gates[a].op == dual && has(c.of(a), part) {
				with = append(with, a)
			} else {
				without = append(without, a)
			}
		}
		if len(with) < 2 {
			continue
		}
		if o == opAnd {
			args = append(without, c.and(with...))
		} else {
			args = append(without, c.or(with...))
		}
	}
	return args
}

// number gives the units that are left numbers without gaps, as the events of
// the formula.
func (r *reduction) number(f *Formula) {
	c := *r.circuit // which may be that of f
	c.gates = slices.Clone(c.gates)
	r.circuit = &c
	for n := range c.gates {
		if g := &c.gates[n]; g.op == opEvent {
			one := g.k
			for len(r.units[one].parts) > 0 {
				one = r.units[one].parts[0]
			}
			r.Events = append(r.Events, f.Events[one])
			r.kept = append(r.kept, g.k)
			g.k = int32(len(r.kept) - 1)
		}
	}
}
