package report

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// detection is how long a check needs to take a target out: the interval as
// often as it must fail. It is 0 where either is unknown.
func detection(check *model.Check) model.Duration {
	return check.Every * model.Duration(check.Fall)
}

// after is a span as the end of a clause, or nothing where it is unknown.
func after(d model.Duration) string {
	if d == 0 {
		return ""
	}
	return " after " + about(d)
}

// check says what the health check asks, what it sees and misses, and how fast
// it is.
func (r *writer) check(p pool) string {
	c := p.one()
	if c.Check == nil {
		switch {
		case len(p.targets()) == 1:
			return ""
		case p.from.Kind != model.LoadBalancer:
			return ""
		}
		return fmt.Sprintf("There is none: %s cannot tell a dead instance of %s from a live one, and goes on sending it requests.", code(p.from.Name), code(p.to.Name))
	}
	var text sentences
	rhythm := ""
	if c.Check.Every > 0 {
		rhythm = every(c.Check.Every) + " "
	}
	text.add("%s%s asks each instance of %s %s.", rhythm, code(p.from.Name), code(p.to.Name), question(c.Check))
	r.sight(&text, p)
	r.speed(&text, p.from, c)
	return text.String()
}

// question is what a check asks.
func question(check *model.Check) string {
	text := "for an answer"
	switch check.Type {
	case "http":
		text = "by HTTP"
		if check.Path != "" {
			text = "for " + code(check.Path)
		}
	case "tcp":
		text = "for a TCP connection"
	case "agent":
		text = "for its agent's word"
	default:
		text = "by the protocol of " + protocolName(check.Type)
	}
	if check.Port > 0 {
		text += fmt.Sprintf(" on port %d", check.Port)
	}
	if check.Status > 0 {
		text += fmt.Sprintf(" and expects the status %d", check.Status)
	}
	return text
}

// sight says which services the check sees, and which lie behind them unseen.
func (r *writer) sight(text *sentences, p pool) {
	seen, unseen := behind(p)
	if len(seen) == 0 {
		text.add("The answer tells of %s alone.", code(p.to.Name))
	} else {
		text.add("The answer is good only where %s is and, behind it, %s.", code(p.to.Name), serviceNames(seen, "and"))
	}
	if len(unseen) > 0 {
		further := ""
		if slices.ContainsFunc(unseen, needsMore) {
			further = ", nor what lies behind " + plural(len(unseen), "it", "them")
		}
		text.add("It does not see %s%s: an instance that has lost %s still passes.", serviceNames(unseen, "or"), further, plural(len(unseen), "it", "one of them"))
	}
}

// needsMore tells whether a service needs another at run time.
func needsMore(s *model.Service) bool {
	return slices.ContainsFunc(s.Connections, func(c *model.Connection) bool { return !c.Optional && !c.StartOnly })
}

// behind are the services that requests need behind the targets of a pool:
// those that its check sees, and the first on each way that it does not.
func behind(p pool) (seen, unseen []*model.Service) {
	known := map[*model.Service]bool{p.to: true}
	for todo := []*model.Service{p.to}; len(todo) > 0; todo = todo[1:] {
		for _, c := range todo[0].Connections {
			if c.Optional || c.StartOnly || known[c.To] {
				continue
			}
			known[c.To] = true
			if sees(p, todo[0], c.To) {
				seen = append(seen, c.To)
				todo = append(todo, c.To)
			} else {
				unseen = append(unseen, c.To)
			}
		}
	}
	return seen, unseen
}

// sees tells whether the check of a pool exercises a way from one service to
// another.
func sees(p pool, from, to *model.Service) bool {
	return slices.ContainsFunc(from.Connections, func(c *model.Connection) bool { return c.To == to && p.one().Sees(c) })
}

// speed says how fast a target is out and in again, and whose numbers these
// are.
func (r *writer) speed(text *sentences, from *model.Service, c *model.Connection) {
	check := c.Check
	if check.Fall > 0 {
		out := fmt.Sprintf("%s in a row %s an instance out%s", count(check.Fall, "failure", "failures"), plural(check.Fall, "takes", "take"), after(detection(check)))
		if check.Rise > 0 {
			out += fmt.Sprintf("; %s %s it back", count(check.Rise, "success", "successes"), plural(check.Rise, "brings", "bring"))
		}
		text.add("%s.", out)
	}
	r.speedDefaults(text, from, c)
}

// speedDefaults says which numbers of a check are the software's, not the
// architecture's.
func (r *writer) speedDefaults(text *sentences, from *model.Service, c *model.Connection) {
	check, written := c.Check, c.Use.Check
	var short []string
	note := func(byDefault bool, name, what string) {
		if byDefault {
			short = append(short, name)
			r.rely(from.Defaults, what)
		}
	}
	note(written.Every == 0 && check.Every > 0, "the interval", "a health check "+every(check.Every))
	note(written.Fall == 0 && check.Fall > 0, "the number of failures", count(check.Fall, "failure takes", "failures take")+" an instance out")
	note(written.Rise == 0 && check.Rise > 0, "the number of successes", count(check.Rise, "success brings", "successes bring")+" an instance back")
	switch len(short) {
	case 0:
	case 1:
		text.add("%s is %s's default.", short[0], softwareName(from))
	case 3:
		text.add("All these numbers are %s's defaults.", softwareName(from))
	default:
		text.add("%s are %s's defaults.", list(short, "and"), softwareName(from))
	}
}

// retries says what becomes of a request that fails.
func (r *writer) retries(p pool) string {
	c := p.one()
	if p.from.Kind != model.LoadBalancer && c.Use.Retry == nil {
		return ""
	}
	var text sentences
	byDefault := c.Use.Retry == nil || c.Use.Retry.Tries == nil
	if c.Tries == 0 {
		text.add("A request that fails is not tried again.")
		return text.String()
	}
	where := "at the same instance"
	if c.Redispatch {
		where = "at another instance if need be"
	}
	text.add("A connection that cannot be opened is tried %s more%s, %s.", count(c.Tries, "time", "times"), r.defaultNote(p.from, byDefault, count(c.Tries, "retry", "retries")), where)
	if len(c.RetryOn) > 0 {
		text.add("So is a request that ends in %s.", codes(c.RetryOn, "or"))
		if !c.RetryWrites {
			text.add("A write that was already sent is not tried again.")
		}
	}
	return text.String()
}
