package model

import "slices"

// connect turns every use into its connections: one, or one to read and one
// to write where those reach different instances.
func (r *resolver) connect() {
	for _, from := range r.a.AllServices() {
		for _, use := range from.Uses {
			use.Path = from.Path.Field("uses").Field(use.Key)
			at := use.Path
			if use.To == "" {
				use.To = use.Key
			} else {
				at = at.Field("to")
			}
			to := r.a.services[use.To]
			if to == nil {
				r.unknown(at, "service or external", use.To, serviceNames)
				continue
			}
			r.connectTo(from, to, use)
		}
	}
	for _, c := range r.a.Connections {
		if c.Check != nil {
			c.sees = r.needs(c.Check.Reaches, c.Use.Path.Field("check").Field("reaches"))
			addWays(c.sees, c.To, func(d *Connection) bool { return !d.StartOnly })
		}
	}
}

// connectTo makes the connections of one use. Where one member is the primary a
// replica refuses writes, whatever is written: they go to the primary then.
func (r *resolver) connectTo(from, to *Service, use *Use) {
	made := len(from.Connections)
	reads, writes := rolesOf(to, use)
	mended := writes == AllTargets && to.hasOnePrimary()
	if mended {
		writes = Primary
	}
	switch {
	case reads == writes:
		r.addConnection(from, to, use, Any, reads)
	default:
		if reads != "none" {
			r.addConnection(from, to, use, Reads, reads)
		}
		if writes != "none" {
			c := r.addConnection(from, to, use, Writes, writes)
			if mended {
				c.AtLeast = 1 // how many are needed was written of all of them
			}
		}
	}
	if use.Balance != nil {
		r.checkActive(to, use, from.Connections[made:])
	}
}

// checkActive reports servers in a balance that no connection of the use
// reaches.
func (r *resolver) checkActive(to *Service, use *Use, connections []*Connection) {
	var targets []*Instance
	for _, c := range connections {
		targets = append(targets, c.Targets(nil)...)
	}
	if _, writes := rolesOf(to, use); writes == AllTargets {
		targets = to.Instances // what is wrong with that is not said of the balance
	}
	check := func(name string, at Path) {
		servers := r.a.serversNamed(name)
		if servers == nil {
			r.unknown(at, "server", name, serverNames)
			return
		}
		for _, server := range servers {
			target := to.InstanceOn(server)
			switch {
			case target == nil:
				r.notOn(at, to, server.Name)
			case !slices.Contains(targets, target):
				r.problem(at, "%s is not among what this connection reaches: see its targets, reads and writes", target.Name())
			}
		}
	}
	at := use.Path.Field("balance")
	for i, name := range use.Balance.Active {
		check(name, at.Field("active").Index(i))
	}
	for _, weight := range use.Balance.Weights {
		check(weight.Server, at.Field("weights").Field(weight.Server))
	}
}

// rolesOf says who is reached to read and to write, as written. Whoever says
// nothing has one address for a replicated database, and that is the primary's.
func rolesOf(to *Service, use *Use) (reads, writes Role) {
	all := AllTargets
	if to.Replication != nil && !to.manyPrimaries() {
		all = Primary
	}
	reads, writes = all, all
	switch Role(use.Targets) {
	case "":
	case Replicas:
		reads, writes = Replicas, "none"
	default:
		reads, writes = Role(use.Targets), Role(use.Targets)
	}
	if use.Reads != "" {
		reads = Role(use.Reads)
	}
	if use.Writes != "" {
		writes = Role(use.Writes)
	}
	return reads, writes
}

// addConnection makes a connection, with the defaults of the software.
func (r *resolver) addConnection(from, to *Service, use *Use, access Access, role Role) *Connection {
	c := &Connection{
		From: from, To: to, Use: use, Access: access, Role: role,
		Choose:    chooses(from, to, use),
		Check:     checkOf(from, use),
		Tries:     from.Defaults.Tries,
		AtLeast:   max(use.AtLeast, 1),
		Optional:  isTrue(use.Optional),
		StartOnly: use.When == "start",
	}
	port, protocol := listensAt(to)
	c.Port, c.Protocol = firstWritten(use.Port, port), firstWritten(use.Protocol, protocol)
	c.Redispatch = from.Defaults.Redispatch
	if retry := use.Retry; retry != nil {
		if retry.Tries != nil {
			c.Tries = *retry.Tries
		}
		if retry.Redispatch != nil {
			c.Redispatch = *retry.Redispatch
		}
		c.RetryOn, c.RetryWrites = retry.On, isTrue(retry.Writes)
	}
	if redispatched(c) {
		c.Tries = 1
	}
	r.balance(c)
	from.Connections = append(from.Connections, c)
	r.a.Connections = append(r.a.Connections, c)
	return c
}

// listensAt is where other services reach a service: the port written, the
// first listener that other services may use, or the software's own. An
// application server speaks HTTP unless it says otherwise.
func listensAt(to *Service) (port int, protocol string) {
	protocol = to.Defaults.Protocol
	if protocol == "" && (to.Kind == ApplicationServer || to.Provides == "api" || to.Provides == "application") {
		protocol = "http"
	}
	if to.Port != 0 {
		return to.Port, protocol
	}
	for _, listener := range to.Listen {
		if listener.Redirect == "" && firstWritten(listener.Purpose, "traffic") == "traffic" {
			return listener.Port, listener.Protocol
		}
	}
	return to.Defaults.Port, protocol
}

// chooses says how a target is chosen: as written; by the check that is
// written; as the calling software does; or as the protocol of the target
// demands.
func chooses(from, to *Service, use *Use) Choice {
	switch {
	case use.Choose != "":
		return Choice(use.Choose)
	case use.Check != nil:
		return ByCheck
	}
	return firstWritten(from.Defaults.Choose, to.Defaults.ClientsChoose)
}

// redispatched: whoever sends a failed request elsewhere does so once at least,
// also where no number of tries is known.
func redispatched(c *Connection) bool {
	return c.Redispatch && c.Tries == 0 && (c.Use.Retry == nil || c.Use.Retry.Tries == nil)
}

// checkOf is the check with the times of the software that makes it.
func checkOf(from *Service, use *Use) *Check {
	if use.Check == nil {
		return nil
	}
	check := *use.Check
	if check.Type == "" {
		check.Type = "tcp"
		if check.Path != "" {
			check.Type = "http"
		}
	}
	check.Every = firstWritten(check.Every, from.Defaults.CheckEvery)
	check.Fall = firstWritten(check.Fall, from.Defaults.CheckFall)
	check.Rise = firstWritten(check.Rise, from.Defaults.CheckRise)
	return &check
}

// firstWritten is the first value that is not zero.
func firstWritten[T comparable](values ...T) T {
	var zero T
	for _, value := range values {
		if value != zero {
			return value
		}
	}
	return zero
}

func isTrue(b *bool) bool { return b != nil && *b }
