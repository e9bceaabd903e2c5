package analysis

import (
	"cmp"

	"github.com/loadpath/loadpath/model"
)

// While a replica is being promoted the health checks go on: one that goes
// through the database takes out whoever answered without the primary until
// then. So a flow that neither the failure nor what comes after it harms may
// be lost in between, and that time is looked at too.

// strikePending lets something fail, up to the moment before the promotion that
// takes longest, and tells whether there is one. It leaves that moment at the
// horizon after failover.
func (r *reading) strikePending(b *blow, at *sites) bool {
	var known bool
	r.promotion, known = r.promotionAfter(b)
	if !known {
		return false
	}
	r.pending = true
	r.strikeAs(b, at)
	return true
}

// promotionAfter is how long the longest automatic promotion after a blow
// takes, 0 if that of any is unknown; and whether there is one.
func (r *reading) promotionAfter(b *blow) (longest model.Duration, found bool) {
	for _, hit := range b.hits {
		d := r.plan.tiers[r.plan.tierOf[hit.instance]].data
		if d == nil || !d.Automatic || d.primary != hit.instance {
			continue
		}
		if d.Promotion == 0 || found && longest == 0 {
			longest = 0
		} else {
			longest = max(longest, d.Promotion)
		}
		found = true
	}
	return longest, found
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
