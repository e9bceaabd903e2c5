package model

import "slices"

// balance parts the targets into active ones and backups. With several to
// share the requests, those of weight 0 get none.
func (r *resolver) balance(c *Connection) {
	c.Active = c.Targets(nil)
	balance := c.Use.Balance
	if balance == nil {
		return
	}
	if asked := c.Role == Primary && c.To.Primary() != nil; !asked && c.Role != SameServer {
		c.Active = slices.DeleteFunc(slices.Clone(c.Active), r.named(c.To, weightless(balance)))
	}
	c.AllBackups = balance.Backups == "all"
	if balance.Mode != "active-passive" || len(c.Active) == 0 {
		return
	}
	c.ActivePassive = true
	isActive := r.named(c.To, balance.Active)
	var active []*Instance
	for _, target := range c.Active {
		if isActive(target) {
			active = append(active, target)
		} else {
			c.Backups = append(c.Backups, target)
		}
	}
	if len(active) == 0 {
		active, c.Backups = c.Active[:1], c.Active[1:]
	}
	c.Active = active
}

// named tells whether an instance of a service is on one of the servers.
func (r *resolver) named(to *Service, servers []string) func(*Instance) bool {
	are := make(map[*Instance]bool, len(servers))
	for _, name := range servers {
		for _, server := range r.a.serversNamed(name) {
			are[to.InstanceOn(server)] = true
		}
	}
	return func(i *Instance) bool { return are[i] }
}

// weightless are the servers that get no balanced requests.
func weightless(b *Balance) []string {
	var servers []string
	for _, weight := range b.Weights {
		if weight.Number == 0 {
			servers = append(servers, weight.Server)
		}
	}
	return servers
}
