package validate

import (
	"slices"
	"strconv"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// around are the server and the zone directly around it, as failures, the
// innermost first.
func around(server *model.Server) []analysis.Failure {
	if server == nil {
		return nil
	}
	failures := []analysis.Failure{{Server: server}}
	if server.Zone != nil {
		failures = append(failures, analysis.Failure{Zone: server.Zone})
	}
	return failures
}

// takes tells whether a failure takes a server along.
func takes(f analysis.Failure, server *model.Server) bool {
	if f.Zone == nil || server == nil {
		return f.Server != nil && f.Server == server
	}
	for zone := server.Zone; zone != nil; zone = zone.Parent {
		if zone == f.Zone {
			return true
		}
	}
	return false
}

// left is how many instances of a service a failure leaves.
func left(s *model.Service, f analysis.Failure) int {
	n := 0
	for _, instance := range s.Instances {
		if f.Instance != instance && !takes(f, instance.Server) {
			n++
		}
	}
	return n
}

// isolated is a new server for another instance of a service, where no other
// instance of it stands in the way, and what to write for it. The turn tells
// several apart.
func (v *investigation) isolated(s *model.Service, turn int) (string, []advice.Edit) {
	name, group := v.newName(s.Name, turn), &model.Group{}
	var edits []advice.Edit
	if v.hasZones() {
		var others []*model.Zone
		for _, zone := range v.Architecture.Zones {
			if len(zone.Servers) > 0 && left(s, analysis.Failure{Zone: zone}) == len(s.Instances) {
				others = append(others, zone)
			}
		}
		group.ZoneName, edits = v.zone(others, turn)
	}
	return name, append(edits, advice.Write(model.Path("servers").Field(name), group))
}

// hasZones tells whether servers stand in zones.
func (v *investigation) hasZones() bool {
	return slices.ContainsFunc(v.Architecture.Zones, func(z *model.Zone) bool { return len(z.Servers) > 0 })
}

// zone is the turn-th of some zones, or a new one, and what to write for that.
func (v *investigation) zone(others []*model.Zone, turn int) (string, []advice.Edit) {
	if turn < len(others) {
		return others[turn].Name, nil
	}
	return v.newZone(turn - len(others))
}

// newZone is the turn-th new zone, and what to write for it.
func (v *investigation) newZone(turn int) (string, []advice.Edit) {
	name := v.newName("zone", turn)
	if zone := v.Architecture.Zones[0]; zone.Path != model.Path("zones").Field(zone.Name) {
		return name, nil // no zone is written, so naming one is enough
	}
	return name, []advice.Edit{advice.Write(model.Path("zones").Field(name), &model.Zone{})}
}

// newName is the turn-th name of a sort that no server and no zone has.
func (v *investigation) newName(sort string, turn int) string {
	a := v.Architecture
	for i := 1; ; i++ {
		name := sort + "-" + strconv.Itoa(i)
		if a.Server(name) != nil || a.Group(name) != nil || a.Zone(name) != nil {
			continue
		}
		if turn--; turn < 0 {
			return name
		}
	}
}
