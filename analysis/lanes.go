package analysis

// lanes are the ways between numbers in the cone, each once: those of requests
// and checks, the bonds, and what controllers need.
func (s *study) lanes() []lane {
	var found []lane
	seen := make(map[lane]bool)
	add := func(from, to int32) {
		if way := (lane{from, to}); s.plan.size[to] > 0 && !seen[way] {
			seen[way] = true
			found = append(found, way)
		}
	}
	c := s.readings[0].cone
	for i := range c.nodes {
		from := &c.nodes[i]
		if from.link != nil || s.plan.size[from.instance] == 0 {
			continue
		}
		for _, pool := range c.edges[from.lo:from.hi] {
			for _, target := range c.edges[c.nodes[pool].lo:c.nodes[pool].hi] {
				add(from.instance, c.nodes[target].instance)
			}
		}
	}
	s.aside(add)
	return found
}

// aside gives the ways on which no requests of the cone go, and that count.
func (s *study) aside(add func(from, to int32)) {
	var ends []int32
	for _, number := range s.sites.whole {
		t := &s.plan.tiers[number]
		for i := range t.count {
			from := t.first + i
			if s.plan.size[from] == 0 {
				continue
			}
			ends = s.plan.bonds(t, from, ends[:0])
			for _, l := range t.links {
				if s.plan.isNeedToAct(l) || l.to == number {
					ends = append(ends, l.reachedFrom(int(i))...)
				}
			}
			for _, to := range ends {
				if s.sites.has(to) {
					add(from, to)
				}
			}
		}
	}
}
