package analysis

import (
	"cmp"
	"math"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// What a failure sets off takes different times. While a replica is being
// promoted, an address moves, or a health check has not noticed yet, others go
// on: one that goes through all that takes out whoever answered without it until
// then, and lets it in again later. So a flow that neither the failure nor what
// comes after it harms may be lost in between. What happens is gone through from
// moment to moment; between two of them nothing changes (discrete event
// simulation).

// settled is the moment at which everything automatic has happened.
const settled = model.Duration(math.MaxInt64)

// strikeMeanwhile notes what is lost at the moments between a failure, which is
// at hand, and when everything automatic has happened; and tells whether it has
// let the failure happen anew.
func (r *reading) strikeMeanwhile(b *blow, at *sites) bool {
	r.meanwhile = nil
	if r.only != nil || !r.changesOpinions(at) && len(r.promotionsAfter(b)) == 0 {
		return false
	}
	r.meanwhile = make([]Amount, len(r.value))
	r.goThrough(b, at, func(last, moment model.Duration) bool {
		lost := r.value[r.root][AfterFailover]
		for more := r.meanwhile[r.root] + 1; more <= lost; more++ {
			r.begins[more] = last
			r.worstBefore, r.unsettled = moment, r.flaps
		}
		for n := range r.value {
			r.meanwhile[n] = max(r.meanwhile[n], r.value[n][AfterFailover])
		}
		return true
	})
	r.pending = false
	return true
}

// strikePending lets something fail, up to just before a moment, and tells
// whether anything happens then. It leaves that at the horizon after failover.
func (r *reading) strikePending(b *blow, at *sites, until model.Duration) bool {
	reached := false
	r.strikeAs(b, at)
	r.goThrough(b, at, func(_, moment model.Duration) bool {
		reached = moment == until
		return !reached
	})
	return reached
}

// goThrough calls for each moment at which something happens after a failure that
// is at hand, while it is wanted: when all that came before has happened
// and that has not. Promotions of unknown length are taken to be the last, and
// everything else to have happened then; their moment is 0.
//
// In a circle of services checks may change their opinions without end; it is
// not gone round more than a few times.
func (r *reading) goThrough(b *blow, at *sites, wanted func(last, moment model.Duration) bool) {
	moments := r.moments(b)
	open := len(moments) > 0 && moments[0] == 0
	if open {
		moments = moments[1:]
	}
	r.trust()
	r.pending = true
	last := model.Duration(0)
	for rounds := 4*len(r.thinks.all) + len(moments); rounds >= 0; rounds-- {
		r.moment = upcoming(moments)
		r.strikeAs(b, at)
		next := r.nextTurn(last, r.moment)
		if next == settled {
			break
		}
		if !wanted(last, next) {
			return
		}
		if len(moments) > 0 && moments[0] == next {
			moments = moments[1:]
		}
		last, r.moment = next, upcoming(moments)
		r.turn(b, at, next)
	}
	if r.moment = 0; open {
		r.strikeAs(b, at)
		wanted(last, 0)
	}
}

func upcoming(moments []model.Duration) model.Duration {
	if len(moments) > 0 {
		return moments[0]
	}
	return settled
}

// changesOpinions tells whether it matters when health checks change their
// opinions: a failure changes what one sees, but not from its beginning to its
// end, or one takes out a target that still serves. Else they take out only what
// gives no answer anyway, so at no moment more is lost than at the failure.
func (r *reading) changesOpinions(at *sites) bool {
	if len(r.views) == 0 {
		return false
	}
	return slices.ContainsFunc(r.touched, func(n int32) bool {
		v := r.value[n]
		return n >= r.views[0] && ((v[BeforeFailover] == Total) != (v[AfterFailover] == Total) || r.takesOutServing(n, at))
	})
}

// takesOutServing tells whether a node is a target as a health check sees it,
// which takes it out although it serves others.
func (r *reading) takesOutServing(n int32, at *sites) bool {
	instance := r.nodes[n].instance
	if instance == none || r.value[n][AfterFailover] != Total || r.steady[n] == Total || r.down[instance] != up {
		return false
	}
	if first, _ := r.viewOf(n); n-first >= r.plan.tiers[r.plan.tierOf[r.nodes[first].instance]].count {
		return false
	}
	serves := false
	at.nodesOf(instance, func(other int32) {
		serves = serves || r.value[other][BeforeFailover] != Total
	})
	return serves
}

// promotionsAfter are how long the automatic promotions after a blow take, 0 if
// that is not known.
func (r *reading) promotionsAfter(b *blow) []model.Duration {
	var found []model.Duration
	add := func(instance int32) {
		d := r.plan.tiers[r.plan.tierOf[instance]].data
		if d != nil && d.Automatic && d.primary == instance {
			found = append(found, d.Promotion)
		}
	}
	for _, hit := range b.hits {
		add(hit.instance)
	}
	for _, member := range b.fate.outside {
		add(member)
	}
	return found
}

// moments are how long the things take that happen by themselves after a blow,
// the shortest first. Only a promotion counts as 0 where that is not known.
func (r *reading) moments(b *blow) []model.Duration {
	found := r.promotionsAfter(b)
	for i := range r.nodes {
		n := &r.nodes[i]
		if n.link == nil {
			continue
		}
		if takes := r.takesToChange(n); takes > 0 {
			found = append(found, takes)
		}
		if d := n.link.data; d != nil && n.write && d.WaitFor > 0 && d.WaitTimeout > 0 && d.WaitTimeout != model.Forever {
			found = append(found, d.WaitTimeout)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// takesToChange is how long a pool takes to use other targets; 0 if that is not
// known, or it does not.
func (r *reading) takesToChange(n *node) model.Duration {
	if n.link.way == byCheck {
		return r.noticing(n.link)
	}
	if takes := inTurn(r.changeParts(n)); !takes.unknown {
		return takes.length
	}
	return 0
}

// changeParts are what that is made of; none if it does not.
func (r *reading) changeParts(n *node) []Part {
	switch n.link.way {
	case byCheck:
		return r.checkParts(n.link)
	case byAddress:
		after := r.reached(n.link, AfterFailover, nil)
		if !slices.Equal(r.reached(n.link, BeforeFailover, nil), after) {
			return r.movingParts(n.link, after)
		}
	}
	return nil
}

// noticesWithin tells whether the health check sees a failure within a span;
// it is taken to where one of the two is unknown.
func (r *reading) noticesWithin(l *link, span model.Duration) bool {
	notices := r.noticing(l)
	return notices == 0 || span == 0 || notices < span
}

// noticing is how long the health check takes to see the failure at hand, 0 if
// unknown.
func (r *reading) noticing(l *link) model.Duration {
	sees := l.Check.Every * model.Duration(l.Check.Fall)
	if sees != 0 && r.silent {
		sees += cmp.Or(l.Check.Timeout, l.Check.Every)
	}
	return sees
}

// lostMeanwhile is what a node loses at the moments in between.
func (r *reading) lostMeanwhile(n int32) Amount {
	if r.meanwhile == nil {
		return None
	}
	return r.meanwhile[n]
}

// moreMeanwhile is what the flow loses then, where that is more than before and
// after; else None.
func (r *reading) moreMeanwhile() Amount {
	lost := r.value[r.root]
	if more := r.lostMeanwhile(r.root); more > max(lost[BeforeFailover], lost[AfterFailover]) {
		return more
	}
	return None
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

// passing is what a health check takes to let a target in again that it has
// taken out, or one that has become the primary.
func passing(l *link) Part {
	at := l.Use.Path.Field("check")
	if l.Check.Rise == 0 {
		return newPart("passing check", 0, 1, at.Field("rise"))
	}
	return newPart("passing check", l.Check.Every, l.Check.Rise, at.Field("every"))
}
