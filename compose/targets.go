package compose

import (
	"net/netip"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// target is where a connection leads.
type target struct {
	container *Container
	address   netip.Addr
	backup    bool
}

// targetsOf are the targets of a connection as one instance sees them, the
// active ones first. What the firewalls keep it from has no address for it: it
// is there all the same, at the address that packets are lost on their way to.
func (s *stack) targetsOf(from *Container, c *model.Connection) []target {
	if c.Role == model.Primary && s.asksRole(c) {
		return s.targetsAt(from, c, c.To.Instances, false) // the check finds it
	}
	if c.Role == model.SameServer || c.Role == model.Primary {
		return s.targetsAt(from, c, c.Targets(from.Instance), false)
	}
	if address, moving := s.moving(from, c.To); moving && goesByAddress(c) {
		return []target{{container: s.of[c.To.Instances[0]], address: address}}
	}
	active, backups := c.Active, c.Backups
	if c.Role == model.Replicas && !s.asksRole(c) {
		primary := c.To.Primary()
		notPrimary := func(i *model.Instance) bool { return i == primary }
		active = slices.DeleteFunc(slices.Clone(active), notPrimary)
		backups = slices.DeleteFunc(slices.Clone(backups), notPrimary)
	}
	return append(s.targetsAt(from, c, active, false), s.targetsAt(from, c, backups, true)...)
}

func (s *stack) targetsAt(from *Container, c *model.Connection, instances []*model.Instance, backup bool) []target {
	var found []target
	for _, instance := range instances {
		to := s.of[instance]
		address, reached := s.route(from, to, c.Port, "tcp")
		if !reached {
			address = to.Networks[0].Address
		}
		found = append(found, target{to, address, backup})
	}
	return found
}

// goesByAddress tells whether whoever connects knows one address of the target
// and does not choose among its instances.
func goesByAddress(c *model.Connection) bool {
	return c.To.Address != nil && c.Use.Choose == "" && c.Check == nil && c.Use.Balance == nil && c.Role == model.AllTargets
}
