package analysis

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// While a replica is being promoted the health checks go on: one that goes
// through the database takes out whoever answered without the primary until
// then. So a flow that neither the failure nor what comes after it harms may
// be lost in between, and the moment before each promotion is looked at, too.

// strikeMeanwhile lets something fail, up to the moment before each promotion,
// and notes what is lost then.
func (r *reading) strikeMeanwhile(b *blow, at *sites) {
	r.meanwhile = nil
	if r.only != nil {
		return
	}
	for _, promotion := range r.promotionsAfter(b) {
		if r.meanwhile == nil {
			r.meanwhile = make([]Amount, len(r.value))
		}
		r.strikePending(b, at, promotion)
		if r.value[r.root][AfterFailover] >= r.meanwhile[r.root] {
			r.worstBefore = promotion
		}
		for n := range r.value {
			r.meanwhile[n] = max(r.meanwhile[n], r.value[n][AfterFailover])
		}
		r.pending = false
	}
}

// strikePending lets something fail, up to the moment before promotions that
// take so long. It leaves that moment at the horizon after failover.
func (r *reading) strikePending(b *blow, at *sites, promotion model.Duration) {
	r.pending, r.promotion = true, promotion
	r.strikeAs(b, at)
}

// promotionsAfter are how long the automatic promotions after a blow take, the
// shortest first and 0, for one of unknown length, last.
func (r *reading) promotionsAfter(b *blow) []model.Duration {
	var found []model.Duration
	add := func(instance int32) {
		d := r.plan.tiers[r.plan.tierOf[instance]].data
		if d != nil && d.Automatic && d.primary == instance && !slices.Contains(found, d.Promotion) {
			found = append(found, d.Promotion)
		}
	}
	for _, hit := range b.hits {
		add(hit.instance)
	}
	for _, member := range b.fate.outside {
		add(member)
	}
	slices.SortFunc(found, func(x, y model.Duration) int {
		if (x == 0) != (y == 0) {
			return cmp.Compare(y, x)
		}
		return cmp.Compare(x, y)
	})
	return found
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

// lostMeanwhile is what a node loses while a promotion is pending.
func (r *reading) lostMeanwhile(n int32) Amount {
	if r.meanwhile == nil {
		return None
	}
	return r.meanwhile[n]
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
