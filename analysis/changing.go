package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

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
	switch {
	case l.way == byCheck && l.toPrimary && len(before) == 0:
		parts = append(parts, passing(l)) // it looks for the new primary
	case l.way == byCheck:
		parts = append(parts, r.checkParts(l)...)
	case l.way == byAddress:
		parts = append(parts, r.movingParts(l, r.reached(l, AfterFailover, nil))...)
	case l.notices():
		r.asker = at.user
		parts = append(parts, r.lateParts(n, before)...)
		r.asker = none
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
