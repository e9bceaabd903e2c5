package formula

import (
	"cmp"
	"math"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// way is how a link comes to the targets that it uses, as in package analysis.
type way uint8

const (
	byCheck   way = iota // those that pass the health check
	unchecked            // a load balancer without a check: all, dead or alive
	trying               // those that do not refuse, one after the other
	fixed                // the first, always
	byAddress            // whoever holds the address
	unwritten            // trying or fixed: the architecture does not say
)

// link is a connection as one caller or a whole tier uses it, or the way from
// the clients to an entry.
type link struct {
	*model.Connection // nil for an entry
	to                *model.Service
	way               way
	address           *model.Address // byAddress

	targets     []*model.Instance // the active ones first; the primary, then its replicas
	active      int
	toPrimary   bool
	allBackups  bool
	atLeast     int
	connect     model.Duration // what is waited for a connection to open, 0 if unknown
	triesOthers bool           // a request that failed goes to another target
	tries       int            // how many times at most
	onErrors    bool           // an error of the target's own counts as failed
	onGateway   bool           // so does one that says that who is behind it does not answer
}

// entry is the way from the clients to the service that a flow enters at. A
// worker has no clients: its instances fetch what is to do.
func entry(service *model.Service) *link {
	l := &link{to: service, way: byAddress, address: &service.Reached, targets: service.Instances, atLeast: 1, tries: math.MaxInt32}
	l.active = len(l.targets)
	if service.Kind == model.Worker && service.Address == nil {
		l.way, l.triesOthers = trying, true
	}
	return l
}

// linkFor is a connection as from uses it: what is not on the same server is
// the same for all callers.
func linkFor(c *model.Connection, from *model.Instance) *link {
	l := &link{
		Connection: c, to: c.To, atLeast: max(c.AtLeast, 1),
		allBackups: c.AllBackups, connect: cmp.Or(c.Use.Timeout.Connect, c.From.Defaults.Connect),
		onErrors:  slices.Contains(c.RetryOn, "500") || slices.Contains(c.RetryOn, "503"),
		onGateway: coversGateway(c.RetryOn, c.To),
	}
	primary := c.To.Primary()
	l.toPrimary = c.Role == model.Primary && primary != nil
	switch {
	case c.Role == model.SameServer:
		l.targets = c.Targets(from)
		l.active = len(l.targets)
	case l.toPrimary:
		l.targets, l.active = append([]*model.Instance{primary}, c.To.Replicas()...), 1
	default:
		active, backups := c.Active, c.Backups
		if c.Role == model.Replicas && primary != nil {
			active, backups = without(active, primary), without(backups, primary)
		}
		l.targets = appendNew(nil, active)
		l.active = len(l.targets)
		l.targets = appendNew(l.targets, backups)
	}
	l.choose()
	return l
}

// choose reads how the targets are chosen.
func (l *link) choose() {
	c := l.Connection
	l.tries = math.MaxInt32
	candidates := len(l.targets)
	if c.Role == model.SameServer {
		candidates = 0 // there is nothing to choose
	}
	switch {
	case addressOf(c) != nil:
		l.way, l.address = byAddress, addressOf(c)
	case c.Choose == model.ByCheck && c.Check == nil:
		l.way, l.triesOthers, l.tries = unchecked, c.Redispatch, c.Tries
	case c.Choose == model.ByCheck:
		l.way, l.triesOthers, l.tries = byCheck, c.Redispatch, c.Tries
	case c.Choose == model.Passive || c.Choose == model.ByClient:
		l.way, l.triesOthers = trying, true
	case c.Choose == model.Fixed || candidates < 2:
		l.way = fixed
	default:
		l.way, l.triesOthers = unwritten, true
	}
	if retry := c.Use.Retry; l.comesBack() && retry != nil && retry.Tries != nil {
		l.tries = *retry.Tries
	}
}

// comesBack tells whether the callers find out by themselves which targets do
// not work, and come back to those after a while.
func (l *link) comesBack() bool { return l.way == trying || l.way == unwritten }

// followsPrimary tells whether the link finds a promoted replica by itself.
func (l *link) followsPrimary(optimistic bool) bool {
	switch {
	case l.way == byCheck && !l.BlindToRoles(), l.Choose == model.ByClient && l.way == trying, l.way == unwritten && optimistic:
		return true
	}
	return l.to.Data.Address != nil && l.to.Data.Address.By != "one"
}

// hangsOnRoles tells whether it matters to the link who the primary is: it asks
// for it, or it has its own member alone, which may be a replica.
func (l *link) hangsOnRoles() bool {
	return l.toPrimary || l.Connection != nil && l.Role == model.SameServer && l.to.Primary() != nil
}

// undecided are the paths whose facts decide how the link behaves.
func (l *link) undecided() []model.Path {
	var paths []model.Path
	if l.way == unwritten {
		paths = append(paths, l.Use.Path.Field("choose"))
	}
	if l.hangsOnRoles() && nobodyPromotes(l.to.Data) {
		paths = append(paths, l.to.Path.Field("replication").Field("controller"))
	}
	return paths
}

// nobodyPromotes: the failover is said to be automatic, and nobody is said to
// perform it.
func nobodyPromotes(d *model.DataSet) bool {
	return d.Automatic && d.Mode != "group" && d.Controller == nil
}

// addressOf is the address that c goes by, or nil where it chooses among the
// targets itself.
func addressOf(c *model.Connection) *model.Address {
	if c.Use.Choose != "" || c.Check != nil || c.Use.Balance != nil || c.Role != model.AllTargets {
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
	return s.Kind == model.LoadBalancer || s.Kind == model.WebServer || s.Provides == "cdn" || s.Provides == "load-balancer"
}

func without(list []*model.Instance, one *model.Instance) []*model.Instance {
	return slices.DeleteFunc(slices.Clone(list), func(i *model.Instance) bool { return i == one })
}

// appendNew appends what is not there yet.
func appendNew(list, more []*model.Instance) []*model.Instance {
	seen := make(map[*model.Instance]bool, len(list)+len(more))
	for _, i := range list {
		seen[i] = true
	}
	for _, i := range more {
		if !seen[i] {
			seen[i] = true
			list = append(list, i)
		}
	}
	return list
}
