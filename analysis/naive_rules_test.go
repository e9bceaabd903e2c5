package analysis_test

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// connection is what the instance in q loses by way of c, and whether errors
// of applications are among what it gets.
func (n *naive) connection(q question, c *model.Connection) (lost analysis.Amount, own bool) {
	writes := c.Access == model.Writes || c.Access == model.Any && q.flow != nil && q.flow.Kind == model.WriteFlow
	h := q.horizon
	if c.To.Data != nil && (writes && n.blocked(c.To, h) || !writes && n.mum(c.To, h)) {
		return analysis.Total, true
	}
	again := func(codes ...string) bool {
		listed := func(on string) bool { return slices.Contains(codes, on) }
		return (!writes || c.RetryWrites) && slices.ContainsFunc(c.RetryOn, listed)
	}
	behind := func(t *model.Instance) question {
		return question{flow: q.flow, check: q.check, instance: t, horizon: h}
	}
	errorsRetried := func(t *model.Instance) bool {
		switch {
		case n.own[n.number[behind(t).short()]]:
			return again("500", "503")
		case c.To.Software == "haproxy":
			return again("503", "504")
		}
		return again("502", "504")
	}
	sentAgain := (!writes || c.RetryWrites) && (slices.Contains(c.RetryOn, "timeout") || len(c.RetryOn) == 0 && !balancer(c))
	loses := func(t *model.Instance) analysis.Amount {
		if n.dead(t) || n.shut(q.instance, t) {
			return analysis.Total
		}
		return n.lost(behind(t))
	}
	of := func(use []*model.Instance) bool { // those in use answer with errors of applications
		return slices.ContainsFunc(use, func(t *model.Instance) bool {
			return loses(t) != analysis.None && !n.dead(t) && !n.shut(q.instance, t) && n.own[n.number[behind(t).short()]]
		})
	}
	none := func(*model.Instance) bool { return false }
	passes := func(t *model.Instance) bool {
		check := question{check: c, instance: t, horizon: h}
		switch {
		case n.intact != nil && h == analysis.BeforeFailover:
			check.horizon = analysis.AfterFailover
			return n.intact.lost(check) != analysis.Total
		case n.thinks != nil && n.noticing(c.Check) > 0:
			return n.believes(c, q.instance, t)
		}
		if n.shut(q.instance, t) {
			return false
		}
		check.connects = c.Check.Type == "tcp"
		return n.lost(check) != analysis.Total
	}

	choose := c.Choose
	if choose == model.Undecided {
		choose = model.Fixed
		if n.assumes() {
			choose = model.ByClient
		}
	}
	if c.Role == model.Primary && c.To.Primary() != nil {
		p := n.findPrimary(c, choose, h)
		if p == nil || choose == model.ByCheck && c.Check != nil && !passes(p) {
			return analysis.Total, false
		}
		return amount([]*model.Instance{p}, loses, c.AtLeast, none), of([]*model.Instance{p})
	}
	active, backups := ranks(c, q.instance)
	if c.Role == model.SameServer && writes && c.To.Primary() != nil {
		for _, local := range c.Targets(q.instance) {
			if !n.dead(local) && !n.shut(q.instance, local) && local != n.primaryOf(c.To, h) {
				return analysis.Total, true // a replica refuses
			}
		}
	}
	if address := addressOf(c); address != nil {
		use := n.behind(address, c.To.Instances, h)
		return amount(use, loses, c.AtLeast, none), of(use)
	}

	takes := passes
	late := func(t *model.Instance) bool { // nobody refuses, and the next is tried too late
		gives := cmp.Or(c.Use.Timeout.Connect, c.From.Defaults.Connect)
		return gives > cmp.Or(n.flow.LongestInterruption, analysis.DefaultInterruption) && n.silent(q.instance, t)
	}
	tried := func(t *model.Instance) bool { // what it does counts as a failure
		return n.shut(q.instance, t) || n.mute(q.instance, t) && sentAgain || !n.dead(t) && errorsRetried(t)
	}
	saves := func(t *model.Instance) bool { return c.Redispatch && tried(t) }
	stays := func(*model.Instance) bool { return true }
	switch choose {
	case model.ByCheck:
		if c.Check == nil {
			takes = func(*model.Instance) bool { return true }
		}
	case model.Fixed:
		if len(active) == 0 {
			return analysis.Total, false
		}
		return amount(active[:1], loses, c.AtLeast, none), of(active[:1])
	default:
		takes = func(t *model.Instance) bool {
			if n.mute(q.instance, t) {
				return !sentAgain // left out, but asked again now and then
			}
			if n.shut(q.instance, t) {
				return late(t)
			}
			return !(loses(t) == analysis.Total && errorsRetried(t))
		}
		saves = func(t *model.Instance) bool { return tried(t) && !(n.shut(q.instance, t) && late(t)) }
		stays = func(t *model.Instance) bool { // else it is left out, but asked again now and then
			return !n.mute(q.instance, t) && !(late(t) && n.shut(q.instance, t) && h != analysis.BeforeFailover)
		}
	}
	chosen, fails, met := 0, 0, []*model.Instance(nil)
	pick := func(from []*model.Instance, onlyFirst bool) []*model.Instance {
		var in []*model.Instance
		for _, t := range from {
			if onlyFirst && chosen > 0 || choose == model.ByCheck && !takes(t) {
				continue
			}
			met = append(met, t)
			if loses(t) != analysis.None {
				fails++
			}
			if takes(t) {
				in = append(in, t)
				if stays(t) {
					chosen++
				}
			}
		}
		return in
	}
	use := pick(active, false)
	if chosen == 0 && !(choose == model.ByCheck && c.Check == nil) {
		use = append(use, pick(backups, !c.AllBackups)...)
	}
	if fails > n.tries(c) { // a request may have met no other
		use, saves = met, none
	}
	return amount(use, loses, c.AtLeast, saves), of(use)
}

// tries is how often a request that failed is tried again: as is written; by
// HAProxy three times, by other load balancers once, by others without end.
func (n *naive) tries(c *model.Connection) int {
	switch r := c.Use.Retry; {
	case r != nil && r.Tries != nil:
		return *r.Tries
	case c.Choose != model.ByCheck:
		return len(c.To.Instances)
	case c.From.Software == "haproxy":
		return 3
	}
	return 1
}

// ranks are the targets that share the requests, and those that wait for them to
// be gone. Of weight 0 is none of them.
func ranks(c *model.Connection, from *model.Instance) (active, backups []*model.Instance) {
	b := cmp.Or(c.Use.Balance, &model.Balance{})
	if c.Role == model.SameServer {
		return c.Targets(from), nil
	}
	on := func(i *model.Instance, name string) bool { return name == i.Server.Name || name == i.Server.Group.Name }
	all := slices.DeleteFunc(slices.Clone(c.Targets(nil)), func(i *model.Instance) bool {
		primary := c.Role == model.Replicas && i == c.To.Primary()
		return primary || slices.ContainsFunc(b.Weights, func(w model.ServerNumber) bool { return w.Number == 0 && on(i, w.Server) })
	})
	if b.Mode != "active-passive" || len(all) == 0 {
		return all, nil
	}
	for _, i := range all {
		if slices.ContainsFunc(b.Active, func(name string) bool { return on(i, name) }) {
			active = append(active, i)
		} else {
			backups = append(backups, i)
		}
	}
	if len(active) == 0 {
		return backups[:1], backups[1:]
	}
	return active, backups
}

// amount is what a mix of targets loses.
func amount(use []*model.Instance, loses func(*model.Instance) analysis.Amount, atLeast int, saves func(*model.Instance) bool) analysis.Amount {
	usable, fine, anyGood := 0, true, false
	for _, t := range use {
		if loses(t) != analysis.Total {
			usable++
		}
		anyGood = anyGood || loses(t) == analysis.None
	}
	for _, t := range use {
		if loses(t) != analysis.None && !(anyGood && saves(t)) {
			fine = false
		}
	}
	switch {
	case usable == 0 || usable < atLeast:
		return analysis.Total
	case fine:
		return analysis.None
	}
	return analysis.Partial
}

// balancer: a load balancer's own checks choose.
func balancer(c *model.Connection) bool { return c.Choose == model.ByCheck }

// blocked: writes that reach a member are not taken.
func (n *naive) blocked(db *model.Service, h analysis.Horizon) bool {
	if h == analysis.AfterPerson {
		return false
	}
	all := len(db.Instances)
	if db.Data.Mode == "group" && n.seeing(db) <= all/2 {
		return true
	}
	lacking := db.Data.WaitFor > 0 && n.confirming(db, h) < db.Data.WaitFor
	wereThere := all-1 >= db.Data.WaitFor
	if db.Data.WaitTimeout == model.Forever {
		return lacking
	}
	return lacking && wereThere && (h == analysis.BeforeFailover || !n.over(db.Data.WaitTimeout))
}

// mum: no member answers reads. Of a group without a majority one does nothing
// in which all take writes, but for that of MySQL.
func (n *naive) mum(db *model.Service, h analysis.Horizon) bool {
	return db.Data.Mode == "group" && db.Primary() == nil && db.Software != "mysql" &&
		h != analysis.AfterPerson && n.seeing(db) <= len(db.Instances)/2
}

// primaryOf is the member that is the primary, or nil.
func (n *naive) primaryOf(db *model.Service, h analysis.Horizon) *model.Instance {
	if !n.dead(db.Primary()) && !n.outside[db.Primary()] {
		return db.Primary()
	}
	d := db.Data
	happens := d.Automatic && !n.notYet(d)
	switch {
	case d.Mode == "group":
		happens = happens && n.seeing(db) > len(db.Instances)/2
	case d.Controller != nil:
		happens = happens && n.canPromote(d.Controller)
	default:
		happens = happens && n.assumes()
	}
	for _, r := range db.Replicas() {
		if !n.dead(r) && !n.outside[r] && (h == analysis.AfterPerson && !n.heldDown(db) || h == analysis.AfterFailover && happens && n.within(db, r)) {
			return r
		}
	}
	return nil
}

// findPrimary is the primary that c reaches, or nil.
func (n *naive) findPrimary(c *model.Connection, choose model.Choice, h analysis.Horizon) *model.Instance {
	written, d := c.To.Primary(), c.To.Data
	primary := n.primaryOf(c.To, h)
	if primary == written || h != analysis.AfterFailover {
		return primary
	}
	fooled := choose == model.ByCheck && c.Check != nil && c.Check.Type == "tcp" && !n.shut(nil, written)
	finds := choose == model.ByClient || choose == model.ByCheck && c.Check != nil && tellsRoles(c) ||
		d.Address != nil && d.Address.By != "one"
	if fooled || !finds {
		return nil
	}
	return primary
}

// tellsRoles: what passes the check of c is the primary. A connection, a login
// or a command tells nothing of that, unless who makes the check knows more.
func tellsRoles(c *model.Connection) bool {
	switch c.From.Software {
	case "apache", "caddy", "envoy", "haproxy", "nginx", "traefik":
		return slices.Contains([]string{"http", "agent"}, c.Check.Type)
	}
	return true
}
