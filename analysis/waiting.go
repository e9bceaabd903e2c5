package analysis

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// wait is how long a node takes to come back, and for which of its needs.
type wait struct {
	parts   []Part
	behind  spot // the need that takes longest, or nowhere
	length  model.Duration
	unknown bool
	done    bool
}

// longerThan: an unknown span counts as longer than a known one.
func (w *wait) longerThan(other *wait) bool {
	if w.unknown != other.unknown {
		return w.unknown
	}
	return w.length > other.length
}

// spot is a node as one user of it sees it. The user counts at a pool, and only
// where some of its ways are cut; else it is none.
type spot struct{ node, user int32 }

// nowhere is no spot.
func nowhere() spot { return spot{none, none} }

// window is how long the flow takes to come back by itself. What has to happen
// on one way to the data adds up, as each may have to wait for what lies
// behind it; of several ways the longest counts.
func (r *reading) window() Window {
	type comer struct {
		at    spot
		needs []spot // those that have not been looked at
	}
	root := spot{r.root, none}
	waits := map[spot]*wait{root: {behind: nowhere()}}
	path := []comer{{root, r.comingBack(root)}}
	for len(path) > 0 { // needs before what needs them, without recursion
		last := &path[len(path)-1]
		if len(last.needs) == 0 {
			*waits[last.at] = r.waitOf(last.at, waits)
			path = path[:len(path)-1]
			continue
		}
		need := last.needs[0]
		last.needs = last.needs[1:]
		if waits[need] == nil {
			waits[need] = &wait{behind: nowhere()} // a circle ends here
			path = append(path, comer{need, r.comingBack(need)})
		}
	}
	var w Window
	for at := root; at != nowhere(); at = waits[at].behind {
		for _, part := range waits[at].parts {
			w.Parts = append(w.Parts, part)
			w.Length += part.Length
		}
	}
	return w
}

// comingBack are what a spot needs after failover and what lost more before
// it.
func (r *reading) comingBack(at spot) []spot {
	n := &r.nodes[at.node]
	var back []spot
	if n.link == nil {
		for _, pool := range r.edges[n.lo:n.hi] {
			before, _ := r.poolFor(n.instance, pool, BeforeFailover)
			if after, _ := r.poolFor(n.instance, pool, AfterFailover); before > after {
				back = append(back, r.poolOf(n.instance, pool))
			}
		}
		return back
	}
	for _, need := range r.usedAfter(at) {
		if v := r.value[need]; v[BeforeFailover] > v[AfterFailover] {
			back = append(back, spot{need, none})
		}
	}
	return back
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
// at.
func (r *reading) byChanges(at spot) bool {
	return r.isCounted(at.node) && at.user == none && !r.uneven
}

// poolOf is a pool as an instance sees it.
func (r *reading) poolOf(instance, pool int32) spot {
	if r.cutting[instance] == 0 {
		return spot{pool, none}
	}
	return spot{pool, instance}
}

func (r *reading) waitOf(at spot, waits map[spot]*wait) wait {
	w := wait{behind: nowhere()}
	longest := &wait{}
	for _, need := range r.comingBack(at) {
		if other := waits[need]; other.done && (w.behind == nowhere() || other.longerThan(longest)) {
			longest, w.behind = other, need
		}
	}
	if n := &r.nodes[at.node]; n.link != nil {
		w.parts = r.partsOf(at)
	}
	w.length, w.unknown = longest.length, longest.unknown
	for _, part := range w.parts {
		w.length += part.Length
		w.unknown = w.unknown || part.Length == 0
	}
	w.done = true
	return w
}

// partsOf is what a pool itself waits for.
func (r *reading) partsOf(at spot) []Part {
	var parts []Part
	n := &r.nodes[at.node]
	l := n.link
	before, after := r.change(at)
	replication := func(field string) model.Path { return l.To.Path.Field("replication").Field(field) }
	if l.toPrimary && len(before) == 0 {
		parts = append(parts, newPart("promotion", l.data.Promotion, 1, replication("promotion")))
	}
	if n.write && l.data != nil && r.accepts(l.data, AfterFailover) && !r.accepts(l.data, BeforeFailover) {
		parts = append(parts, newPart("wait for a replica", l.data.WaitTimeout, 1, replication("waitTimeout")))
	}
	if slices.Equal(before, after) {
		return parts
	}
	switch l.way {
	case byCheck:
		parts = append(parts, r.checkParts(l)...)
	case byAddress:
		parts = append(parts, r.movingParts(n, after)...)
	}
	return parts
}

// change are the targets in use before and after failover; of a counted pool
// those among the changed ones.
func (r *reading) change(at spot) (before, after []int32) {
	n := &r.nodes[at.node]
	r.before = r.before[:0]
	if r.byChanges(at) {
		for _, edge := range r.changes(at.node) {
			if r.takes(n, r.edges[edge], BeforeFailover) {
				r.before = append(r.before, r.edges[edge])
			}
		}
		return r.before, r.usedAfter(at)
	}
	r.asker = at.user
	r.before = r.inUse(n, BeforeFailover, r.before)
	r.asker = none
	return r.before, r.usedAfter(at)
}

// checkParts is what a health check takes to see a failure. What does not
// refuse costs the check's timeout, too; where none is written that is the
// time between two checks (HAProxy configuration manual, timeout check).
func (r *reading) checkParts(l *link) []Part {
	at := l.Use.Path.Field("check")
	parts := []Part{newPart("health check", l.Check.Every, l.Check.Fall, at.Field("every"))}
	if r.silent {
		parts = append(parts, newPart("health check timeout", cmp.Or(l.Check.Timeout, l.Check.Every), 1, at.Field("timeout")))
	}
	return parts
}
