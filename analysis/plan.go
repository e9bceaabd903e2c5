package analysis

import "github.com/loadpath/loadpath/model"

// plan is the architecture in integers: what every flow's cone is cut from.
// Instances are numbered tier by tier.
type plan struct {
	tiers     []tier
	instances []*model.Instance
	servers   []*model.Server
	zones     []*model.Zone
	tierOf    []int32 // of an instance
	serverOf  []int32 // of an instance; none for an external
	zoneOf    []int32 // of a server
	parentOf  []int32 // of a zone
	links     int32

	tierIndex     map[*model.Service]int32
	instanceIndex map[*model.Instance]int32
	serverIndex   map[*model.Server]int32
	zoneIndex     map[*model.Zone]int32
}

// none stands where there is no index.
const none int32 = -1

// tier is a service or an external.
type tier struct {
	service      *model.Service
	first, count int32 // its instances
	quorum       int32 // how many must be alive
	data         *data // nil without replication
	passesOn     bool  // it hands on the answers of what is behind it
	links        []*link
}

// data is how the copies of a tier's data are kept.
type data struct {
	*model.DataSet
	tier       int32
	controller int32 // the tier that promotes, or none
	primary    int32 // the written primary; none where every member takes writes
	replicas   []int32
}

func newPlan(a *model.Architecture) *plan {
	p := &plan{
		servers: a.Servers, zones: a.Zones,
		tierIndex:     make(map[*model.Service]int32),
		instanceIndex: make(map[*model.Instance]int32),
		serverIndex:   make(map[*model.Server]int32, len(a.Servers)),
		zoneIndex:     make(map[*model.Zone]int32, len(a.Zones)),
	}
	p.placeZones(a)
	services := a.AllServices()
	for i, service := range services {
		p.tierIndex[service] = int32(i)
		t := tier{
			service: service, first: int32(len(p.instances)),
			count: int32(len(service.Instances)), quorum: int32(max(service.Quorum, 1)),
			passesOn: passesOn(service),
		}
		for _, instance := range service.Instances {
			p.instanceIndex[instance] = int32(len(p.instances))
			p.instances = append(p.instances, instance)
			p.tierOf = append(p.tierOf, int32(i))
			p.serverOf = append(p.serverOf, p.server(instance))
		}
		p.tiers = append(p.tiers, t)
	}
	for i, service := range services {
		p.tiers[i].data = p.dataOf(service, int32(i))
	}
	for i, service := range services {
		for _, c := range service.Connections {
			p.tiers[i].links = append(p.tiers[i].links, p.newLink(c))
		}
	}
	return p
}

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
		d.controller = p.tierIndex[service.Data.Controller]
	}
	if primary := service.Primary(); primary != nil {
		d.primary, d.replicas = p.instanceIndex[primary], p.numbers(service.Replicas())
	}
	return d
}

// numbers are the indices of the instances, each once.
func (p *plan) numbers(lists ...[]*model.Instance) []int32 {
	var all []int32
	seen := make(map[*model.Instance]bool)
	for _, list := range lists {
		for _, instance := range list {
			if !seen[instance] {
				seen[instance] = true
				all = append(all, p.instanceIndex[instance])
			}
		}
	}
	return all
}
