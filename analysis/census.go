package analysis

import "github.com/loadpath/loadpath/model"

// census says which instances of a service are alike: nothing in the
// architecture tells one from the other but the server that it stands on. The
// same services use them, as targets of the same rank and in no order, and
// they use the same targets themselves. To exchange two of them changes no
// answer, so it is enough to know how many of them something has happened to:
// the states of the system are lumped, exactly (Kemeny and Snell, Finite
// Markov Chains, 1960, 6.3; for networks of alike replicas Sanders and Meyer,
// IEEE Journal on Selected Areas in Communications 9, 1991).
type census struct {
	// ranks are, for each service, what an instance is alike with: those of the
	// same rank. nil: all instances are alike.
	ranks map[*model.Service][]int32
	// alone are services whose instances all differ.
	alone map[*model.Service]bool
	*roll
}

// takeCensus looks at everything that can tell instances apart.
func takeCensus(a *model.Architecture, r *roll) *census {
	c := &census{make(map[*model.Service][]int32), make(map[*model.Service]bool), r}
	for _, flow := range a.Flows {
		if !isFetched(flow.Enters) {
			c.address(flow.Enters, &flow.Enters.Reached)
		}
	}
	for _, service := range r.services {
		if service.Data != nil && service.Primary() != nil {
			c.alone[service] = true // the members have roles, and an order in which they are promoted
		}
		if d := service.Data; d != nil && d.Controller != nil && isAgent(d.Controller) {
			c.alone[d.Controller] = true // an agent differs by the database beside it
		}
		for _, connection := range service.Connections {
			c.connection(connection)
		}
	}
	return c
}

// bonds: a member differs from another one by which bonds it has.
func (c *census) bonds() {
	for _, service := range c.services {
		if isClustered(service) {
			c.alone[service] = true
		}
	}
}

// address: one that is held by one of the targets goes by an order of them;
// one that leads to all does not.
func (c *census) address(to *model.Service, by *model.Address) {
	if by.By != "dns" && by.By != "anycast" {
		c.alone[to] = true
	}
}

func (c *census) connection(l *model.Connection) {
	switch {
	case l.Role == model.SameServer:
		c.alone[l.From], c.alone[l.To] = true, true
		return
	case l.From == l.To:
		c.alone[l.To] = true
		return
	}
	if c.alone[l.To] || len(l.To.Instances) == 1 {
		return
	}
	if by := addressOf(l); by != nil {
		c.address(l.To, by)
		return
	}
	switch {
	case len(l.Backups) > 0 && !l.AllBackups:
		c.alone[l.To] = true // the order decides
		return
	case len(l.Active) < len(l.To.Instances):
		c.part(l.To, l.Active)
		c.part(l.To, l.Backups)
	}
	if l.Choose == model.Undecided || l.Choose == model.Fixed {
		c.part(l.To, l.Active[:min(1, len(l.Active))]) // it may keep to the first
	}
}

// part tells some instances of a service from the others, and so those before
// them from those after them: what is told of several that come back at the
// same time hangs on their order.
func (c *census) part(of *model.Service, some []*model.Instance) {
	if c.ranks[of] == nil {
		c.ranks[of] = make([]int32, len(of.Instances))
	}
	ranks := c.ranks[of]
	named := make([]bool, len(ranks))
	last := -1
	for _, instance := range some {
		position := c.position(of, instance)
		if position < last {
			c.alone[of] = true // they are in an order of their own
			return
		}
		named[position], last = true, position
	}
	rank, was := int32(0), ranks[0]
	for i := 1; i < len(ranks); i++ {
		if ranks[i] != was || named[i] != named[i-1] {
			rank, was = rank+1, ranks[i]
		}
		ranks[i] = rank
	}
}

// rankOf is the rank of the i-th instance of a service.
func (c *census) rankOf(of *model.Service, i int) int32 {
	switch {
	case c.alone[of]:
		return int32(i)
	case c.ranks[of] == nil:
		return 0
	}
	return c.ranks[of][i]
}
