package analysis

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// processCheck is how often keepalived looks after the process that an address
// follows, where nothing else is configured (keepalived.conf(5), vrrp_script
// interval).
const processCheck = model.Second

// vrrpAdvert is keepalived's default (keepalived.conf(5), advert_int).
const vrrpAdvert = model.Second

// wait is how long a node takes to come back, and for which of its needs.
type wait struct {
	parts   []Part
	behind  int32 // the need that takes longest, or none
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

// window is how long the flow takes to come back by itself. What has to happen
// on one way to the data adds up, as each may have to wait for what lies
// behind it; of several ways the longest counts.
func (r *reading) window() Window {
	type comer struct {
		node  int32
		needs []int32 // those that have not been looked at
	}
	waits := map[int32]*wait{r.root: {behind: none}}
	path := []comer{{r.root, r.comingBack(r.root)}}
	for len(path) > 0 { // needs before what needs them, without recursion
		at := &path[len(path)-1]
		if len(at.needs) == 0 {
			*waits[at.node] = r.waitOf(at.node, waits)
			path = path[:len(path)-1]
			continue
		}
		need := at.needs[0]
		at.needs = at.needs[1:]
		if waits[need] == nil {
			waits[need] = &wait{behind: none} // a circle ends here
			path = append(path, comer{need, r.comingBack(need)})
		}
	}
	var w Window
	for n := r.root; n != none; n = waits[n].behind {
		for _, part := range waits[n].parts {
			w.Parts = append(w.Parts, part)
			w.Length += part.Length
		}
	}
	return w
}

// comingBack are the nodes that a node needs after failover and that lost more
// before it.
func (r *reading) comingBack(n int32) []int32 {
	at := &r.nodes[n]
	needs := r.edges[at.lo:at.hi]
	if at.link != nil {
		r.use = r.inUse(at, AfterFailover, r.use[:0])
		needs = r.use
	}
	var back []int32
	for _, need := range needs {
		if v := r.value[need]; v[BeforeFailover] > v[AfterFailover] {
			back = append(back, need)
		}
	}
	return back
}

func (r *reading) waitOf(n int32, waits map[int32]*wait) wait {
	w := wait{behind: none}
	longest := &wait{}
	for _, need := range r.comingBack(n) {
		if other := waits[need]; other.done && (w.behind == none || other.longerThan(longest)) {
			longest, w.behind = other, need
		}
	}
	if at := &r.nodes[n]; at.link != nil {
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
func (r *reading) partsOf(n *node) []Part {
	var parts []Part
	l := n.link
	r.before = r.inUse(n, BeforeFailover, r.before[:0])
	r.use = r.inUse(n, AfterFailover, r.use[:0])
	before, after := r.before, r.use
	if l.toPrimary && len(before) == 0 {
		parts = append(parts, newPart("promotion", l.data.Promotion, 1, l.To.Path.Field("replication").Field("promotion")))
	}
	if n.write && l.data != nil && r.accepts(l.data, AfterFailover) && !r.accepts(l.data, BeforeFailover) {
		parts = append(parts, newPart("wait for a replica", l.data.WaitTimeout, 1, l.To.Path.Field("replication").Field("waitTimeout")))
	}
	if slices.Equal(before, after) {
		return parts
	}
	switch l.way {
	case byCheck:
		parts = append(parts, newPart("health check", l.Check.Every, l.Check.Fall, l.Use.Path.Field("check").Field("every")))
	case byAddress:
		parts = append(parts, r.movingParts(n, after)...)
	}
	return parts
}

// movingParts is what an address takes to move. A backup router takes over
// when it has heard nothing for three advertisement intervals and a skew that
// is the shorter the higher its priority is (RFC 9568, 6.1).
func (r *reading) movingParts(n *node, after []int32) []Part {
	l := n.link
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
		if holder := l.targets[a.order[0]]; r.down[holder] == processDown {
			parts = append(parts, newPart("process check", processCheck, 1, at.Field("tracks")))
		}
		parts = append(parts, newPart("VRRP advertisement", advert, 3, at.Field("advert")))
		if len(after) > 0 {
			position := slices.Index(r.edges[n.lo:n.hi], after[0])
			skew := advert * model.Duration(256-a.priorities[position]) / 256
			parts = append(parts, newPart("VRRP skew", skew, 1, at.Field("priorities")))
		}
		return parts
	}
	return nil
}
