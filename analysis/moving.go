package analysis

import (
	"cmp"

	"github.com/loadpath/loadpath/model"
)

// processCheck is how often keepalived looks after the process that an address
// follows, where nothing else is configured (keepalived.conf(5), vrrp_script
// interval). A process that hangs costs the script's timeout, too, which is
// the interval then.
const processCheck = model.Second

// vrrpAdvert is keepalived's default (keepalived.conf(5), advert_int).
const vrrpAdvert = model.Second

// movingParts is what an address takes to move. A backup router takes over
// when it has heard nothing for three advertisement intervals and a skew that
// is the shorter the higher its priority is (RFC 9568, 6.1).
// The positions of those who have it then are given.
func (r *reading) movingParts(l *link, after []int32) []Part {
	a := l.address
	at := r.plan.tiers[l.to].service.Path.Field("address")
	if l.Connection != nil && l.To.Address == nil {
		at = l.To.Path.Field("replication").Field("address")
	}
	switch a.By {
	case "dns":
		return []Part{
			newPart("DNS check", a.Every, a.Fall, at.Field("every")),
			newPart("DNS answer", a.TTL, 1, at.Field("ttl")),
		}
	case "anycast":
		return []Part{newPart("announcement check", a.Every, a.Fall, at.Field("every"))}
	case "virtual-ip":
		var parts []Part
		advert := cmp.Or(a.Advert, vrrpAdvert)
		if holder := r.down[l.targets[a.order[0]]]; holder != up && holder&displaced == 0 {
			parts = append(parts, newPart("process check", processCheck, 1, at.Field("tracks")))
			if holder&refusing == 0 {
				parts = append(parts, newPart("process check timeout", processCheck, 1, at.Field("tracks")))
			}
		}
		parts = append(parts, newPart("VRRP advertisement", advert, 3, at.Field("advert")))
		if len(after) > 0 {
			skew := advert * model.Duration(256-a.priorities[after[0]]) / 256
			parts = append(parts, newPart("VRRP skew", skew, 1, at.Field("priorities")))
		}
		return parts
	}
	return nil
}
