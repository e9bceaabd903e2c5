package analysis

import "slices"

// untilAll is how long a spot takes until everything automatic has happened.
func (r *reading) untilAll(at spot, waits map[spot]*wait) course {
	var longest course
	n := &r.nodes[at.node]
	for _, need := range r.comingBack(at) {
		other := waits[need]
		if !other.done {
			continue
		}
		c := course{span: other.all.span, behind: &other.all}
		if n.link != nil && n.checks != none && r.isCheck(n, need.node) {
			var falls bool
			if c, falls = r.letIn(n, &other.some); !falls {
				continue
			}
		}
		if longest.behind == nil || c.longerThan(longest.span) {
			longest = c
		}
	}
	if n.link == nil {
		return longest
	}
	return longest.beside(r.partsOf(at))
}

// letIn is how long a target is out that fails its health check for a time; it
// does not fall where it is back before the check has taken it out.
func (r *reading) letIn(n *node, checked *course) (c course, falls bool) {
	if !checked.unknown && !r.noticesWithin(n.link, checked.length) {
		return course{}, false
	}
	c = course{behind: checked, again: []Part{passing(n.link)}}
	c.span = checked.with(c.again[0])
	return c, true
}

// isCheck tells whether a need of a pool is what its health check sees.
func (r *reading) isCheck(n *node, need int32) bool {
	return !slices.Contains(r.edges[n.lo:n.hi], need)
}

// untilSome is how long a spot takes until it does not lose all any more: an
// instance as long as the longest of its needs, as it is no use without any of
// them, and a pool until as many of the targets that it will use answer as it
// needs.
func (r *reading) untilSome(at spot, waits map[spot]*wait) course {
	n := &r.nodes[at.node]
	switch {
	case !r.losesAllFirst(at):
		return course{}
	case n.link != nil:
		return r.untilEnough(at, waits)
	}
	var longest course
	for _, need := range r.comingBack(at) {
		if other := waits[need]; other.done && (longest.behind == nil || other.some.longerThan(longest.span)) {
			longest = course{span: other.some.span, behind: &other.some}
		}
	}
	return longest
}

// losesAllFirst tells whether all is lost at a spot, but not for good.
func (r *reading) losesAllFirst(at spot) bool {
	v := r.value[at.node]
	if at.user != none {
		for h := range Horizon(horizons) {
			v[h], _ = r.poolFor(at.user, at.node, h)
		}
	}
	return max(v[BeforeFailover], r.lostMeanwhile(at.node)) == Total && v[AfterFailover] != Total
}

// untilEnough is when the last of the targets answers that a pool needs, the
// quickest first.
func (r *reading) untilEnough(at spot, waits map[spot]*wait) course {
	n := &r.nodes[at.node]
	r.asker = at.user
	before := r.inUse(n, BeforeFailover, nil)
	after := r.inUse(n, AfterFailover, nil)
	r.asker = none
	own := r.partsOf(at)
	blocked := r.refusesAll(n, BeforeFailover)
	type answering struct {
		course
		targets int
	}
	var all []answering
	for _, target := range after {
		if r.value[target][AfterFailover] == Total || r.down[r.nodes[target].instance] != up {
			continue
		}
		c := r.untilAnswers(n, target, waits)
		if blocked || !slices.Contains(before, target) {
			c = c.beside(own)
		}
		all = append(all, answering{c, int(r.sizeOf(target))})
	}
	slices.SortStableFunc(all, func(x, y answering) int {
		switch {
		case x.longerThan(y.span):
			return 1
		case y.longerThan(x.span):
			return -1
		}
		return 0
	})
	usable := 0
	for _, a := range all {
		if usable += a.targets; usable >= n.link.atLeast {
			return a.course
		}
	}
	return course{}.beside(own)
}

// untilAnswers is how long a target of a pool that is used after failover takes
// until it gives an answer, and is given requests.
func (r *reading) untilAnswers(n *node, target int32, waits map[spot]*wait) course {
	var c course
	if own := waits[spot{target, none}]; own != nil && own.done {
		c = course{span: own.some.span, behind: &own.some}
	}
	if n.checks == none || n.link.way != byCheck {
		return c
	}
	checked := waits[spot{r.passes(n, target), none}]
	if checked == nil || !checked.done || !r.fails(r.passes(n, target)) {
		return c
	}
	if out, falls := r.letIn(n, &checked.some); falls && out.longerThan(c.span) {
		return out
	}
	return c
}
