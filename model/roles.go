package model

import "slices"

// BlindToRoles tells whether the health check by which c chooses its targets
// passes at a replica as it does at the primary: that it accepts connections,
// logins or commands says nothing about its role. A proxy without a driver for
// the database then has no way to follow a promotion.
//
// Only a question with an answer that depends on the role tells them apart: a
// path of the agent that promotes, or an agent's own word (HAProxy
// configuration manual: option httpchk, agent-check; of option mysql-check it
// says that it "does not check database presence nor database consistency").
// ProxySQL, MySQL Router and the like ask the database itself (ProxySQL
// documentation: mysql_replication_hostgroups), and so may software that is not
// known here.
func (c *Connection) BlindToRoles() bool {
	if c.Choose != ByCheck || c.Check == nil || c.Check.Type == "http" || c.Check.Type == "agent" {
		return false
	}
	asksNobody := []string{"haproxy", "nginx", "apache", "caddy", "envoy", "traefik"}
	return slices.Contains(asksNobody, c.From.Software)
}
