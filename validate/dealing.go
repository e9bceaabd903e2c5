package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// dealing deals servers to zones so that no zone has more instances of a
// service than may fail together. Servers stay where they are as far as that
// goes, and zones that are there are filled before new ones are made.
type dealing struct {
	v      *investigation
	most   map[*model.Service]int // how many of a service a zone may hold
	leaves *model.Instance
	zones  []string      // those that may take servers, in order
	made   []advice.Edit // what makes the new ones
	new    int
	held   map[string]map[*model.Service]int
	place  map[*model.Server]string // of a server that moves: its zone
}

// dealServers is the change that moves servers to other zones, and whether
// there is one. An instance that is to leave does not count.
func (v *investigation) dealServers(most map[*model.Service]int, leaves *model.Instance) (advice.Change, bool) {
	d := &dealing{v: v, most: most, leaves: leaves, held: make(map[string]map[*model.Service]int), place: make(map[*model.Server]string)}
	var moving []*model.Server
	for _, server := range v.Architecture.Servers {
		switch {
		case len(d.dealt(server)) == 0:
		case server.Zone == nil:
			return advice.Change{}, false
		case d.takes(server.Zone.Name, server):
		default:
			moving = append(moving, server)
		}
	}
	d.zones = v.zonesAlike(moving)
	for _, server := range moving {
		if !d.move(server) {
			return advice.Change{}, false
		}
	}
	change := advice.Change{Cost: advice.Instance, Edits: d.made}
	if d.new > 0 {
		change.Cost = advice.NewZone
	}
	var moved []string
	for _, group := range v.Architecture.Groups {
		if edit, changed := regrouped(group, d.place); changed {
			change.Edits = append(change.Edits, edit)
			name := group.Name
			if group.Count > 0 {
				name = "some of " + name
			}
			moved = append(moved, name)
		}
	}
	change.Sentence = fmt.Sprintf("put %s into %s", and(moved), plural(len(d.place), "another zone", "other zones"))
	return change, len(moved) > 0
}

// dealt are the services on a server that are dealt to zones.
func (d *dealing) dealt(server *model.Server) []*model.Service {
	var found []*model.Service
	for _, instance := range server.Instances {
		if _, is := d.most[instance.Service]; is && instance != d.leaves {
			found = append(found, instance.Service)
		}
	}
	return found
}

// takes puts a server into a zone, if no service is there too often then.
func (d *dealing) takes(zone string, server *model.Server) bool {
	if d.held[zone] == nil {
		d.held[zone] = make(map[*model.Service]int)
	}
	services := d.dealt(server)
	if slices.ContainsFunc(services, func(s *model.Service) bool { return d.held[zone][s] >= d.most[s] }) {
		return false
	}
	for _, s := range services {
		d.held[zone][s]++
	}
	return true
}

// move finds a zone for a server.
func (d *dealing) move(server *model.Server) bool {
	for _, zone := range d.zones {
		if d.takes(zone, server) {
			d.place[server] = zone
			return true
		}
	}
	name, edits := d.v.newZone(d.new)
	d.new++
	d.zones, d.made = append(d.zones, name), append(d.made, edits...)
	d.place[server] = name
	return d.takes(name, server)
}

// dealInner is the change that puts the last of the zones in an outer one into
// another.
func (v *investigation) dealInner(outer *model.Zone) advice.Change {
	inner := outer.Inner[len(outer.Inner)-1]
	stem := outer.Name
	if before, number, numbered := strings.Cut(stem, "-"); numbered && strings.Trim(number, "0123456789") == "" {
		stem = before
	}
	name := v.newName(stem, 0)
	edits := []advice.Edit{advice.Write(model.Path("zones").Field(name), &model.Zone{Level: outer.Level})}
	for _, zone := range v.Architecture.Zones {
		if zone != outer && zone.Parent == outer.Parent && len(zone.Inner) > 0 {
			name, edits = zone.Name, nil
			break
		}
	}
	return advice.Change{
		Sentence: fmt.Sprintf("move %s to %s", inner.Name, name), Cost: advice.NewZone,
		Edits: append(edits, advice.Write(inner.Path.Field("zone"), name)),
	}
}

// zonesAlike are the zones with servers beside those that some servers leave.
func (v *investigation) zonesAlike(moving []*model.Server) []string {
	var found []string
	for _, zone := range v.Architecture.Zones {
		beside := slices.ContainsFunc(moving, func(s *model.Server) bool { return s.Zone.Parent == zone.Parent })
		if beside && len(zone.Servers) > 0 {
			found = append(found, zone.Name)
		}
	}
	return found
}

// regrouped is an entry under servers with some servers in other zones.
func regrouped(group *model.Group, place map[*model.Server]string) (advice.Edit, bool) {
	var zones []string
	changed := false
	for _, server := range group.Servers {
		name := place[server]
		changed = changed || name != ""
		if name == "" && server.Zone != nil {
			name = server.Zone.Name
		}
		zones = append(zones, name)
	}
	if !changed {
		return advice.Edit{}, false
	}
	if group.Count == 0 {
		return advice.Write(group.Path.Field("zone"), zones[0]), true
	}
	dealt := *group
	dealt.ZoneName, dealt.ZoneNames, dealt.Servers = "", round(zones), nil
	return advice.Write(group.Path, &dealt), true
}

// round is the shortest list that, dealt in turn, gives the same.
func round(zones []string) []string {
	for n := 1; n < len(zones); n++ {
		again := true
		for i, zone := range zones {
			again = again && zone == zones[i%n]
		}
		if again {
			return zones[:n]
		}
	}
	return zones
}

// dealMembers is the change that leaves so many members of a service in a zone,
// the primary among them, and runs the others on servers of their own in zones
// without any.
func (v *investigation) dealMembers(s *model.Service, most int) advice.Change {
	change := advice.Change{Sentence: fmt.Sprintf("run members of %s in more zones", s.Name), Cost: advice.NewZone}
	held := make(map[*model.Zone]int)
	if primary := s.Primary(); primary != nil {
		held[primary.Server.Zone]++
	}
	var on []string
	turn := 0
	for _, instance := range s.Instances {
		name, zone := instance.Server.Name, instance.Server.Zone
		if zone != nil && instance != s.Primary() {
			if held[zone]++; held[zone] > most {
				var edits []advice.Edit
				name, edits = v.isolated(s, turn)
				change.Edits = append(change.Edits, edits...)
				turn++
			}
		}
		on = append(on, name)
	}
	change.Edits = append(change.Edits, advice.Write(s.Path.Field("on"), on))
	return change
}

// onOdd are the changes that do without one member of an even number: as many
// may fail, and fewer zones are enough.
func (v *investigation) onOdd(s *model.Service, most int) []advice.Change {
	var leaves *model.Instance
	for _, instance := range s.Instances {
		if instance != s.Primary() && slices.Contains(s.On, instance.Server.Name) {
			leaves = instance
		}
	}
	if leaves == nil {
		return nil
	}
	change := advice.Change{Cost: advice.Instance, Sentence: fmt.Sprintf("do without %s", leaves.Name())}
	if moves, some := v.dealServers(map[*model.Service]int{s: most}, leaves); some {
		change.Sentence += ", and " + moves.Sentence
		change.Cost, change.Edits = moves.Cost, moves.Edits
	}
	on := slices.DeleteFunc(slices.Clone(s.On), func(name string) bool { return name == leaves.Server.Name })
	change.Edits = append(change.Edits, advice.Write(s.Path.Field("on"), on))
	if s.Quorum > 0 {
		change.Edits = append(change.Edits, advice.Write(s.Path.Field("quorum"), len(s.Instances)/2))
	}
	return []advice.Change{change}
}
