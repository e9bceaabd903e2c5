package analysis

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// A health check has an opinion of each target. It changes that once it has seen
// otherwise for as long as it takes to notice, or to pass again. One that takes
// an unknown time to notice changes it at once.

// opinions are those of the health checks of a cone, at a moment after a
// failure.
type opinions struct {
	all []opinion
	at  map[lane]int32 // by the link's number and the target
}

// opinion is what a health check thinks of a target.
type opinion struct {
	pool, target int32 // one of the pools of the link, and the node there
	up           bool
	// differs: it has seen otherwise since then.
	differs bool
	since   model.Duration
}

// trust lets all checks think what they thought before the failure.
func (r *reading) trust() {
	r.thinks = opinions{at: make(map[lane]int32)}
	for i := range r.nodes {
		n := &r.nodes[i]
		if n.link == nil || n.link.way != byCheck || r.noticing(n.link) == 0 {
			continue
		}
		for _, target := range r.edges[n.lo:n.hi] {
			key := lane{n.link.number, r.nodes[target].instance}
			if _, known := r.thinks.at[key]; !known {
				r.thinks.at[key] = int32(len(r.thinks.all))
				r.thinks.all = append(r.thinks.all, opinion{pool: int32(i), target: target, up: r.wasUp(n, target)})
			}
		}
	}
}

// wasUp tells whether a target passed its check before the failure, sees whether
// it does at the moment at hand.
func (r *reading) wasUp(n *node, target int32) bool { return r.steady[r.passes(n, target)] != Total }

func (r *reading) sees(n *node, target int32) bool {
	checked := r.passes(n, target)
	if n.link.shallow() && r.hangs(target) {
		return r.behind[checked][AfterFailover] != Total
	}
	return !r.refuses(target) && r.value[checked][AfterFailover] != Total
}

// isOpen tells whether a check takes what it sees for what is so: at the
// horizons, and where nobody knows how long it takes to notice.
func (r *reading) isOpen(n *node) bool {
	return !r.pending || r.moment == 0 || r.noticing(n.link) == 0
}

// holds tells whether a check lets requests go to a target, at a moment. The
// check goes the way that requests go: one that is cut is taken out for good.
func (r *reading) holds(n *node, target int32) bool {
	if r.isCut(r.asker, r.nodes[target].instance) {
		return r.wasUp(n, target) && r.noticing(n.link) >= r.moment
	}
	return r.opinionOf(n, target).up || n.link.Check.Rise == 0 && r.sees(n, target)
}

func (r *reading) opinionOf(n *node, target int32) *opinion {
	return &r.thinks.all[r.thinks.at[lane{n.link.number, r.nodes[target].instance}]]
}

// nextTurn is when the first opinion turns that has differed from what is seen
// since last at the latest, or the end if none does.
func (r *reading) nextTurn(last, end model.Duration) model.Duration {
	for i := range r.thinks.all {
		o := &r.thinks.all[i]
		n := &r.nodes[o.pool]
		seen := r.sees(n, o.target)
		if seen && !o.up && n.link.Check.Rise == 0 {
			o.up = true // at a time that nobody knows
		}
		switch {
		case seen == o.up:
			o.differs = false
			continue
		case !o.differs:
			o.differs, o.since = true, last
		}
		end = min(end, r.turnsAt(o))
	}
	return end
}

// turnsAt is when an opinion turns that differs from what is seen.
func (r *reading) turnsAt(o *opinion) model.Duration {
	l := r.nodes[o.pool].link
	if o.up {
		return o.since + r.noticing(l)
	}
	return o.since + passing(l).Length
}

// turn changes the opinions whose time it is, if what they see has not turned at
// that very moment: the innermost first.
func (r *reading) turn(b *blow, at *sites, now model.Duration) {
	var due []*opinion
	for i := range r.thinks.all {
		if o := &r.thinks.all[i]; o.differs && r.turnsAt(o) == now {
			due = append(due, o)
		}
	}
	depth := func(o *opinion) int32 { return r.component[r.passes(&r.nodes[o.pool], o.target)] }
	slices.SortFunc(due, func(x, y *opinion) int { return cmp.Compare(depth(x), depth(y)) })
	for i, o := range due {
		if i == 0 || due[i-1].pool != o.pool {
			r.strikeAs(b, at)
		}
		o.up, o.differs = r.sees(&r.nodes[o.pool], o.target), false
	}
}

// markTurned asks for the pools whose checks think otherwise than before the
// failure: what they see may be as it was.
func (r *reading) markTurned() {
	turned := false
	for i := range r.thinks.all {
		o := &r.thinks.all[i]
		turned = turned || o.up != r.wasUp(&r.nodes[o.pool], o.target)
	}
	for i := 0; turned && i < len(r.nodes); i++ {
		n := &r.nodes[i]
		if n.link == nil || n.link.way != byCheck || r.isOpen(n) {
			continue
		}
		for _, target := range r.edges[n.lo:n.hi] {
			if r.opinionOf(n, target).up != r.wasUp(n, target) {
				r.markOne(int32(i))
				r.stirUp(int32(i), target)
			}
		}
	}
}
