package analysis_test

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// naive decides by the definitions alone and shares nothing with the engine. A
// question is answered when all that it needs is; a circle of questions that
// needs nothing else is taken as good and worked out again until nothing
// changes.
type naive struct {
	a          *model.Architecture
	failed     []analysis.Failure
	optimistic bool
	intact     *naive // what was there before the failure, nil if this is it
	// pending: the promotions that take the longest are not over, and only what
	// is quicker has happened.
	pending bool

	known map[question]analysis.Amount
	// own: what is answered holds errors of applications, not of proxies that
	// get no answer.
	own   map[question]bool
	unfit bool // a circle did not come to rest
}

// question: what does an instance lose at a horizon, for a flow or for the
// health check of a connection?
type question struct {
	flow     *model.Flow
	check    *model.Connection
	instance *model.Instance
	horizon  analysis.Horizon
	// connects: the check does no more than connect.
	connects bool
}

// hit tells whether one of the failures that match takes an instance.
func (n *naive) hit(i *model.Instance, match func(analysis.Failure) bool) bool {
	return slices.ContainsFunc(n.failed, func(f analysis.Failure) bool {
		if f.From != nil || !match(f) {
			return false
		}
		if f.Instance != nil {
			return f.Instance == i
		}
		return around(f, i)
	})
}

// around tells whether a server or zone that fails is around an instance.
func around(f analysis.Failure, i *model.Instance) bool {
	if f.Instance != nil || i.Server == nil {
		return false
	}
	zone := i.Server.Zone
	for zone != nil && zone != f.Zone {
		zone = zone.Parent
	}
	return i.Server == f.Server || f.Zone != nil && zone == f.Zone
}

// dead: it does nothing for others, whatever the kind.
func (n *naive) dead(i *model.Instance) bool {
	return n.hit(i, func(analysis.Failure) bool { return true })
}

// away: what looks after addresses takes its server for gone.
func (n *naive) away(i *model.Instance) bool {
	return n.hit(i, func(f analysis.Failure) bool { return f.Instance == nil || f.Kind == analysis.Cut })
}

// shut: no connection from an instance to another opens.
func (n *naive) shut(from, to *model.Instance) bool {
	for _, f := range n.failed {
		if f.From != nil && f.From == from && f.To == to {
			return true
		}
	}
	return n.hit(to, func(f analysis.Failure) bool { return f.Kind != analysis.Hang })
}

// silent: no connection from an instance to another opens, and none is refused.
func (n *naive) silent(from, to *model.Instance) bool {
	for _, f := range n.failed {
		if f.From != nil && f.From == from && f.To == to {
			return true
		}
	}
	return n.shut(from, to) && n.away(to)
}

// mute: connections open, and nothing answers.
func (n *naive) mute(from, to *model.Instance) bool { return n.dead(to) && !n.shut(from, to) }

// answer answers the questions and all that they need.
func (n *naive) answer(questions ...question) {
	n.known, n.own = map[question]analysis.Amount{}, map[question]bool{}
	needs := map[question][]question{}
	var open []question
	for todo := questions; len(todo) > 0; todo = todo[1:] {
		if _, ok := needs[todo[0]]; !ok {
			needs[todo[0]] = n.needs(todo[0])
			open = append(open, todo[0])
			todo = append(todo, needs[todo[0]]...)
		}
	}
	done := map[question]bool{}
	for len(open) > 0 {
		var left []question
		for _, q := range open {
			if slices.ContainsFunc(needs[q], func(d question) bool { return !done[d] }) {
				left = append(left, q)
				continue
			}
			n.known[q], n.own[q] = n.work(q)
			done[q] = true
		}
		if len(left) == len(open) {
			circle := smallest(left[0], needs, done)
			n.turn(circle)
			for q := range circle {
				done[q] = true
			}
			left = slices.DeleteFunc(left, func(q question) bool { return done[q] })
		}
		open = left
	}
}

// smallest is a circle of open questions that needs no others.
func smallest(q question, needs map[question][]question, done map[question]bool) map[question]bool {
	reach := func(q question) map[question]bool {
		found := map[question]bool{}
		for todo := []question{q}; len(todo) > 0; todo = todo[1:] {
			for _, d := range needs[todo[0]] {
				if !done[d] && !found[d] {
					found[d] = true
					todo = append(todo, d)
				}
			}
		}
		return found
	}
	best := reach(q)
	for shrunk := true; shrunk; {
		shrunk = false
		for d := range best {
			if less := reach(d); len(less) < len(best) {
				best, shrunk = less, true
				break
			}
		}
	}
	return best
}

// turn works a circle out until nothing changes.
func (n *naive) turn(circle map[question]bool) {
	for q := range circle {
		n.known[q] = analysis.None
		if n.stopped(q) {
			n.known[q] = analysis.Total
		}
	}
	for range 100 {
		next, own := map[question]analysis.Amount{}, map[question]bool{}
		for q := range circle {
			next[q], own[q] = n.work(q)
		}
		changed := false
		for q := range circle {
			changed = changed || next[q] != n.known[q] || own[q] != n.own[q]
			n.known[q], n.own[q] = next[q], own[q]
		}
		if !changed {
			return
		}
	}
	n.unfit = true
}

// needs are the questions that the answer to q may hang on.
func (n *naive) needs(q question) []question {
	var found []question
	for _, c := range q.instance.Service.Connections {
		if !n.counts(q, c) {
			continue
		}
		targets := c.Targets(q.instance)
		if c.Role == model.Primary {
			targets = c.To.Instances
		}
		for _, t := range targets {
			found = append(found, question{flow: q.flow, check: q.check, instance: t, horizon: q.horizon})
			if c.Choose == model.ByCheck && c.Check != nil {
				found = append(found, question{check: c, instance: t, horizon: q.horizon},
					question{check: c, instance: t, horizon: q.horizon, connects: true})
			}
		}
	}
	return found
}

func (n *naive) counts(q question, c *model.Connection) bool {
	return q.flow != nil && q.flow.Uses(c) || q.check != nil && q.check.Sees(c)
}

// stopped: it does not work, whatever others do.
func (n *naive) stopped(q question) bool {
	return n.dead(q.instance) && !q.connects || n.aliveOf(q.instance.Service) < q.instance.Service.Quorum
}

func (n *naive) work(q question) (worst analysis.Amount, own bool) {
	service := q.instance.Service
	if n.stopped(q) {
		return analysis.Total, true
	}
	for _, c := range service.Connections {
		if n.counts(q, c) {
			lost, theirs := n.connection(q, c)
			worst = max(worst, lost)
			own = own || theirs && lost != analysis.None
		}
	}
	if service.Kind != model.LoadBalancer && service.Kind != model.WebServer && service.Provides != "cdn" {
		own = worst != analysis.None
	}
	return worst, own
}

func (n *naive) aliveOf(s *model.Service) int {
	count := 0
	for _, i := range s.Instances {
		if !n.dead(i) {
			count++
		}
	}
	return count
}

// entry is what the users of a flow lose at a horizon.
func (n *naive) entry(f *model.Flow, h analysis.Horizon) analysis.Amount {
	loses := func(i *model.Instance) analysis.Amount {
		if n.dead(i) {
			return analysis.Total
		}
		return n.known[question{flow: f, instance: i, horizon: h}]
	}
	use := n.behind(&f.Enters.Reached, f.Enters.Instances, h)
	if f.Enters.Kind == model.Worker && f.Enters.Address == nil {
		use = slices.DeleteFunc(slices.Clone(f.Enters.Instances), n.dead)
	}
	return amount(use, loses, 1, func(*model.Instance) bool { return false })
}
