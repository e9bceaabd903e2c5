package analysis

import "github.com/loadpath/loadpath/model"

// span is a length of time as far as it is known.
type span struct {
	length  model.Duration
	unknown bool
}

// longerThan: an unknown span counts as longer than a known one.
func (s span) longerThan(other span) bool {
	if s.unknown != other.unknown {
		return s.unknown
	}
	return s.length > other.length
}

// with is the span and then a part.
func (s span) with(p Part) span {
	return span{s.length + p.Length, s.unknown || p.Length == 0}
}

// wait is how long a node takes to come back.
type wait struct {
	// all: until everything automatic has happened; some: until not all that it
	// is asked for is lost any more, which is no longer.
	all, some course
	done      bool
}

// course is what a node waits for until something is so.
type course struct {
	span
	own    []Part  // what it does itself, one after the other
	behind *course // the need that takes longest, or nil
	again  []Part  // what its health check takes to let that in again
	// leads: what it does itself takes longer than what lies behind it, which
	// goes on at the same time.
	leads bool
}

// beside lets what a node does itself go on at the same time: the longer of the
// two counts.
func (c course) beside(own []Part) course {
	c.own = own
	length := inTurn(own)
	c.leads = length.longerThan(c.span)
	c.span = span{max(length.length, c.length), length.unknown || c.unknown}
	return c
}

// spot is a node as one user of it sees it. The user counts at a pool, and only
// where some of its ways are cut; else it is none.
type spot struct{ node, user int32 }

// nowhere is no spot.
func nowhere() spot { return spot{none, none} }

// waits is how long the nodes on the way from the users take to come back by
// themselves. All that a failure sets off begins at once, so what happens on
// one way goes on at the same time: the longest counts. Only a health check
// that has taken a target out lets it in again after that has come back.
func (r *reading) waits() map[spot]*wait {
	type comer struct {
		at    spot
		needs []spot // those that have not been looked at
	}
	root := spot{r.root, none}
	waits := map[spot]*wait{root: {}}
	path := []comer{{root, r.comingBack(root)}}
	for len(path) > 0 { // needs before what needs them, without recursion
		last := &path[len(path)-1]
		if len(last.needs) == 0 {
			*waits[last.at] = wait{r.untilAll(last.at, waits), r.untilSome(last.at, waits), true}
			path = path[:len(path)-1]
			continue
		}
		need := last.needs[0]
		last.needs = last.needs[1:]
		if waits[need] == nil {
			waits[need] = new(wait) // a circle ends here
			path = append(path, comer{need, r.comingBack(need)})
		}
	}
	return waits
}

// inTurn is how long parts take one after the other.
func inTurn(parts []Part) span {
	var s span
	for _, part := range parts {
		s = s.with(part)
	}
	return s
}

// comingBack are what a spot needs after failover and what lost more before
// it; and, of a pool, what a health check asks for and did not get.
func (r *reading) comingBack(at spot) []spot {
	n := &r.nodes[at.node]
	var back []spot
	if n.link == nil {
		for _, pool := range r.edges[n.lo:n.hi] {
			before, _ := r.poolFor(n.instance, pool, BeforeFailover)
			if after, _ := r.poolFor(n.instance, pool, AfterFailover); max(before, r.lostMeanwhile(pool)) > after {
				back = append(back, r.poolOf(n.instance, pool))
			}
		}
		return back
	}
	for _, need := range r.usedAfter(at) {
		if v := r.value[need]; max(v[BeforeFailover], r.lostMeanwhile(need)) > v[AfterFailover] {
			back = append(back, spot{need, none})
		}
		if n.checks != none && n.link.way == byCheck && r.fails(r.passes(n, need)) {
			back = append(back, spot{r.passes(n, need), none})
		}
	}
	return back
}

// fails tells whether a target fails its check for a time, for what lies behind
// it.
func (r *reading) fails(checked int32) bool {
	v := r.value[checked]
	return r.steady[checked] != Total && max(v[BeforeFailover], r.lostMeanwhile(checked)) == Total && v[AfterFailover] != Total
}

// usedAfter are the targets in use after failover; of a counted pool those
// among the changed ones, as no other can be coming back.
func (r *reading) usedAfter(at spot) []int32 {
	n := &r.nodes[at.node]
	r.use = r.use[:0]
	if r.byChanges(at) {
		for _, edge := range r.changes(at.node) {
			if r.takes(n, r.edges[edge], AfterFailover) {
				r.use = append(r.use, r.edges[edge])
			}
		}
		return r.use
	}
	r.asker = at.user
	r.use = r.inUse(n, AfterFailover, r.use)
	r.asker = none
	return r.use
}

// byChanges tells whether only the changed targets of a pool need be looked
// at. What a target lost while a promotion was pending is not among the
// changes.
func (r *reading) byChanges(at spot) bool {
	return r.isCounted(at.node) && at.user == none && !r.uneven && r.meanwhile == nil
}

// poolOf is a pool as an instance sees it.
func (r *reading) poolOf(instance, pool int32) spot {
	if r.cutting[instance] == 0 {
		return spot{pool, none}
	}
	return spot{pool, instance}
}
