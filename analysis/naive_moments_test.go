package analysis_test

import (
	"math"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// spot is a target of a connection.
type spot struct {
	of *model.Connection
	at *model.Instance
}

// thought is what a health check thinks of a target, what it sees, and since when
// the one differs from the other.
type thought struct {
	up, sees, differs bool
	since             model.Duration
}

// far is when everything has happened.
const far = model.Duration(math.MaxInt64)

// history is what happens after failures, moment by moment.
type history struct {
	*exam
	failed     []analysis.Failure
	optimistic bool
	lot        lot
	thinks     map[spot]thought
	order      []spot // after those that they see
}

func (e *exam) history(failed []analysis.Failure, by lot, optimistic bool) *history {
	h := &history{exam: e, failed: failed, lot: by, optimistic: optimistic, thinks: map[spot]thought{}}
	n := &naive{exam: e, failed: failed}
	for _, step := range e.steps {
		for _, q := range step {
			if q.check != nil && !q.connects && q.horizon == analysis.AfterFailover && q.instance.Service == q.check.To && n.noticing(q.check.Check) > 0 {
				at := spot{q.check, q.instance}
				h.order = append(h.order, at)
				h.thinks[at] = thought{up: e.whole(optimistic).lost(q) != analysis.Total}
			}
		}
	}
	return h
}

// state is what is so just before a moment.
func (h *history) state(until model.Duration) *naive {
	n := &naive{exam: h.exam, intact: h.whole(h.optimistic), optimistic: h.optimistic, failed: h.failed, lot: h.lot, pending: true, until: until}
	if until != 0 {
		n.thinks = h.thinks
	}
	return n.answer(analysis.AfterFailover)
}

// each goes through the moments while that is wanted, and tells whether it came
// to the end.
func (h *history) each(wanted func(*naive, model.Duration) bool) bool {
	moments := (&naive{exam: h.exam, failed: h.failed, lot: h.lot}).moments()
	upcoming := func() model.Duration {
		if len(moments) > 0 {
			return moments[0]
		}
		return far
	}
	open := len(moments) > 0 && moments[0] == 0
	if open {
		moments = moments[1:]
	}
	last := model.Duration(0)
	for rounds := 0; ; rounds++ {
		if rounds > 4*len(h.order)+20 {
			return false
		}
		n := h.state(upcoming())
		next := h.look(n, last)
		if next == far {
			break
		}
		if !wanted(n, next) {
			return true
		}
		if len(moments) > 0 && next == moments[0] {
			moments = moments[1:]
		}
		h.turn(next, upcoming())
		last = next
	}
	if open {
		wanted(h.state(0), 0)
	}
	return true
}

// look notes what the checks see, and gives the next moment.
func (h *history) look(n *naive, last model.Duration) model.Duration {
	next := n.until
	for _, at := range h.order {
		t := h.thinks[at]
		t.sees = n.sees(at)
		if t.sees && at.of.Check.Rise == 0 {
			t.up = true
		}
		if !t.differs {
			t.since = last
		}
		if t.differs = t.sees != t.up; t.differs {
			next = min(next, h.turns(at, t))
		}
		h.thinks[at] = t
	}
	return next
}

// turns is when a check believes what it sees.
func (h *history) turns(at spot, t thought) model.Duration {
	if t.up {
		return t.since + (&naive{exam: h.exam, failed: h.failed}).noticing(at.of.Check)
	}
	return t.since + at.of.Check.Every*model.Duration(at.of.Check.Rise)
}

// turn lets those checks believe what they see whose time it is.
func (h *history) turn(now, until model.Duration) {
	for _, at := range h.order {
		if t := h.thinks[at]; t.differs && h.turns(at, t) == now {
			h.thinks[at] = thought{up: h.state(until).sees(at)}
		}
	}
}

// sees tells whether a check passes.
func (n *naive) sees(at spot) bool {
	check := question{check: at.of, instance: at.at, horizon: analysis.AfterFailover, connects: at.of.Check.Type == "tcp"}
	return !n.shut(nil, at.at) && n.lost(check) != analysis.Total
}

// believes tells whether a check lets requests of an instance go to a target at
// the moment at hand. It goes the way that they go.
func (n *naive) believes(c *model.Connection, from, to *model.Instance) bool {
	at := spot{c, to}
	if n.severed(from, to) {
		was := question{check: c, instance: to, horizon: analysis.AfterFailover}
		return !n.over(n.noticing(c.Check)) && n.intact.lost(was) != analysis.Total
	}
	return n.thinks[at].up || c.Check.Rise == 0 && n.sees(at)
}

// severed: the way from an instance to another is cut.
func (n *naive) severed(from, to *model.Instance) bool {
	return slices.ContainsFunc(n.failed, func(f analysis.Failure) bool { return f.From != nil && f.From == from && f.To == to })
}

// at is the system in a situation, with nothing answered.
func (e *exam) at(c analysis.Certificate) *naive {
	n := &naive{exam: e, intact: e.whole(c.Optimistic), optimistic: c.Optimistic, failed: e.touching(c.Failures), lot: lotOf(c), pending: c.Meanwhile, until: c.Moment}
	if c.Meanwhile && c.Moment != 0 {
		h := e.history(n.failed, n.lot, c.Optimistic)
		h.each(func(now *naive, moment model.Duration) bool {
			n.until = now.until
			return moment != c.Moment
		})
		n.thinks = h.thinks
	}
	return n
}
