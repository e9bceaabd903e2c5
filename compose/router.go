package compose

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// routes tells whether a service hands connections on to a database without
// logging in itself.
func routes(service *model.Service) bool { return service.Defaults.Name == "mysql-router" }

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
// role and not only whether they are there.
func (s *stack) asksRole(c *model.Connection) bool {
	check := roleCheck(c)
	return check != nil && check.Type == "mysql"
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

// behind is the database that a service leads to: itself, or that of a router.
func behind(service *model.Service) *model.Service {
	if routes(service) && len(service.Connections) > 0 {
		return service.Connections[0].To
	}
	return service
}
