package analysis

import (
	"cmp"
	"math"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// way is how a link comes to the targets that it uses.
type way uint8

const (
	byCheck   way = iota // those that pass the health check
	unchecked            // a load balancer without a check: all, dead or alive
	passive              // those that do not refuse, tried one after the other
	byClient             // as passive, and it finds the primary by itself
	fixed                // the first, always
	byAddress            // whoever holds the address
	byPulling            // the targets come for their work themselves
	unwritten            // byClient or fixed: the architecture does not say
)

// link is a connection, or the way from the clients to an entry. What is asked
// for most comes first, on one line of the processor's cache.
type link struct {
	*model.Connection // nil for an entry
	data              *data
	connect           model.Duration // what is waited for a connection to open, 0 if unknown

	number  int32
	to      int32 // tier
	first   int32 // the first instance of that
	active  int
	atLeast int

	way        way
	toPrimary  bool
	allBackups bool
	tries      int  // how many times a request that failed is tried again elsewhere
	onErrors   bool // an error of the target's own counts as failed
	onGateway  bool // so does one that says that who is behind it does not answer
	onTimeouts bool // no answer in time counts as failed

	// targets are the candidates, those that are active first. For the
	// primary they are the written primary and then its replicas.
	targets []int32
	// position of an instance of the tier among the targets, or none.
	position []int32
	// local is the target of each calling instance, or none: with
	// same-server it takes the place of targets.
	local   []int32
	address *address // byAddress
}

// link makes links of all connections.
func (p *plan) link() {
	count := 0
	for _, service := range p.services {
		count += len(service.Connections)
	}
	room, links := make([]link, count), make([]*link, count)
	for i, service := range p.services {
		count := len(service.Connections)
		p.tiers[i].links = links[:count:count]
		for k, c := range service.Connections {
			links[k] = &room[k]
			p.fill(links[k], c)
		}
		room, links = room[count:], links[count:]
	}
}

// fill makes a link of a connection.
func (p *plan) fill(l *link, c *model.Connection) {
	*l = link{
		Connection: c, number: p.links, to: p.tierOfService(c.To),
		allBackups: c.AllBackups, atLeast: max(c.AtLeast, 1),
		connect: cmp.Or(c.Use.Timeout.Connect, c.From.Defaults.Connect), onErrors: coversErrors(c.RetryOn), onGateway: coversGateway(c.RetryOn, c.To),
	}
	p.links++
	t := &p.tiers[l.to]
	l.first, l.data = t.first, t.data
	l.toPrimary = c.Role == model.Primary && l.data != nil && l.data.primary != none
	switch {
	case c.Role == model.SameServer:
		p.linkLocally(l)
	case l.toPrimary:
		l.targets = p.numbers(l.to, []*model.Instance{c.To.Primary()}, c.To.Replicas())
		l.active = 1
	default:
		p.linkWidely(l)
	}
	l.way = wayOf(c, l)
	p.place(l)
	l.onTimeouts, l.tries = coversTimeouts(c.RetryOn, l.way), triesOf(c, l.way)
	if l.way == byAddress {
		l.address = p.newAddress(addressOf(c), l.targets)
		t.follows = t.follows || l.address.followsServers()
	}
	if l.notices() {
		t.patience = max(t.patience, l.connect)
	}
}

// linkWidely finds the targets that all callers share.
func (p *plan) linkWidely(l *link) {
	active, backups := l.Active, l.Backups
	if l.data != nil && l.Role == model.Replicas {
		active, backups = p.withoutPrimary(l.data, active), p.withoutPrimary(l.data, backups)
	}
	l.targets = p.numbers(l.to, active)
	l.active = len(l.targets)
	if len(backups) > 0 {
		l.targets = p.numbers(l.to, active, backups)
	}
}

// place fills in the positions of the targets.
func (p *plan) place(l *link) {
	l.position = p.keep(p.tiers[l.to].count)
	for i := range l.position {
		l.position[i] = none
	}
	for i, target := range l.targets {
		l.position[target-l.first] = int32(i)
	}
}

// hangsOnRoles tells whether it matters to the link who the primary is: it asks
// for it, or it has its own member alone, which may be a replica.
func (l *link) hangsOnRoles() bool {
	return l.toPrimary || l.local != nil && l.data != nil && l.data.primary != none
}

// reachedFrom are the targets of the i-th instance that calls.
func (l *link) reachedFrom(i int) []int32 {
	switch {
	case l.local == nil:
		return l.targets
	case l.local[i] == none:
		return nil
	}
	return l.local[i : i+1]
}

// shallow tells whether the health check only opens a connection.
func (l *link) shallow() bool { return l.Check.Type == "tcp" }

// withoutPrimary leaves the written primary out: whoever reads from replicas
// does not know its address, even where its server is named as an active one.
func (p *plan) withoutPrimary(d *data, instances []*model.Instance) []*model.Instance {
	if d.primary == none {
		return instances
	}
	return slices.DeleteFunc(slices.Clone(instances), func(i *model.Instance) bool { return i == p.instances[d.primary] })
}

// linkLocally finds the target on the server of each caller.
func (p *plan) linkLocally(l *link) {
	l.active = 1
	for _, from := range l.From.Instances {
		local := none
		if targets := l.Targets(from); len(targets) > 0 {
			local = p.seatOf(targets[0])
		}
		l.local = append(l.local, local)
	}
}

// entry is the way from the clients to the service that a flow enters at. A
// worker has no clients: each instance fetches what is to do.
func (p *plan) entry(service *model.Service) *link {
	l := &link{number: none, to: p.tierOfService(service), way: byAddress, atLeast: 1, tries: math.MaxInt32}
	l.first = p.tiers[l.to].first
	l.targets = p.numbers(l.to, service.Instances)
	p.place(l)
	l.active = len(l.targets)
	l.address = p.newAddress(&service.Reached, l.targets)
	t := &p.tiers[l.to]
	t.follows = t.follows || l.address.followsServers()
	if isFetched(service) {
		l.way = byPulling
	}
	return l
}

// entryOf is the entry of a service, which is known where a flow enters there.
func (p *plan) entryOf(service *model.Service) *link {
	if l := p.entries[service]; l != nil {
		return l
	}
	return p.entry(service)
}

// isFetched tells whether the instances of a service fetch what is to do.
func isFetched(s *model.Service) bool { return s.Kind == model.Worker && s.Address == nil }

// wayOf reads how the targets are chosen. An address that was written for the
// target is what the caller knows of it, unless the caller is said to choose.
func wayOf(c *model.Connection, l *link) way {
	if addressOf(c) != nil {
		return byAddress
	}
	switch c.Choose {
	case model.ByCheck:
		if c.Check == nil {
			return unchecked
		}
		return byCheck
	case model.Passive:
		return passive
	case model.ByClient:
		return byClient
	case model.Fixed:
		return fixed
	}
	if len(l.targets) < 2 {
		return fixed // there is nothing to choose
	}
	return unwritten
}

// addressOf is the address that c goes by, or nil where it chooses among the
// targets itself.
func addressOf(c *model.Connection) *model.Address {
	chooses := c.Use.Choose != "" || c.Check != nil || c.Use.Balance != nil
	if chooses || c.Role != model.AllTargets {
		return nil
	}
	if c.To.Address != nil {
		return &c.To.Reached
	}
	if c.To.Data != nil {
		return c.To.Data.Address
	}
	return nil
}

// findsPrimary tells whether the link follows a promotion by itself. client is
// what is assumed where the choice is not written.
func (l *link) findsPrimary(client bool) bool {
	switch l.way {
	case byCheck:
		if !l.BlindToRoles() {
			return true
		}
	case byClient:
		return true
	case unwritten:
		if client {
			return true
		}
	}
	return l.data.Address != nil && l.data.Address.By != "one"
}

// coversTimeouts tells whether a request that was not answered in time is tried
// again. A load balancer does so only where that is written (HAProxy: retry-on
// conn-failure); nginx and clients do unless something else is (nginx:
// proxy_next_upstream error timeout).
func coversTimeouts(on []string, how way) bool {
	if len(on) == 0 {
		return how != byCheck && how != unchecked
	}
	return slices.Contains(on, "timeout")
}

// coversErrors tells whether an error that an application answers is tried
// again. "error" is not it: that is a connection that broke.
func coversErrors(on []string) bool {
	return slices.Contains(on, "500") || slices.Contains(on, "503")
}

// coversGateway tells whether the error of a proxy that gets no answer itself
// is tried again: 502 or 504 (RFC 9110, 15.6), but HAProxy says 503 where it
// has no server left.
func coversGateway(on []string, proxy *model.Service) bool {
	refused := "502"
	if proxy.Software == "haproxy" {
		refused = "503"
	}
	return slices.Contains(on, refused) || slices.Contains(on, "504")
}

// passesOn tells whether a service hands on the answer of what is behind it.
// Any other answers with an error of its own.
func passesOn(s *model.Service) bool {
	return s.Kind == model.LoadBalancer || s.Kind == model.WebServer ||
		s.Provides == "cdn" || s.Provides == "load-balancer"
}
