package formula

import "slices"

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
