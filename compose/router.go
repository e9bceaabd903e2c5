package compose

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// routes tells whether a service sends connections to members of a database by
// their roles.
func routes(service *model.Service) bool { return service.Defaults.Name == "mysql-router" }

// forwards tells whether a service hands connections on to another, byte by
// byte, so that its own callers log in there: a router, and a load balancer in
// front of nothing but what has accounts.
func forwards(service *model.Service) bool {
	if routes(service) {
		return true
	}
	other := func(c *model.Connection) bool { return !hasAccounts(c.To) }
	return service.Defaults.Name == "haproxy" && len(service.Connections) > 0 && !slices.ContainsFunc(service.Connections, other)
}

// router stands in for MySQL Router, which knows the roles only of a cluster
// that MySQL Shell has made: HAProxy, which asks each member for its role. What
// encrypts is who connects: bytes are handed on as they are.
func (s *stack) router(c *Container) {
	service := c.Instance.Service
	s.omit(service.Path.Field("software"), "HAProxy, which asks the members for their roles, stands in for MySQL Router")
	s.haproxy(c)
	c.Image = model.SoftwareNamed("haproxy").Image
}

// readPort is where a router takes reads, where it sends them elsewhere than
// writes: the port after its own, as MySQL Router has it. 0: at its own.
func readPort(service *model.Service) int {
	apart := slices.ContainsFunc(service.Connections, func(c *model.Connection) bool { return c.Access == model.Reads })
	if !routes(service) || !apart {
		return 0
	}
	return routerPort(service) + 1
}

// routed is the connection by which a router sends reads, or writes.
func routed(service *model.Service, reads bool) *model.Connection {
	for _, c := range service.Connections {
		if (c.Access == model.Reads) == reads {
			return c
		}
	}
	return service.Connections[0]
}

func routerPort(service *model.Service) int {
	if service.Port != 0 {
		return service.Port
	}
	return service.Defaults.Port
}

// asksRole tells whether the check of a connection asks the targets for their
// role and not only whether they are there. HAProxy's own checks do not.
func (s *stack) asksRole(c *model.Connection) bool { return routes(c.From) && asks(c, "mysql") }

// asks tells whether the targets of a connection are checked in so many words.
func asks(c *model.Connection, kind string) bool {
	check := roleCheck(c)
	return check != nil && check.Type == kind
}

// isAsked tells whether anybody checks a service in such words.
func (s *stack) isAsked(service *model.Service, kind string) bool {
	return slices.ContainsFunc(s.a.Connections, func(c *model.Connection) bool { return c.To == service && asks(c, kind) })
}

// roleCheck is how a connection's targets are checked: as written, else, where
// the software asks by itself, as it does.
func roleCheck(c *model.Connection) *model.Check {
	if c.Check != nil || !routes(c.From) {
		return c.Check
	}
	d := c.From.Defaults
	return &model.Check{Type: "mysql", Every: d.CheckEvery, Fall: d.CheckFall, Rise: d.CheckRise}
}

// behind is the service that one leads to: itself, or what it hands on to.
func behind(service *model.Service) *model.Service {
	if forwards(service) && len(service.Connections) > 0 {
		return service.Connections[0].To
	}
	return service
}

// showStore gives a store its certificate. It is good for the addresses of those
// who hand connections on to it, too, as the callers see these.
func (s *stack) showStore(c *Container) {
	s.show(c, nil)
	for _, other := range s.containers {
		if other.Role != Instance || !forwards(other.Instance.Service) {
			continue
		}
		if slices.ContainsFunc(other.Instance.Service.Connections, func(to *model.Connection) bool { return to.To == c.Instance.Service }) {
			s.showAddresses(c, other)
		}
	}
}
