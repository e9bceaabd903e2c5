package model

import "strconv"

// placeZones indexes the zones that were written.
func (r *resolver) placeZones() {
	r.a.zones = make(map[string]*Zone, len(r.a.Zones))
	r.zonesWritten = len(r.a.Zones) > 0
	for _, zone := range r.a.Zones {
		zone.Path = Path("zones").Field(zone.Name)
		r.a.zones[zone.Name] = zone
	}
}

// zone finds a zone by name. While the architecture writes no zones, naming
// one is enough to have it.
func (r *resolver) zone(name string, at Path) *Zone {
	if zone := r.a.zones[name]; zone != nil {
		return zone
	}
	if r.zonesWritten {
		r.unknown(at, "zone", name, zoneNames)
		return nil
	}
	zone := &Zone{Name: name, Path: at}
	r.a.Zones = append(r.a.Zones, zone)
	r.a.zones[name] = zone
	return zone
}

// placeServers makes the servers of each group and puts them into their zones.
func (r *resolver) placeServers() {
	r.a.servers = make(map[string]*Server, len(r.a.Groups))
	r.a.groups = make(map[string]*Group, len(r.a.Groups))
	for _, group := range r.a.Groups {
		group.Path = Path("servers").Field(group.Name)
		r.a.groups[group.Name] = group
		zones := r.zonesOf(group)
		if group.Count == 0 {
			r.placeServer(group, group.Name, zones, 0)
		}
		for i := range group.Count {
			r.placeServer(group, group.Name+"-"+strconv.Itoa(i+1), zones, i)
		}
		if r.a.zones[group.Name] != nil {
			r.problem(group.Path, "%q is both a server and a zone: servers and zones share their names, so give one of them another", group.Name)
		}
	}
}

// zonesOf are the zones that the servers of a group are dealt to in turn.
func (r *resolver) zonesOf(group *Group) []*Zone {
	if group.ZoneName != "" && len(group.ZoneNames) > 0 {
		r.problem(group.Path.Field("zones"), "zone and zones are both written: write zone for one zone, or zones to deal the servers to several")
	}
	if len(group.ZoneNames) > 0 && group.Count == 0 {
		r.problem(group.Path.Field("zones"), "zones deals many servers alike: write count too, or zone for this one server")
	}
	var zones []*Zone
	if group.ZoneName != "" {
		zones = append(zones, r.zone(group.ZoneName, group.Path.Field("zone")))
	}
	for i, name := range group.ZoneNames {
		zones = append(zones, r.zone(name, group.Path.Field("zones").Index(i)))
	}
	return zones
}

func (r *resolver) placeServer(group *Group, name string, zones []*Zone, turn int) {
	server := &Server{Name: name, Group: group}
	if len(zones) > 0 {
		server.Zone = zones[turn%len(zones)]
	}
	if server.Zone != nil {
		server.Zone.Servers = append(server.Zone.Servers, server)
	}
	if other := r.a.servers[name]; other != nil {
		r.problem(group.Path, "there are two servers %q: one comes from %s, one from %s", name, other.Group.Path, group.Path)
		group.Servers = append(group.Servers, other) // so that its name stands for something
		return
	}
	r.a.servers[name] = server
	r.a.Servers = append(r.a.Servers, server)
	group.Servers = append(group.Servers, server)
}

// nestZones puts zones into zones, and refuses a circle of them.
func (r *resolver) nestZones() {
	for i := 0; i < len(r.a.Zones); i++ { // naming an outer zone may add it
		zone := r.a.Zones[i]
		if zone.ZoneName == "" {
			continue
		}
		parent := r.zone(zone.ZoneName, zone.Path.Field("zone"))
		if parent == nil {
			continue
		}
		zone.Parent = parent
		if zone.inside(zone) {
			zone.Parent = nil
			r.problem(zone.Path.Field("zone"), "zone %q lies in itself, by way of %q: zones nest, so one of them must be the outermost", zone.Name, zone.ZoneName)
			continue
		}
		parent.Inner = append(parent.Inner, zone)
	}
}

// inside tells whether z lies in outer, at any depth.
func (z *Zone) inside(outer *Zone) bool {
	for up := z.Parent; up != nil; up = up.Parent {
		if up == outer {
			return true
		}
	}
	return false
}

// serversNamed are the servers that a name in an "on" stands for: one server,
// or all of a group.
func (a *Architecture) serversNamed(name string) []*Server {
	if group := a.groups[name]; group != nil {
		return group.Servers
	}
	if server := a.servers[name]; server != nil {
		return []*Server{server}
	}
	return nil
}
