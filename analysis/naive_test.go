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
	*exam
	failed     []analysis.Failure
	lot        // who no longer goes on with the others
	optimistic bool
	intact     *naive // what was there before the failure, nil if this is it
	// pending: what takes as long as until has not happened, and what is
	// quicker has; 0: no promotion is over, and all else is.
	pending bool
	until   model.Duration
	// thinks is what the checks think then, of which it is known how long they
	// take to notice; nil where they all think what they see.
	thinks map[spot]thought

	losses []analysis.Amount // of the questions, by their numbers
	// own: what is answered holds errors of applications, not of proxies that
	// get no answer.
	own   []bool
	fit   map[*model.Instance]bool // what functions as far as controllers mind; nil until asked for
	unfit bool                     // a circle did not come to rest
	asked bool                     // it mattered whether it is optimistic
}

// assumes tells what is taken for a fact that is not written.
func (n *naive) assumes() bool {
	n.asked = true
	return n.optimistic
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

// stopped: it does not work, whatever others do.
func (n *naive) stopped(q question) bool {
	return n.dead(q.instance) && !q.connects || n.aliveOf(q.instance.Service) < q.instance.Service.Quorum && !n.outside[q.instance] || n.useless(q.instance)
}

func (n *naive) work(q question) (worst analysis.Amount, own bool) {
	service := q.instance.Service
	if n.stopped(q) {
		return analysis.Total, true
	}
	for _, c := range service.Connections {
		if counts(q, c) {
			lost, theirs := n.connection(q, c)
			worst = max(worst, lost)
			own = own || theirs && lost != analysis.None
		}
	}
	if service.Kind != model.LoadBalancer && service.Kind != model.WebServer && !slices.Contains([]string{"cdn", "load-balancer"}, service.Provides) {
		own = worst != analysis.None
	}
	return worst, own
}

func (n *naive) aliveOf(s *model.Service) int {
	count := 0
	for _, i := range s.Instances {
		if !n.dead(i) && !n.outside[i] {
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
		return n.lost(question{flow: f, instance: i, horizon: h})
	}
	use := n.behind(&f.Enters.Reached, f.Enters.Instances, h)
	if f.Enters.Kind == model.Worker && f.Enters.Address == nil {
		use = slices.DeleteFunc(slices.Clone(f.Enters.Instances), n.dead)
	}
	return amount(use, loses, 1, func(*model.Instance) bool { return false })
}
