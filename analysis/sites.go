package analysis

// sites tells where in the cone at hand a failure strikes: the nodes of an
// instance, the pools that watch a tier, and which instances of the cone stand
// on a server or in a zone. The lists are chained through arrays of the whole
// plan and stamped, so that a new cone costs nothing for what is outside of
// it.
type sites struct {
	plan *plan
	at   int32

	nodes   []stamp // of an instance: its first node
	sibling []int32 // of a node: the next of the same instance
	watches []stamp // of a tier: the first watch
	watch   []watch

	// instances, servers and zones of the cone, each once.
	instances, servers, zones []int32
	listed                    []int32 // of an instance: the stamp with which it was listed
	tiers                     []int32 // of a tier: the same
	whole                     []int32 // the tiers all of whose instances were listed
	onServer                  []stamp // of a server: the first instance
	neighbour                 []int32 // of an instance: the next on the same server
	inZone                    []stamp // of a zone: the first place
	places                    []place
}

// watch is a pool whose roles depend on which of a tier are alive.
type watch struct{ pool, next int32 }

// place is a server in a zone.
type place struct{ server, next int32 }

func newSites(p *plan) *sites {
	return &sites{
		plan:  p,
		nodes: make([]stamp, len(p.instances)), watches: make([]stamp, len(p.tiers)),
		listed: make([]int32, len(p.instances)), tiers: make([]int32, len(p.tiers)), neighbour: make([]int32, len(p.instances)),
		onServer: make([]stamp, len(p.zoneOf)), inZone: make([]stamp, len(p.parentOf)),
	}
}

// locate turns to a cone.
func (s *sites) locate(c *cone) {
	s.at++
	s.sibling, s.watch, s.places = s.sibling[:0], s.watch[:0], s.places[:0]
	s.instances, s.servers, s.zones, s.whole = s.instances[:0], s.servers[:0], s.zones[:0], s.whole[:0]
	for i := range c.nodes {
		n := &c.nodes[i]
		s.sibling = append(s.sibling, none)
		if n.link == nil {
			s.sibling[i] = s.nodes[n.instance].first(s.at)
			s.nodes[n.instance] = stamp{s.at, int32(i)}
			s.list(n.instance)
			if t := s.plan.tierOf[n.instance]; s.plan.tiers[t].clustered {
				s.listTier(t)
			}
			continue
		}
		if d := n.link.data; d != nil {
			s.watchTier(d.tier, int32(i))
			for _, t := range s.plan.guardOf(d) {
				s.watchTier(t, int32(i))
			}
		}
	}
}

// first is the value while at is the stamp in work, else none.
func (s stamp) first(at int32) int32 {
	if s.at != at {
		return none
	}
	return s.value
}

func (s *sites) watchTier(t, pool int32) {
	s.listTier(t)
	s.watch = append(s.watch, watch{pool, s.watches[t].first(s.at)})
	s.watches[t] = stamp{s.at, int32(len(s.watch) - 1)}
}

// listTier lists all instances of a tier.
func (s *sites) listTier(t int32) {
	if s.tiers[t] == s.at {
		return
	}
	s.tiers[t] = s.at
	s.whole = append(s.whole, t)
	for i := range s.plan.tiers[t].count {
		s.list(s.plan.tiers[t].first + i)
	}
}

// has tells whether an instance is in the cone.
func (s *sites) has(instance int32) bool { return s.listed[instance] == s.at }

// list adds an instance, with its server and the zones around that.
func (s *sites) list(instance int32) {
	if s.has(instance) {
		return
	}
	s.listed[instance] = s.at
	s.instances = append(s.instances, instance)
	if s.plan.lumped {
		return // several servers, and zones: the estate knows them
	}
	server := s.plan.serverOf[instance]
	if server == none {
		return
	}
	s.neighbour[instance] = s.onServer[server].first(s.at)
	if s.neighbour[instance] == none {
		s.servers = append(s.servers, server)
		s.listZones(server)
	}
	s.onServer[server] = stamp{s.at, instance}
}

func (s *sites) listZones(server int32) {
	for zone := s.plan.zoneOf[server]; zone != none; zone = s.plan.parentOf[zone] {
		next := s.inZone[zone].first(s.at)
		if next == none {
			s.zones = append(s.zones, zone)
		}
		s.places = append(s.places, place{server, next})
		s.inZone[zone] = stamp{s.at, int32(len(s.places) - 1)}
	}
}

// appendServer appends the instances of the cone that stand on a server.
func (s *sites) appendServer(instances []int32, server int32) []int32 {
	for i := s.onServer[server].first(s.at); i != none; i = s.neighbour[i] {
		instances = append(instances, i)
	}
	return instances
}

// appendZone appends the instances of the cone that stand in a zone.
func (s *sites) appendZone(instances []int32, zone int32) []int32 {
	for i := s.inZone[zone].first(s.at); i != none; i = s.places[i].next {
		instances = s.appendServer(instances, s.places[i].server)
	}
	return instances
}

// nodesOf calls yield with the nodes of an instance.
func (s *sites) nodesOf(instance int32, yield func(int32)) {
	for n := s.nodes[instance].first(s.at); n != none; n = s.sibling[n] {
		yield(n)
	}
}

// poolsOn calls yield with the pools that watch a tier.
func (s *sites) poolsOn(t int32, yield func(int32)) {
	for i := s.watches[t].first(s.at); i != none; i = s.watch[i].next {
		yield(s.watch[i].pool)
	}
}
