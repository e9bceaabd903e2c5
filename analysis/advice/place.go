package advice

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// place is a server that a service may run on too.
type place struct {
	// name is the server's.
	name string
	// words say where that is: "on server-3", "on a new server lb-2".
	words string
	cost  Cost
	// edits make the server, if it is new. grows: it is one more of the group
	// that the service runs on, and whatever runs on that comes along.
	edits []Edit
	grows bool
}

// places are where another instance of a service may stand: the server that is
// there and fits best, and a new one. The names that are taken are those of
// servers which another edit of the same change makes.
func (p *proposer) places(s *model.Service, taken ...string) []place {
	var found []place
	if server := p.roomFor(s, taken); server != nil {
		found = append(found, place{name: server.Name, words: "on " + server.Name, cost: Instance})
	}
	return append(found, p.newServer(s, taken))
}

// roomFor is the server that fits best of those that stand: one that the
// failure does not take, in a zone without the service if there is one.
func (p *proposer) roomFor(s *model.Service, taken []string) *model.Server {
	var best *model.Server
	for _, server := range append(p.near(), p.idle()...) {
		if slices.Contains(taken, server.Name) || s.InstanceOn(server) != nil || p.reaches(server) || !fits(s, server) {
			continue
		}
		if best == nil || p.crowding(s, server) < p.crowding(s, best) {
			best = server
		}
	}
	return best
}

// near are the servers that the flows use already.
func (p *proposer) near() []*model.Server {
	var near []*model.Server
	for _, s := range p.services {
		for _, instance := range s.Instances {
			if instance.Server != nil && !slices.Contains(near, instance.Server) {
				near = append(near, instance.Server)
			}
		}
	}
	return near
}

// idle are the servers that carry nothing.
func (p *proposer) idle() []*model.Server {
	var idle []*model.Server
	for _, server := range p.a.Servers {
		if len(server.Instances) == 0 {
			idle = append(idle, server)
		}
	}
	return idle
}

// crowding is how much of the service stands in the zone of a server, and how
// much else on the server.
func (p *proposer) crowding(s *model.Service, server *model.Server) int {
	const neighbour = 1000 // an instance in the same zone weighs more than all on the server
	crowd := len(server.Instances)
	for _, instance := range s.Instances {
		if instance.Server != nil && instance.Server.Zone == server.Zone && server.Zone != nil {
			crowd += neighbour
		}
	}
	return crowd
}

// fits tells whether a service may share a server with what is there: no port
// is wanted twice, load balancers stay by themselves, what users reach stays
// apart from the data, and nothing joins the monitoring.
func fits(s *model.Service, server *model.Server) bool {
	for _, instance := range server.Instances {
		other := instance.Service
		apart := isPublic(s) != isPublic(other) && (holdsData(s) || holdsData(other)) ||
			(s.Kind == model.LoadBalancer) != (other.Kind == model.LoadBalancer)
		clash := slices.ContainsFunc(ports(s), func(port int) bool { return slices.Contains(ports(other), port) })
		if apart || clash || other.Kind == model.Monitoring {
			return false
		}
	}
	return true
}

func isPublic(s *model.Service) bool {
	return s.Kind == model.LoadBalancer || slices.ContainsFunc(s.Listen, func(l *model.Listener) bool { return l.From != "" })
}

// ports are those that a service opens on its server.
func ports(s *model.Service) []int {
	var all []int
	for _, listener := range s.Listen {
		all = append(all, listener.Port)
	}
	if port := cmp.Or(s.Port, s.Defaults.Port); port != 0 && (s.Port != 0 || len(all) == 0) {
		all = append(all, port)
	}
	return all
}

// newServer is a server like those that the service runs on: one more of their
// group, or one of its own beside them, in a zone without the service if there
// is one.
func (p *proposer) newServer(s *model.Service, taken []string) place {
	like := s.Instances[0].Server
	scheduled := slices.ContainsFunc(like.Instances, func(i *model.Instance) bool { return isScheduled(i.Service) })
	if group := like.Group; group.Count > 0 && len(s.On) == 1 && s.On[0] == group.Name && len(taken) == 0 && !scheduled {
		return place{
			name: p.free(group.Name, nil), words: "on one more server of " + group.Name, cost: NewServer, grows: true,
			edits: []Edit{Write(group.Path.Field("count"), group.Count+1)},
		}
	}
	name := p.free(like.Name, taken)
	zone := p.otherZone(s)
	made := &model.Group{OS: like.Group.OS, Agent: like.Group.Agent, Networks: like.Group.Networks}
	words, cost := "on a new server "+name, NewServer
	var edits []Edit
	switch {
	case zone != nil && p.strikes(zone):
		to, zones := p.zonesBeside(p.failure.Zone, 1)
		made.ZoneName, edits = to[0], zones
		words += " in " + to[0]
		if p.a.Zone(to[0]) == nil {
			words, cost = "on a new server "+name+" in a new zone "+to[0], NewZone
		}
	case zone != nil:
		made.ZoneName = zone.Name
		if zone != like.Zone {
			words += " in " + zone.Name
		}
	}
	edits = append(edits, Write(model.Path("servers").Field(name), made))
	return place{name: name, words: words, cost: cost, edits: append(edits, p.guard(like, name)...)}
}

// guard puts a new server behind the firewalls that name the one that it is
// like.
func (p *proposer) guard(like *model.Server, name string) []Edit {
	var edits []Edit
	for _, firewall := range p.a.Firewalls {
		if slices.Contains(firewall.On, like.Name) || slices.Contains(firewall.On, like.Group.Name) {
			edits = append(edits, Write(firewall.Path.Field("on"), append(slices.Clone(firewall.On), name)))
		}
	}
	return edits
}

// strikes tells whether the failure is that of a zone, or of one around it.
func (p *proposer) strikes(zone *model.Zone) bool {
	return p.failure.Zone != nil && isWithin(zone, p.failure.Zone)
}

// otherZone is the zone, of those around the servers of the flows, that has
// the fewest instances of a service and that the failure does not take.
func (p *proposer) otherZone(s *model.Service) *model.Zone {
	best := s.Instances[0].Server.Zone
	count := func(zone *model.Zone) int {
		n := 0
		for _, instance := range s.Instances {
			if instance.Server.Zone == zone {
				n++
			}
		}
		if zone != nil && zone == p.failure.Zone {
			n += len(s.Instances)
		}
		return n
	}
	for _, server := range p.near() {
		if server.Zone != nil && count(server.Zone) < count(best) {
			best = server.Zone
		}
	}
	return best
}

var numbered = regexp.MustCompile(`^(.*?)-([0-9]+)$`)

// free is a name for a server like the one of a name: web-4 after web-3.
func (p *proposer) free(name string, taken []string) string {
	stem := name
	if match := numbered.FindStringSubmatch(name); match != nil {
		stem = match[1]
	}
	const longest = 58 // of 63 letters, some are for the number
	stem = stem[:min(len(stem), longest)]
	for n := 2; ; n++ {
		free := stem + "-" + strconv.Itoa(n)
		if p.a.Server(free) == nil && p.a.Group(free) == nil && p.a.Zone(free) == nil && !slices.Contains(taken, free) {
			return free
		}
	}
}

// onto are the edits that let services run on a place too.
func onto(at place, services ...*model.Service) []Edit {
	edits := slices.Clone(at.edits)
	if at.grows {
		return edits
	}
	for _, s := range services {
		edits = append(edits, Write(s.Path.Field("on"), append(slices.Clone(s.On), at.name)))
	}
	return edits
}
