package engine

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/model"
)

// leastTLS is the oldest version that a stack takes where none is drawn.
const leastTLS = "1.2"

// entry is a listener of an instance with the door of its client.
type entry struct {
	door, to *compose.Container
	listener *model.Listener
}

// entries are the ways in, in the order of the project.
func (v *proving) entries() []entry {
	var found []entry
	for _, door := range v.project.Containers {
		client := v.project.ClientOf(door)
		if client == nil {
			continue
		}
		for _, to := range v.project.Containers {
			if to.Role != compose.Instance {
				continue
			}
			for _, l := range to.Instance.Service.Listen {
				if l.From == client.Name && l.Protocol != "udp" {
					found = append(found, entry{door, to, l})
				}
			}
		}
	}
	return found
}

// channels are the ways that are drawn as encrypted and can be asked: from
// clients, by connections, and between copies of data.
func (v *proving) channels() []channel {
	var all []channel
	for _, e := range v.entries() {
		if service := e.to.Instance.Service; e.listener.Encrypted() {
			all = append(all, v.listener(service, e))
		}
	}
	for _, c := range v.project.Architecture.Connections {
		if c.Encrypted() {
			all = append(all, v.connection(c)...)
		}
	}
	for _, service := range v.project.Architecture.Services {
		if service.Replication != nil && service.Replication.TLS != nil {
			all = append(all, v.replication(service)...)
		}
	}
	return v.askable(all)
}

// askable leaves out what is not up, what no firewall lets through, which the
// proof of the firewalls tells, and what reads and writes have in common.
func (v *proving) askable(all []channel) []channel {
	var found []channel
	for _, c := range all {
		again := func(other channel) bool {
			return other.What == c.What && other.from == c.from && other.to == c.to && other.Port == c.Port
		}
		if v.up(c.from) && v.up(c.to) && v.project.Permits(c.from, c.to, c.Port) && !slices.ContainsFunc(found, again) {
			found = append(found, c)
		}
	}
	return found
}

// up tells whether a container can be asked; what the stack leaves out has none.
func (v *proving) up(c *compose.Container) bool { return c != nil && v.inside(c) != nil }

// listener is a client's way in. Clients trust a certificate only if it is good
// for the name that they ask for.
func (v *proving) listener(service *model.Service, e entry) channel {
	name := service.Name
	least := ""
	if t := e.listener.TLS; t != nil {
		least = t.Minimum
		if t.Certificate != nil && len(t.Certificate.Names) > 0 {
			name = t.Certificate.Names[0]
		}
	}
	return channel{
		from: e.door, to: e.to, protocol: e.listener.Protocol,
		Channel: drill.Channel{
			What: service.Name + " listens", From: asked(v.project, e.door), To: displayed(e.to), Port: e.listener.Port,
			Minimum: cmp.Or(least, leastTLS), Listener: true, Verify: true, Name: name,
		},
	}
}

// connection are the ways of a connection, from each instance to each of its
// targets.
func (v *proving) connection(c *model.Connection) []channel {
	var found []channel
	for _, from := range c.From.Instances {
		for _, to := range c.Targets(from) {
			one := v.between(from, to, c.Use.TLS)
			one.What, one.Port, one.protocol = c.From.Name+"."+c.Use.Key, c.Port, c.Protocol
			one.user, one.password = v.login(c.From, c.To)
			found = append(found, one)
		}
	}
	return found
}

// replication are the ways of the replicas to their primary. It is drawn for the
// service as a whole, and so is who logs in.
func (v *proving) replication(service *model.Service) []channel {
	var found []channel
	primary := service.Primary()
	for _, replica := range service.Replicas() {
		one := v.between(replica, primary, service.Replication.TLS)
		one.What, one.Port, one.protocol = "replication of "+service.Name, cmp.Or(service.Port, service.Defaults.Port), service.Defaults.Protocol
		one.user, one.password = v.account(compose.ReplicaLogin(service))
		found = append(found, one)
	}
	return found
}

func (v *proving) between(from, to *model.Instance, t *model.TLS) channel {
	least, verify := leastTLS, false
	if t != nil {
		least, verify = cmp.Or(t.Minimum, leastTLS), t.Verify != nil && *t.Verify
	}
	return channel{
		from: containerOf(v.project, from.Name()), to: containerOf(v.project, to.Name()),
		Channel: drill.Channel{From: from.Name(), To: to.Name(), Minimum: least, Verify: verify, Name: to.Service.Name},
	}
}

// login is the account of a caller at a database: its own, or that of who is
// behind a router, which logs in to nothing itself. Others have none.
func (v *proving) login(caller, target *model.Service) (user, password string) {
	if user, password = v.account(compose.Login(target, caller)); user != "" {
		return user, password
	}
	for _, c := range v.project.Architecture.Connections {
		if c.To != caller {
			continue
		}
		if user, password = v.account(compose.Login(target, c.From)); user != "" {
			return user, password
		}
	}
	return "", ""
}

// account is one of the stack's with its password, if the stack has it.
func (v *proving) account(name, secret string) (user, password string) {
	if password = v.stack.secret(secret); password == "" {
		return "", ""
	}
	return name, password
}
