package analysis

import "github.com/loadpath/loadpath/model"

// plan is the architecture in integers: what every flow's cone is cut from.
// Instances are numbered tier by tier. In a lumped plan those that are alike
// have one number together, the crew, and the next number stands for the
// strays: those of the crew that something has happened to.
type plan struct {
	*roll
	lumped    bool
	tiers     []tier
	instances []*model.Instance // of a number; of a crew the first
	size      []int32           // how many instances a number stands for with nothing failed
	seats     []int32           // of an instance of the architecture: its number
	servers   []*model.Server
	zones     []*model.Zone
	tierOf    []int32 // of a number
	serverOf  []int32 // of an instance of the architecture; none for an external
	zoneOf    []int32 // of a server
	parentOf  []int32 // of a zone
	links     int32
	entries   map[*model.Service]*link
	guards    map[int32][]int32 // of a tier that promotes: what it needs, itself first
	listed    []bool            // of a number: scratch
	scratch   []int32
	spare     []int32 // room for lists

	serverIndex map[*model.Server]int32
	zoneIndex   map[*model.Zone]int32
}

// none stands where there is no index.
const none int32 = -1

// tier is a service or an external.
type tier struct {
	service      *model.Service
	first, count int32          // its numbers
	size         int32          // its instances
	quorum       int32          // how many must be alive
	data         *data          // nil without replication
	clustered    bool           // its members have bonds with each other
	passesOn     bool           // it hands on the answers of what is behind it
	follows      bool           // an address follows its servers
	patience     model.Duration // the longest that somebody waits for a connection to one of its servers
	links        []*link
	controls     []int32 // the tiers with data that it looks after
	behind       []int32 // the tiers with data whose controllers need it, or are it
	upholds      []int32 // those of them whose controllers are agents
}

// data is how the copies of a tier's data are kept.
type data struct {
	*model.DataSet
	tier       int32
	controller int32 // the tier that promotes, or none
	primary    int32 // the written primary; none where every member takes writes
	replicas   []int32
	sources    []int32 // of each replica: the member that it copies from
	watched    bool    // the controller looks after it from afar
	agents     bool    // the controller is an agent beside each member, which demotes and promotes it
}

// newPlan numbers every instance by itself.
func newPlan(a *model.Architecture, r *roll) *plan {
	return drawPlan(a, r, false, func(_ *model.Service, i int) int32 { return int32(i) })
}

// newLumpedPlan numbers those that are alike together. Where ways are cut those
// that have bonds with each other differ.
func newLumpedPlan(a *model.Architecture, r *roll, cuts bool) *plan {
	c := takeCensus(a, r)
	if cuts {
		c.bonds()
	}
	return drawPlan(a, r, true, c.rankOf)
}

func drawPlan(a *model.Architecture, r *roll, lumped bool, rank func(*model.Service, int) int32) *plan {
	p := &plan{
		roll: r, lumped: lumped, servers: a.Servers, zones: a.Zones,
		tiers: make([]tier, 0, len(r.services)),
		seats: make([]int32, 0, r.count), serverOf: make([]int32, 0, r.count),
		entries:     make(map[*model.Service]*link),
		guards:      make(map[int32][]int32),
		serverIndex: make(map[*model.Server]int32, len(a.Servers)),
		zoneIndex:   make(map[*model.Zone]int32, len(a.Zones)),
	}
	p.placeZones(a)
	for i, service := range r.services {
		p.tiers = append(p.tiers, p.newTier(int32(i), service, rank))
	}
	p.listed = make([]bool, len(p.instances))
	for i, service := range r.services {
		p.tiers[i].data = p.dataOf(service, int32(i))
	}
	p.link()
	p.guard()
	p.bind()
	for _, flow := range a.Flows {
		if p.entries[flow.Enters] == nil {
			p.entries[flow.Enters] = p.entry(flow.Enters)
		}
	}
	return p
}

// newTier numbers the instances of a service by their rank, in the order in
// which the ranks appear.
func (p *plan) newTier(number int32, service *model.Service, rank func(*model.Service, int) int32) tier {
	t := tier{
		service: service, first: int32(len(p.instances)), size: int32(len(service.Instances)),
		quorum: int32(max(service.Quorum, 1)), clustered: isClustered(service), passesOn: passesOn(service),
	}
	sizes := make([]int32, len(service.Instances)) // of a rank
	for i := range service.Instances {
		sizes[rank(service, i)]++
	}
	seats := make([]int32, len(service.Instances)) // of a rank, from 1
	for i, instance := range service.Instances {
		p.serverOf = append(p.serverOf, p.server(instance))
		at := rank(service, i)
		if seats[at] == 0 {
			p.seat(instance, number, sizes[at])
			seats[at] = int32(len(p.instances))
			if sizes[at] > 1 {
				p.seat(instance, number, 0) // for the strays
			}
		}
		p.seats = append(p.seats, seats[at]-1)
	}
	t.count = int32(len(p.instances)) - t.first
	return t
}

func (p *plan) seat(instance *model.Instance, tier, size int32) {
	p.instances = append(p.instances, instance)
	p.tierOf = append(p.tierOf, tier)
	p.size = append(p.size, size)
}

// isCrew tells whether a number stands for several instances. That of its
// strays is the next.
func (p *plan) isCrew(number int32) bool { return p.size[number] > 1 }

// seatOf is the number of an instance.
func (p *plan) seatOf(i *model.Instance) int32 { return p.seats[p.number(i)] }

func (p *plan) placeZones(a *model.Architecture) {
	for i, zone := range a.Zones {
		p.zoneIndex[zone] = int32(i)
	}
	zoneNumber := func(zone *model.Zone) int32 {
		if zone == nil {
			return none
		}
		return p.zoneIndex[zone]
	}
	for _, zone := range a.Zones {
		p.parentOf = append(p.parentOf, zoneNumber(zone.Parent))
	}
	for i, server := range a.Servers {
		p.serverIndex[server] = int32(i)
		p.zoneOf = append(p.zoneOf, zoneNumber(server.Zone))
	}
}

func (p *plan) server(instance *model.Instance) int32 {
	if instance.Server == nil {
		return none
	}
	return p.serverIndex[instance.Server]
}

func (p *plan) dataOf(service *model.Service, number int32) *data {
	if service.Data == nil {
		return nil
	}
	d := &data{DataSet: service.Data, tier: number, controller: none, primary: none}
	if service.Data.Controller != nil {
		d.controller = p.tierOfService(service.Data.Controller)
	}
	if primary := service.Primary(); primary != nil {
		d.primary, d.replicas = p.seatOf(primary), p.numbers(number, service.Replicas())
		d.sources = p.sourcesOf(service, d)
	}
	return d
}

// tierOfService is the tier that a service is.
func (p *plan) tierOfService(s *model.Service) int32 { return p.order[s] }

// numbers are those of some instances of a tier, each once, a crew's strays
// after it.
func (p *plan) numbers(t int32, lists ...[]*model.Instance) []int32 {
	all := p.scratch[:0]
	for _, list := range lists {
		for _, instance := range list {
			number := p.seats[p.first[t]+int32(p.position(p.services[t], instance))]
			if p.listed[number] {
				continue
			}
			p.listed[number] = true
			all = append(all, number)
			if p.isCrew(number) {
				all = append(all, number+1)
			}
		}
	}
	for _, number := range all {
		p.listed[number] = false
	}
	p.scratch = all
	kept := p.keep(int32(len(all)))
	copy(kept, all)
	return kept
}

// keep is room for so many integers. Many short lists share one allocation.
func (p *plan) keep(count int32) []int32 {
	if int(count) > len(p.spare) {
		p.spare = make([]int32, max(count, 1024))
	}
	kept := p.spare[:count:count]
	p.spare = p.spare[count:]
	return kept
}
