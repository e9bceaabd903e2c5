package compose

import (
	"cmp"
	"fmt"
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// application runs an image of the user's own, or builds it. What it has to
// know comes by environment variables: where it listens, who it is, and for
// each use where that is, in the order in which to try. Passwords come as files.
func (s *stack) application(c *Container) {
	service := c.Instance.Service
	c.User, c.Unlimited = -1, true
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
	} else if len(s.a.Firewalls) > 0 {
		// Nobody is drawn to reach it. What it opens all the same, to be asked for
		// its health, is its own: on its networks others are who would reach it.
		c.set("LISTEN", listenAt([]netip.Addr{}, unreachedPort))
	}
	if ports := s.ports(c); len(ports) > 0 && s.encrypts(service, ports[0]) {
		s.show(c, namesOf(ports[0].written()))
		c.set("TLS_CERT_FILE", certificates+"/cert.pem")
		c.set("TLS_KEY_FILE", certificates+"/key.pem")
	}
	if probes := s.probes(service); len(probes) > 0 {
		for _, p := range probes {
			s.checkPath(p.check.Use.Path.Field("check").Field("path"), p.path)
		}
		c.set("HEALTH", healthPaths(probes))
	}
	for _, connection := range service.Connections {
		s.tell(c, connection)
	}
	for _, written := range service.Env {
		c.set(written.Key, written.Value) // what is written counts
	}
}

// unreachedPort is where an application that nobody reaches is to listen.
const unreachedPort = 8000

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
// good: "/healthz=;/ready=db.reads". Of who hands connections on to what the check
// does not reach, it is asked whether it takes any: all else would reach further.
func healthPaths(probes []probe) string {
	var all []string
	for _, p := range probes {
		var names []string
		for _, c := range p.reaches {
			name := strings.TrimPrefix(c.Name(), c.From.Name+".")
			if forwards(c.To) && len(seen(p.check, c.To)) == 0 {
				name = c.Use.Key + ".connect"
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		path, _, _ := strings.Cut(p.path, "?")
		all = append(all, path+"="+strings.Join(names, ","))
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
	if apart := readPort(connection.To); apart != 0 && connection.Access == model.Any {
		s.tellWhere(c, connection, key+"_READS_URL", apart)
		s.tellWhere(c, connection, key+"_WRITES_URL", connection.Port)
	} else {
		s.tellWhere(c, connection, name+"_URL", connection.Port)
	}
	c.set(key+"_CHOOSE", s.choice(connection))
	if connection.Access != model.Reads && isDatabase(behind(connection.To)) {
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
	if hasAccounts(behind(connection.To)) {
		secret := s.account(connection)
		c.needsSecret(secret)
		c.set(key+"_PASSWORD_FILE", "/run/secrets/"+secret)
	}
	if encrypted, _ := s.encryption(connection); encrypted {
		s.trust(c)
		c.set("CA_FILE", certificates+"/ca.pem")
	}
}

// tellWhere gives an application the targets of a connection. Two uses whose
// names come to one variable cannot both be told: "db-reads" and the reads of
// "db".
func (s *stack) tellWhere(c *Container, connection *model.Connection, variable string, number int) {
	if slices.ContainsFunc(c.Environment, func(v Variable) bool { return v.Name == variable }) {
		s.refuse(connection.Use.Path, "%s is told of another use by the same variable, %s: write another key for this one, and its service under \"to\"", connection.From.Name, variable)
	}
	c.set(variable, s.locators(c, connection, number))
}

// encryption tells whether an application encrypts what it sends by a
// connection, and whether it verifies whom it sends it to. To a database behind
// a router it does as the router would.
func (s *stack) encryption(c *model.Connection) (on, verified bool) {
	if c.Encrypted() {
		return true, verifies(c)
	}
	if database := behind(c.To); database != c.To && s.reachesEncrypted(c.From, database) {
		return true, verifies(c.To.Connections[0])
	}
	return false, false
}

// locators are the targets of a connection as URLs, in the order in which to
// try. A caller that finds the primary by itself is told of every member.
func (s *stack) locators(c *Container, connection *model.Connection, number int) string {
	targets := s.targetsOf(c, connection)
	if connection.Role == model.Primary && s.choice(connection) == string(model.ByClient) {
		targets = append(targets, s.targetsAt(c, connection, connection.To.Replicas(), false)...)
	}
	user, below, protocol := "", "", connection.Protocol
	if database := behind(connection.To); hasAccounts(database) {
		if database != connection.To {
			protocol = connection.To.Connections[0].Protocol
		}
		user, below = accountName(database, connection.From)+"@", "/"+databaseName(database)
	}
	options := ""
	switch encrypted, verified := s.encryption(connection); {
	case verified:
		options = "?tls=verify"
	case encrypted:
		options = "?tls=require"
	}
	var all []string
	for _, t := range targets {
		all = append(all, fmt.Sprintf("%s://%s%s%s%s", cmp.Or(protocol, "tcp"), user, netip.AddrPortFrom(t.address, uint16(number)), below, options))
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

// account is the secret of the account that a connection's caller has.
func (s *stack) account(c *model.Connection) string {
	return s.secret(callerSecret(behind(c.To), c.From))
}
