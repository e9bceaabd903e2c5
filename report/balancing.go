package report

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// pool is a use in which a target is chosen among several, or watched by a
// check.
type pool struct{ use }

// poolsOf are the pools of the architecture, in the order in which requests
// meet them.
func poolsOf(a *model.Architecture) []pool {
	var pools []pool
	for _, service := range servicesInOrder(a) {
		for _, u := range usesOf(service) {
			c := u.connections[0]
			balances := service.Kind == model.LoadBalancer || c.Use.Balance != nil || c.Check != nil
			if balances && c.Role != model.SameServer {
				pools = append(pools, pool{u})
			}
		}
	}
	return pools
}

// title names the pool where there are several to tell apart.
func (p pool) title(title string, of int) string {
	if of == 1 {
		return title
	}
	return fmt.Sprintf("%s (%s to %s)", title, code(p.from.Name), code(p.to.Name))
}

// one is the connection that speaks for the pool: reads and writes of one use
// are balanced and checked alike.
func (p pool) one() *model.Connection { return p.connections[0] }

// targets are the instances that the pool chooses among.
func (p pool) targets() []*model.Instance {
	var all []*model.Instance
	for _, c := range p.connections {
		for _, target := range c.Targets(p.from.Instances[0]) {
			if !slices.Contains(all, target) {
				all = append(all, target)
			}
		}
	}
	return all
}

// algorithmOf is the algorithm of a connection, and whether it is the
// software's default.
func algorithmOf(c *model.Connection) (name string, byDefault bool) {
	if c.Use.Balance != nil && c.Use.Balance.Algorithm != "" {
		return c.Use.Balance.Algorithm, false
	}
	return c.From.Defaults.Algorithm, true
}

func algorithmName(algorithm string) string {
	switch algorithm {
	case "roundrobin":
		return "round robin"
	case "static-rr":
		return "static round robin"
	case "leastconn":
		return "least connections"
	case "first":
		return "first available"
	case "source":
		return "source address"
	case "uri":
		return "URI"
	}
	return markdown.Text(algorithm)
}

// algorithmMeaning says what an algorithm does with the requests.
func algorithmMeaning(algorithm string, weighted bool) string {
	share := "so that all get an equal share"
	if weighted {
		share = "in proportion to their weights"
	}
	switch algorithm {
	case "roundrobin", "static-rr":
		return "it hands the requests to the available instances in turn, " + share
	case "leastconn":
		return "each request goes to the instance with the fewest open connections"
	case "first":
		return "each request goes to the first instance that has a place free"
	case "random":
		return "each request goes to an instance picked at random"
	case "source":
		return "the user's address decides, so that a user comes back to the same instance"
	case "uri":
		return "the address asked for decides, so that the same page comes from the same instance"
	}
	return "a hash of the request decides, so that the same request goes to the same instance"
}

// algorithm says how requests are shared, and whether that has an effect here.
func (r *writer) algorithm(p pool) string {
	c := p.one()
	name, byDefault := algorithmOf(c)
	if name == "" || p.from.Kind != model.LoadBalancer && c.Use.Balance == nil {
		return ""
	}
	var text sentences
	weighted := c.Use.Balance != nil && len(c.Use.Balance.Weights) > 0
	text.add("%s shares requests by %s%s: %s.", code(p.from.Name), algorithmName(name), r.defaultNote(p.from, byDefault, algorithmName(name)), algorithmMeaning(name, weighted))
	if len(c.Active) == 1 {
		only := "is the only instance of " + code(p.to.Name)
		if len(c.Backups) > 0 {
			only = "is active"
			text.add("Here that has no effect: only %s %s, so that there is nothing to choose between.", code(c.Active[0].Name()), only)
		} else {
			text.add("Here that has no effect: %s %s.", code(c.Active[0].Name()), only)
		}
	}
	if c.Use.Balance != nil && c.Use.Balance.Sticky != "" {
		text.add("A user stays with the same instance, by %s.", sticky(c.Use.Balance.Sticky))
	}
	return text.String()
}

func sticky(by string) string {
	if by == "cookie" {
		return "a cookie"
	}
	return "the user's address"
}

// defaultNote marks a value as the software's default, and notes it for the
// assumptions.
func (r *writer) defaultNote(s *model.Service, byDefault bool, what string) string {
	if !byDefault || s.Defaults.Source == "" {
		return ""
	}
	r.rely(s.Defaults, what)
	return ", " + softwareName(s) + "'s default"
}

// mode says who takes the load, and who takes over.
func (r *writer) mode(p pool) string {
	c := p.one()
	if len(p.targets()) < 2 || len(p.connections) > 1 {
		return ""
	}
	var text sentences
	if len(c.Active) == 0 {
		return "All targets have weight 0, so that none gets requests."
	}
	if !c.ActivePassive {
		text.add("Active-active: %s share the requests.", instanceNames(c.Active, "and"))
		switch {
		case c.Check != nil:
			text.add("When one fails its health check, the others take its share.")
		case c.Choose == model.Passive:
			text.add("When a request to one fails, the others take its share for a while.")
		case c.Redispatch:
			text.add("Nothing takes a dead one out: what comes to it waits, and is tried at another.")
		default:
			text.add("Nothing takes a dead one out: its share of the requests fails.")
		}
	} else {
		r.activePassive(&text, c)
	}
	if c.Role == model.AllTargets {
		weightless := slices.DeleteFunc(p.targets(), func(i *model.Instance) bool {
			return slices.Contains(c.Active, i) || slices.Contains(c.Backups, i)
		})
		if len(weightless) > 0 {
			text.add("%s %s weight 0 and %s no requests.", capital(instanceNames(weightless, "and")), plural(len(weightless), "has", "have"), plural(len(weightless), "gets", "get"))
		}
	}
	if c.AtLeast > 1 {
		text.add("It takes at least %s of them to carry the load.", number(c.AtLeast))
	}
	return text.String()
}

// activePassive says who is active, who waits, and what makes a backup take
// over.
func (r *writer) activePassive(text *sentences, c *model.Connection) {
	text.add("Active-passive: %s %s and %s all requests.", instanceNames(c.Active, "and"),
		plural(len(c.Active), "is active", "are active"), plural(len(c.Active), "takes", "share"))
	if len(c.Backups) == 0 {
		text.add("There is no backup.")
		return
	}
	text.add("%s %s idle as %s.", capital(instanceNames(c.Backups, "and")), plural(len(c.Backups), "stands", "stand"),
		plural(len(c.Backups), "the backup", "backups"))
	failed := "the active one fails"
	if len(c.Active) > 1 {
		failed = "all active ones fail"
	}
	switch {
	case c.Check == nil:
		text.add("Without a health check %s never learns that %s, so that no backup ever takes over.", code(c.From.Name), failed)
	case len(c.Backups) == 1:
		text.add("When %s the health check, the backup takes over%s.", failed, after(detection(c.Check)))
	case c.AllBackups:
		text.add("When %s the health check, all backups together take over%s.", failed, after(detection(c.Check)))
	default:
		text.add("When %s the health check, the first backup that works takes over%s.", failed, after(detection(c.Check)))
	}
}
