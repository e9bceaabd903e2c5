package analysis

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// catalogue numbers the failures that are looked at: instances and externals,
// servers, zones, in the order of the architecture, but inner zones before
// outer ones; then connections. What is assumed to be perfect does not fail by
// itself, and has none as its number.
type catalogue struct {
	failures []Failure
	// The numbers of instances, servers and zones, in the order of the
	// architecture.
	instances, servers, zones []int32
	fans                      []*fan  // of an instance: the targets that it connects to
	fanAt                     []int32 // of an instance: the number of its first connection
}

// fan are targets, sorted, with their place among the connections of a caller.
type fan []spoke

type spoke struct{ target, place int32 }

func newCatalogue(a *model.Architecture, o Options) *catalogue {
	perfect := make(map[string]bool, len(a.Assumptions))
	for _, assumption := range a.Assumptions {
		perfect[assumption.Perfect] = true
	}
	services := a.AllServices()
	count := 0
	for _, service := range services {
		count += len(service.Instances)
	}
	c := &catalogue{
		failures:  make([]Failure, 0, count+len(a.Servers)+len(a.Zones)),
		instances: make([]int32, 0, count), servers: make([]int32, 0, len(a.Servers)), zones: make([]int32, len(a.Zones)),
	}
	for _, service := range services {
		for _, instance := range service.Instances {
			spared := len(perfect) > 0 && (perfect[service.Name] || perfect[instance.Name()])
			c.instances = append(c.instances, c.add(Failure{Instance: instance, Kind: o.Kind}, spared))
		}
	}
	for _, server := range a.Servers {
		spared := len(perfect) > 0 && (perfect[server.Name] || perfect[server.Group.Name])
		c.servers = append(c.servers, c.add(Failure{Server: server, Kind: o.Kind}, spared))
	}
	for _, i := range innerFirst(a.Zones) {
		c.zones[i] = c.add(Failure{Zone: a.Zones[i], Kind: o.Kind}, perfect[a.Zones[i].Name])
	}
	return c
}

func (c *catalogue) add(f Failure, spared bool) int32 {
	if spared {
		return none
	}
	c.failures = append(c.failures, f)
	return int32(len(c.failures) - 1)
}

// innerFirst are the zones by how deep they lie, the deepest first.
func innerFirst(zones []*model.Zone) []int {
	depth := make([]int, len(zones))
	sorted := make([]int, len(zones))
	for i, zone := range zones {
		sorted[i] = i
		for up := zone.Parent; up != nil; up = up.Parent {
			depth[i]++
		}
	}
	slices.SortStableFunc(sorted, func(x, y int) int { return depth[y] - depth[x] })
	return sorted
}

// addConnections adds every connection between two instances, and every bond,
// each pair once, in the order of what calls. Instances of a service without
// targets of their own share a fan. The plan numbers every instance by itself.
func (c *catalogue) addConnections(p *plan) {
	reached := make([]stamp, len(p.instances))
	for i := range p.tiers {
		t := &p.tiers[i]
		var shared *fan
		var targets []int32
		for k := range t.count {
			if shared == nil || t.data != nil || t.clustered || slices.ContainsFunc(t.links, func(l *link) bool { return l.local != nil }) {
				targets = p.targetsOf(t, int(k), reached, targets[:0])
				shared = newFan(targets)
			}
			c.fans, c.fanAt = append(c.fans, shared), append(c.fanAt, int32(len(c.failures)))
			for _, target := range targets {
				c.add(Failure{From: p.instances[t.first+k], To: p.instances[target], Kind: Cut}, false)
			}
		}
	}
}

// targetsOf are the instances that one of a tier connects to, or has a bond
// with, each once. A write reaches the replicas, too: they may be promoted.
func (p *plan) targetsOf(t *tier, k int, reached []stamp, targets []int32) []int32 {
	at := t.first + int32(k) + 1
	add := func(target int32) {
		if reached[target].at != at {
			reached[target].at = at
			targets = append(targets, target)
		}
	}
	for _, l := range t.links {
		for _, target := range l.reachedFrom(k) {
			add(target)
		}
	}
	for _, target := range p.bonds(t, at-1, nil) {
		add(target)
	}
	return targets
}

func newFan(targets []int32) *fan {
	f := make(fan, len(targets))
	for i, target := range targets {
		f[i] = spoke{target, int32(i)}
	}
	slices.SortFunc(f, func(x, y spoke) int { return cmp.Compare(x.target, y.target) })
	return &f
}

// way is the number of the connection between two instances.
func (c *catalogue) way(from, to int32) int32 {
	f := *c.fans[from]
	i, _ := slices.BinarySearchFunc(f, to, func(s spoke, to int32) int { return cmp.Compare(s.target, to) })
	return c.fanAt[from] + f[i].place
}
