package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// A bond is a way between two instances on which no requests go: between two
// copies of data, or two members of a service that has a quorum, and from a
// controller to the copies that it looks after. A bond between two members has
// no direction. It is named from the primary, else from the one that is written
// first.

// bind finds out which data a controller looks after, and whether from afar. A
// group looks after itself, and an agent after the copy beside it.
func (p *plan) bind() {
	for i := range p.tiers {
		d := p.tiers[i].data
		if d == nil || d.controller == none || d.controller == d.tier || d.primary == none || d.Mode == "group" {
			continue
		}
		d.watched = !isAgent(p.services[d.controller])
		d.agents = !d.watched && d.Automatic
		of := &p.tiers[d.controller]
		of.controls = append(of.controls, int32(i))
		for _, t := range p.guardOf(d) {
			p.tiers[t].behind = append(p.tiers[t].behind, int32(i))
			if d.agents {
				p.tiers[t].upholds = append(p.tiers[t].upholds, int32(i))
			}
		}
	}
}

// isAgent tells whether each instance of a controller looks after the database
// on its own server, and after no other (Patroni documentation: introduction).
func isAgent(controller *model.Service) bool { return controller.Software == "patroni" }

// isClustered tells whether all members of a service talk to each other: they
// make a quorum, or wait for each other, or each takes writes.
func isClustered(s *model.Service) bool {
	d := s.Data
	return s.Quorum > 1 || d != nil && (d.Mode == "group" || d.WaitFor > 0 || s.Primary() == nil)
}

// bonds appends the instances to which a bond leads from one of a tier.
func (p *plan) bonds(t *tier, number int32, to []int32) []int32 {
	switch d := t.data; {
	case t.clustered:
		for i := range t.count {
			if other := t.first + i; p.size[other] > 0 && p.leadsTo(t, number, other) {
				to = append(to, other)
			}
		}
	case d != nil:
		for i, replica := range d.replicas {
			if d.sources[i] == number {
				to = append(to, replica)
			}
		}
	}
	for _, controlled := range t.controls {
		of := &p.tiers[controlled]
		for i := range of.count {
			if of.data.watched {
				to = append(to, of.first+i)
			}
		}
	}
	return to
}

// leadsTo tells whether the bond between two members is named so.
func (p *plan) leadsTo(t *tier, from, to int32) bool {
	if d := t.data; d != nil && d.primary != none && (from == d.primary || to == d.primary) {
		return from == d.primary && to != from
	}
	return from < to
}

// sourcesOf are the members that the replicas copy from: the primary, or what
// is written.
func (p *plan) sourcesOf(s *model.Service, d *data) []int32 {
	sources := make([]int32, len(d.replicas))
	for i, replica := range d.replicas {
		sources[i] = d.primary
		for _, written := range s.Replication.Sources {
			if p.instances[replica].Server.Name != written.Server {
				continue
			}
			for _, member := range s.Instances {
				if member.Server.Name == written.Name {
					sources[i] = p.seatOf(member)
				}
			}
		}
	}
	return sources
}

// isBroken tells whether no packet passes between two members.
func (w *world) isBroken(a, b int32) bool { return w.isCut(a, b) || w.isCut(b, a) }

// confirming is how many replicas can tell the primary that they have a write.
func (w *world) confirming(d *data, h Horizon) int32 {
	alive := w.alive[d.tier] - 1
	if len(w.cuts) == 0 || d.primary == none {
		return alive
	}
	primary := w.holder(d, h)
	if primary == none {
		return alive
	}
	count := int32(0)
	for i := range w.plan.tiers[d.tier].count {
		if member := w.plan.tiers[d.tier].first + i; member != primary && w.leads(member) && !w.isBroken(primary, member) {
			count++
		}
	}
	return count
}

// reaches tells whether somebody who promotes replicas can reach one. The
// controller is known to act.
func (w *world) reaches(d *data, replica int32) bool {
	if len(w.cuts) == 0 || !d.watched {
		return true
	}
	t := &w.plan.tiers[d.controller]
	for i := range t.count {
		if who := t.first + i; w.functions[who] && w.size[who] > 0 && !w.isCut(who, replica) {
			return true
		}
	}
	return false
}

// mistakes tells whether a controller may take a primary that works for dead,
// and promote a replica: as many of its instances as its quorum says cannot
// reach it. Orchestrator does so only where no replica reaches it either
// (Orchestrator documentation: failure detection).
func (w *world) mistakes(d *data) bool {
	if len(w.cuts) == 0 || !d.watched || !d.Automatic || !w.leads(d.primary) || !w.acts(d.controller) {
		return false
	}
	t := &w.plan.tiers[d.controller]
	blind := int32(0)
	for i := range t.count {
		if who := t.first + i; w.functions[who] && w.isCut(who, d.primary) {
			blind += w.size[who]
		}
	}
	if blind < t.quorum {
		return false
	}
	heir := false
	for _, replica := range d.replicas {
		if !w.leads(replica) {
			continue
		}
		if t.service.Software == "orchestrator" && !w.isBroken(d.primary, replica) {
			return false
		}
		heir = heir || w.reaches(d, replica)
	}
	return heir
}

// someCut tells whether a way out of one of some tiers is cut.
func (w *world) someCut(tiers []int32) bool {
	for way := range w.cuts {
		if slices.Contains(tiers, w.plan.tierOf[way.from]) {
			return true
		}
	}
	return false
}
