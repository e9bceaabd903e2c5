package advice

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// moveAway puts the instance of a service that stands on the server elsewhere.
func (p *proposer) moveAway(s *model.Service) {
	from := p.failure.Server
	i := slices.Index(s.On, from.Name)
	if i < 0 || s.Replication != nil && s.Replication.Primary == from.Name {
		return
	}
	for _, at := range p.places(s) {
		if at.grows {
			continue
		}
		on := slices.Clone(s.On)
		on[i] = at.name
		edits := append(slices.Clone(at.edits), Write(s.Path.Field("on"), on))
		p.propose(at.cost, fmt.Sprintf("run %s %s instead of on %s", s.Name, at.words, from.Name), edits...)
	}
}

// spread moves servers, or zones, out of a zone to one other, or to two others
// in turn, as a majority needs three: of those that carry the same services,
// all but the first.
func (p *proposer) spread() {
	zone := p.failure.Zone
	for n := range 2 {
		to, made := p.zonesBeside(zone, n+1)
		moved, edits := p.movesOut(zone, to)
		if len(zone.Servers) == 0 {
			moved, edits = p.zonesOut(zone, to)
		}
		if !allUsed(to, edits) {
			return
		}
		cost := Instance
		words := "to " + listed(to)
		if slices.ContainsFunc(to, func(name string) bool { return p.a.Zone(name) == nil }) {
			cost = NewZone
		}
		p.propose(cost, fmt.Sprintf("move %s %s", listed(moved), words), append(made, edits...)...)
	}
}

// zonesOut are the zones that may leave the one around them: of those in which
// servers of the flows stand, all but the first.
func (p *proposer) zonesOut(outer *model.Zone, to []string) (moved []string, edits []Edit) {
	stays := false
	for _, zone := range outer.Inner {
		if !slices.ContainsFunc(p.near(), func(s *model.Server) bool { return isWithin(s.Zone, zone) }) {
			continue
		}
		if stays {
			edits = append(edits, Write(zone.Path.Field("zone"), to[len(moved)%len(to)]))
			moved = append(moved, zone.Name)
		}
		stays = true
	}
	return moved, edits
}

// allUsed tells whether edits move something to each of some zones.
func allUsed(zones []string, edits []Edit) bool {
	var written []string
	for _, e := range edits {
		written = texts(e.value, written)
	}
	return !slices.ContainsFunc(zones, func(zone string) bool { return !slices.Contains(written, zone) })
}

// isWithin tells whether a zone is another, or in it.
func isWithin(zone, outer *model.Zone) bool {
	for zone != nil && zone != outer {
		zone = zone.Parent
	}
	return zone != nil
}

// zonesBeside are other zones like one: those around servers of the flows, and
// then new ones.
func (p *proposer) zonesBeside(zone *model.Zone, n int) (to []string, made []Edit) {
	for _, server := range p.near() {
		other := server.Zone
		for other != nil && other.Parent != zone.Parent {
			other = other.Parent
		}
		if len(to) < n && other != nil && other != zone && !slices.Contains(to, other.Name) {
			to = append(to, other.Name)
		}
	}
	for len(to) < n {
		name := p.free(zone.Name, to)
		to = append(to, name)
		if zone.Path == model.Path("zones").Field(zone.Name) {
			made = append(made, Write(model.Path("zones").Field(name), &model.Zone{Level: zone.Level, ZoneName: zone.ZoneName}))
		}
	}
	return to, made
}

// movesOut are the servers that may leave a zone, so that some of what each
// carries stays, and the edits that move them.
func (p *proposer) movesOut(zone *model.Zone, to []string) (moved []string, edits []Edit) {
	stays := make(map[*model.Service]bool)
	var groups []*model.Group
	for _, server := range zone.Servers {
		group := server.Group
		if !slices.Contains(p.near(), server) || slices.Contains(groups, group) {
			continue
		}
		groups = append(groups, group)
		leaves := len(server.Instances) > 0
		for _, instance := range server.Instances {
			leaves = leaves && stays[instance.Service]
			stays[instance.Service] = true
		}
		switch {
		case group.Count > 1 && group.ZoneName == zone.Name:
			dealt := *group
			dealt.Servers, dealt.Path, dealt.ZoneName = nil, "", ""
			dealt.ZoneNames = append([]string{zone.Name}, to...)
			moved = append(moved, "some of "+group.Name)
			edits = append(edits, Write(group.Path, &dealt))
		case group.Count == 0 && leaves:
			edits = append(edits, Write(group.Path.Field("zone"), to[len(moved)%len(to)]))
			moved = append(moved, server.Name)
		}
	}
	return moved, edits
}
