package compose

import (
	"cmp"
	"fmt"
	"net/netip"
	"path"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// application runs an image of the user's own, or builds it. What it has to
// know comes by environment variables: where it listens, who it is, and for
// each use where that is, in the order in which to try. Passwords come as files.
func (s *stack) application(c *Container) {
	service := c.Instance.Service
	c.User = -1
	if service.Build != "" {
		c.Build = path.Join(s.options.Folder, service.Build)
	} else {
		c.Image = s.image(service)
	}
	c.Command = service.Command
	c.set("INSTANCE", c.Instance.Name())
	if ports := s.ports(c); len(ports) > 0 {
		c.set("PORT", strconv.Itoa(ports[0].number))
		c.set("LISTEN", listenAt(s.binds(c, ports[0].number, "tcp"), ports[0].number))
	}
	if probes := s.probes(service); len(probes) > 0 {
		c.set("HEALTH", healthPaths(probes))
	}
	for _, connection := range service.Connections {
		s.tell(c, connection)
	}
	for _, written := range service.Env {
		c.set(written.Key, written.Value) // what is written counts
	}
}

// listenAt are the addresses that a server is to listen at, as host:port.
func listenAt(addresses []netip.Addr, number int) string {
	if addresses == nil {
		return ":" + strconv.Itoa(number)
	}
	all := []string{fmt.Sprintf("127.0.0.1:%d", number)}
	for _, address := range addresses {
		all = append(all, netip.AddrPortFrom(address, uint16(number)).String())
	}
	return strings.Join(all, ",")
}

// healthPaths are the paths of health checks, each with the uses that must be
// good: "/healthz=;/ready=db.reads".
func healthPaths(probes []probe) string {
	var all []string
	for _, p := range probes {
		var names []string
		for _, c := range p.reaches {
			names = append(names, strings.TrimPrefix(c.Name(), c.From.Name+"."))
		}
		all = append(all, p.path+"="+strings.Join(names, ","))
	}
	return strings.Join(all, ";")
}

// tell gives an application what it has to know of one connection.
func (s *stack) tell(c *Container, connection *model.Connection) {
	key := strings.ToUpper(strings.ReplaceAll(connection.Use.Key, "-", "_"))
	name := key
	if connection.Access != model.Any {
		name += "_" + strings.ToUpper(string(connection.Access))
	}
	c.set(name+"_URL", s.locators(c, connection))
	c.set(key+"_CHOOSE", s.choice(connection))
	if connection.Access != model.Reads && isDatabase(connection.To) {
		c.set("MIGRATE", "true")
	}
	if connection.Optional {
		c.set(key+"_OPTIONAL", "true")
	}
	if timeout := connection.Use.Timeout; timeout.Connect > 0 {
		c.set(key+"_CONNECT_TIMEOUT", milliseconds(timeout.Connect))
	}
	if timeout := connection.Use.Timeout; timeout.Response > 0 {
		c.set(key+"_RESPONSE_TIMEOUT", milliseconds(timeout.Response))
	}
	if needsPassword(connection.To) {
		secret := s.account(connection)
		c.needsSecret(secret)
		c.set(key+"_PASSWORD_FILE", "/run/secrets/"+secret)
	}
	if connection.Encrypted() {
		s.trust(c)
		c.set("CA_FILE", "/certificates/ca.pem")
	}
}

// locators are the targets of a connection as URLs, in the order in which to
// try. A caller that finds the primary by itself is told of every member.
func (s *stack) locators(c *Container, connection *model.Connection) string {
	targets := s.targetsOf(c, connection)
	if connection.Role == model.Primary && s.choice(connection) == string(model.ByClient) {
		targets = append(targets, s.targetsAt(c, connection, connection.To.Replicas(), false)...)
	}
	user, below := "", ""
	if isDatabase(connection.To) {
		user, below = connection.From.Name+"@", "/"+connection.To.Name
	}
	options := ""
	if connection.Encrypted() {
		options = "?tls=verify"
		if tls := connection.Use.TLS; tls == nil || tls.Verify == nil || !*tls.Verify {
			options = "?tls=on"
		}
	}
	var all []string
	for _, t := range targets {
		all = append(all, fmt.Sprintf("%s://%s%s%s%s", cmp.Or(connection.Protocol, "tcp"), user, netip.AddrPortFrom(t.address, uint16(connection.Port)), below, options))
	}
	return strings.Join(all, ",")
}

// choice is how an application is told to choose among targets. Where it is not
// written the stack has to do something: it uses the first.
func (s *stack) choice(c *model.Connection) string {
	switch c.Choose {
	case model.ByClient, model.Passive:
		return "client"
	case model.Undecided:
		if len(c.Targets(nil)) > 1 && c.Role != model.SameServer && c.Role != model.Primary {
			s.omit(c.Use.Path.Field("choose"), "how "+c.From.Name+" chooses among several is not written: in the stack it always uses the first")
		}
	}
	return "fixed"
}

// isDatabase tells whether a service keeps tables, with accounts of its own.
func isDatabase(service *model.Service) bool {
	switch service.Defaults.Name {
	case "mysql", "mariadb", "postgresql":
		return true
	}
	return false
}

func needsPassword(service *model.Service) bool { return isDatabase(service) }

// account is the secret of the account that a connection's caller has.
func (s *stack) account(c *model.Connection) string { return s.secret(beside(c.To.Name, c.From.Name)) }
