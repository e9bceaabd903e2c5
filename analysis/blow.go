package analysis

// blow is what failures do to the instances of a cone and to the ways between
// them, and what becomes of those that do not see each other any more.
type blow struct {
	strays []strays
	hits   []hit
	cuts   []lane
	fate   fate
	silent bool // whoever asks is left waiting, not refused
}

// strays are so many of a crew, which something happens to.
type strays struct{ crew, count int32 }

// hit is what becomes of one instance.
type hit struct {
	instance int32
	how      condition
}

func (b *blow) clear() {
	b.strays, b.hits, b.cuts, b.silent = b.strays[:0], b.hits[:0], b.cuts[:0], false
	b.fate = fate{}
}

// gather is what the failures do together. One that takes nothing of the cone
// does nothing to it, nor does it keep anybody there waiting.
func (s *study) gather(b *blow, failures ...Failure) {
	b.clear()
	for _, f := range failures {
		if !s.touches(f) {
			continue
		}
		if f.From != nil {
			way := lane{s.plan.number(f.From), s.plan.number(f.To)}
			b.cuts = append(b.cuts, way)
			b.silent = b.silent || s.goes(way)
			continue
		}
		b.silent = b.silent || f.Kind != Crash
		for _, instance := range s.struck {
			b.hits = append(b.hits, hit{instance, f.does()})
		}
	}
}

// touches tells whether a failure takes something of the cone, and leaves what
// that is in struck.
func (s *study) touches(f Failure) bool {
	if f.From != nil {
		return s.sites.has(s.plan.number(f.From)) && s.sites.has(s.plan.number(f.To))
	}
	s.struck = s.taken(f, s.struck[:0])
	return len(s.struck) > 0
}

// goes tells whether requests or checks of the cone go that way.
func (s *study) goes(way lane) bool {
	c, found := s.readings[0].cone, false
	s.sites.nodesOf(way.from, func(n int32) {
		for _, pool := range c.edges[c.nodes[n].lo:c.nodes[n].hi] {
			for _, target := range c.edges[c.nodes[pool].lo:c.nodes[pool].hi] {
				found = found || c.nodes[target].instance == way.to
			}
		}
	})
	return found
}

// taken appends the instances of the cone that a failure takes.
func (s *study) taken(f Failure, instances []int32) []int32 {
	switch {
	case f.Zone != nil:
		return s.sites.appendZone(instances, s.plan.zoneIndex[f.Zone])
	case f.Server != nil:
		return s.sites.appendServer(instances, s.plan.serverIndex[f.Server])
	case f.Instance != nil:
		if instance := s.plan.number(f.Instance); s.sites.has(instance) {
			return append(instances, instance)
		}
	}
	return instances
}
