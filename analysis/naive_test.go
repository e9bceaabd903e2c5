package analysis_test

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// naive decides by the definitions alone and shares nothing with the engine. A
// question is answered when all that it needs is; a circle of questions that
// needs nothing else is taken as good and worked out again until nothing
// changes.
type naive struct {
	a          *model.Architecture
	dead       func(*model.Instance) bool
	serverDead func(*model.Instance) bool
	optimistic bool
	intact     *naive // what was there before the failure, nil if this is it

	known map[question]analysis.Amount
	unfit bool // a circle did not come to rest
}

// question: what does an instance lose at a horizon, for a flow or for the
// health check of a connection?
type question struct {
	flow     *model.Flow
	check    *model.Connection
	instance *model.Instance
	horizon  analysis.Horizon
}

// answer answers the questions and all that they need.
func (n *naive) answer(questions ...question) {
	n.known = map[question]analysis.Amount{}
	needs := map[question][]question{}
	var open []question
	for todo := questions; len(todo) > 0; todo = todo[1:] {
		if _, ok := needs[todo[0]]; !ok {
			needs[todo[0]] = n.needs(todo[0])
			open = append(open, todo[0])
			todo = append(todo, needs[todo[0]]...)
		}
	}
	done := map[question]bool{}
	for len(open) > 0 {
		var left []question
		for _, q := range open {
			if slices.ContainsFunc(needs[q], func(d question) bool { return !done[d] }) {
				left = append(left, q)
				continue
			}
			n.known[q] = n.work(q)
			done[q] = true
		}
		if len(left) == len(open) {
			circle := smallest(left[0], needs, done)
			n.turn(circle)
			for q := range circle {
				done[q] = true
			}
			left = slices.DeleteFunc(left, func(q question) bool { return done[q] })
		}
		open = left
	}
}

// smallest is a circle of open questions that needs no others.
func smallest(q question, needs map[question][]question, done map[question]bool) map[question]bool {
	reach := func(q question) map[question]bool {
		found := map[question]bool{}
		for todo := []question{q}; len(todo) > 0; todo = todo[1:] {
			for _, d := range needs[todo[0]] {
				if !done[d] && !found[d] {
					found[d] = true
					todo = append(todo, d)
				}
			}
		}
		return found
	}
	best := reach(q)
	for shrunk := true; shrunk; {
		shrunk = false
		for d := range best {
			if less := reach(d); len(less) < len(best) {
				best, shrunk = less, true
				break
			}
		}
	}
	return best
}

// turn works a circle out until nothing changes.
func (n *naive) turn(circle map[question]bool) {
	for q := range circle {
		n.known[q] = analysis.None
		if n.dead(q.instance) || n.aliveOf(q.instance.Service) < q.instance.Service.Quorum {
			n.known[q] = analysis.Total
		}
	}
	for range 100 {
		next := map[question]analysis.Amount{}
		for q := range circle {
			next[q] = n.work(q)
		}
		changed := false
		for q := range circle {
			changed = changed || next[q] != n.known[q]
			n.known[q] = next[q]
		}
		if !changed {
			return
		}
	}
	n.unfit = true
}

// needs are the questions that the answer to q may hang on.
func (n *naive) needs(q question) []question {
	var found []question
	for _, c := range q.instance.Service.Connections {
		if !n.counts(q, c) {
			continue
		}
		targets := c.Targets(q.instance)
		if c.Role == model.Primary {
			targets = c.To.Instances
		}
		for _, t := range targets {
			found = append(found, question{q.flow, q.check, t, q.horizon})
			if c.Choose == model.ByCheck && c.Check != nil {
				found = append(found, question{check: c, instance: t, horizon: q.horizon})
			}
		}
	}
	return found
}

func (n *naive) counts(q question, c *model.Connection) bool {
	return q.flow != nil && q.flow.Uses(c) || q.check != nil && q.check.Sees(c)
}

func (n *naive) work(q question) analysis.Amount {
	service := q.instance.Service
	if n.dead(q.instance) || n.aliveOf(service) < service.Quorum {
		return analysis.Total
	}
	worst := analysis.None
	for _, c := range service.Connections {
		if n.counts(q, c) {
			worst = max(worst, n.connection(q, c))
		}
	}
	return worst
}

func (n *naive) aliveOf(s *model.Service) int {
	count := 0
	for _, i := range s.Instances {
		if !n.dead(i) {
			count++
		}
	}
	return count
}

// connection is what the instance in q loses by way of c.
func (n *naive) connection(q question, c *model.Connection) analysis.Amount {
	writes := c.Access == model.Writes || c.Access == model.Any && q.flow != nil && q.flow.Kind == model.WriteFlow
	h := q.horizon
	if writes && c.To.Data != nil && n.blocked(c.To, h) {
		return analysis.Total
	}
	errorsRetried := false
	for _, on := range c.RetryOn {
		if on[0] == '5' && (!writes || c.RetryWrites) {
			errorsRetried = true
		}
	}
	redispatch := c.Redispatch
	if r := c.Use.Retry; r != nil && r.Tries != nil && *r.Tries == 0 {
		redispatch = false
	}
	loses := func(t *model.Instance) analysis.Amount {
		if n.dead(t) {
			return analysis.Total
		}
		q := q
		q.instance = t
		return n.known[q]
	}
	passes := func(t *model.Instance) bool {
		check := question{check: c, instance: t, horizon: h}
		if h == analysis.BeforeFailover && n.intact != nil {
			check.horizon = analysis.AfterFailover
			return n.intact.known[check] != analysis.Total
		}
		return n.known[check] != analysis.Total
	}

	choose := c.Choose
	if choose == model.Undecided {
		choose = model.Fixed
		if n.optimistic {
			choose = model.ByClient
		}
	}
	if c.Role == model.Primary && c.To.Primary() != nil {
		p := n.findPrimary(c, choose, h)
		if p == nil || choose == model.ByCheck && c.Check != nil && !passes(p) || c.AtLeast > 1 {
			return analysis.Total
		}
		return loses(p)
	}
	active, backups := c.Active, c.Backups
	if c.Role == model.SameServer {
		active, backups = c.Targets(q.instance), nil
	}
	if c.Role == model.Replicas && c.To.Primary() != nil {
		primary := func(i *model.Instance) bool { return i == c.To.Primary() }
		active, backups = slices.DeleteFunc(slices.Clone(active), primary), slices.DeleteFunc(slices.Clone(backups), primary)
	}
	if address := addressOf(c); address != nil {
		return amount(n.behind(address, c.To.Instances, h), loses, c.AtLeast, func(*model.Instance) bool { return false })
	}

	takes := passes
	saves := func(t *model.Instance) bool { return redispatch && (n.dead(t) || errorsRetried) }
	switch choose {
	case model.ByCheck:
		if c.Check == nil {
			takes = func(*model.Instance) bool { return true }
		}
	case model.Fixed:
		if len(active) == 0 {
			return analysis.Total
		}
		return amount(active[:1], loses, c.AtLeast, func(*model.Instance) bool { return false })
	default:
		takes = func(t *model.Instance) bool {
			return !n.dead(t) && !(errorsRetried && loses(t) == analysis.Total)
		}
		saves = func(*model.Instance) bool { return errorsRetried }
	}
	pick := func(from []*model.Instance, onlyFirst bool) []*model.Instance {
		var in []*model.Instance
		for _, t := range from {
			if takes(t) && !(onlyFirst && len(in) > 0) {
				in = append(in, t)
			}
		}
		return in
	}
	use := pick(active, c.ActivePassive)
	if len(use) == 0 && !(choose == model.ByCheck && c.Check == nil) {
		use = pick(backups, !c.AllBackups)
	}
	return amount(use, loses, c.AtLeast, saves)
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

// blocked: writes that reach a member are not taken.
func (n *naive) blocked(db *model.Service, h analysis.Horizon) bool {
	if h == analysis.AfterPerson {
		return false
	}
	alive, all := n.aliveOf(db), len(db.Instances)
	if db.Data.Mode == "group" && alive <= all/2 {
		return true
	}
	lacking := db.Data.WaitFor > 0 && alive-1 < db.Data.WaitFor
	wereThere := all-1 >= db.Data.WaitFor
	if db.Data.WaitTimeout == model.Forever {
		return lacking
	}
	return lacking && wereThere && h == analysis.BeforeFailover
}

// findPrimary is the primary that c reaches, or nil.
func (n *naive) findPrimary(c *model.Connection, choose model.Choice, h analysis.Horizon) *model.Instance {
	written, d := c.To.Primary(), c.To.Data
	if !n.dead(written) {
		return written
	}
	var promoted *model.Instance
	for _, r := range slices.Backward(c.To.Replicas()) {
		if !n.dead(r) {
			promoted = r
		}
	}
	switch h {
	case analysis.BeforeFailover:
		return nil
	case analysis.AfterFailover:
		finds := choose == model.ByClient || choose == model.ByCheck && c.Check != nil ||
			d.Address != nil && d.Address.By != "one"
		happens := d.Automatic
		switch {
		case d.Mode == "group":
			happens = happens && n.aliveOf(c.To) > len(c.To.Instances)/2
		case d.Controller != nil:
			happens = happens && n.aliveOf(d.Controller) >= max(d.Controller.Quorum, 1)
		default:
			happens = happens && n.optimistic
		}
		if !finds || !happens {
			return nil
		}
	}
	return promoted
}

// addressOf is the address that c knows its target by, if it knows no more.
func addressOf(c *model.Connection) *model.Address {
	if c.Use.Choose != "" || c.Use.Balance != nil || c.Use.Check != nil || c.Role != model.AllTargets {
		return nil
	}
	if c.To.Address == nil && c.To.Data != nil {
		return c.To.Data.Address
	}
	return c.To.Address
}

// behind are the instances that an address leads to.
func (n *naive) behind(a *model.Address, all []*model.Instance, h analysis.Horizon) []*model.Instance {
	alive := func(i *model.Instance) bool { return !n.dead(i) }
	tracked := func(i *model.Instance) bool {
		if a.Tracks == "process" {
			return !n.dead(i)
		}
		return !n.serverDead(i)
	}
	filter := func(keep func(*model.Instance) bool) []*model.Instance {
		var kept []*model.Instance
		for _, i := range all {
			if keep(i) {
				kept = append(kept, i)
			}
		}
		return kept
	}
	upTo1 := func(l []*model.Instance) []*model.Instance { return l[:min(len(l), 1)] }
	switch {
	case a.By == "dns" && h > analysis.BeforeFailover && a.Checked != nil && *a.Checked:
		return filter(alive)
	case a.By == "dns":
		return all
	case a.By == "anycast" && h > analysis.BeforeFailover:
		return filter(tracked)
	case a.By == "anycast":
		return all
	}
	if a.By == "virtual-ip" {
		priority := func(i *model.Instance) int {
			for _, p := range a.Priorities {
				if i.Server != nil && p.Server == i.Server.Name {
					return p.Number
				}
			}
			return 100
		}
		all = slices.Clone(all)
		slices.SortStableFunc(all, func(x, y *model.Instance) int { return priority(y) - priority(x) })
	}
	use := upTo1(all)
	if a.By == "virtual-ip" && h > analysis.BeforeFailover {
		use = upTo1(filter(tracked))
	}
	if h == analysis.AfterPerson && (len(use) == 0 || n.dead(use[0])) {
		use = upTo1(filter(alive))
	}
	return use
}

// entry is what the users of a flow lose at a horizon.
func (n *naive) entry(f *model.Flow, h analysis.Horizon) analysis.Amount {
	loses := func(i *model.Instance) analysis.Amount {
		if n.dead(i) {
			return analysis.Total
		}
		return n.known[question{flow: f, instance: i, horizon: h}]
	}
	use := n.behind(&f.Enters.Reached, f.Enters.Instances, h)
	if f.Enters.Kind == model.Worker && f.Enters.Address == nil {
		use = slices.DeleteFunc(slices.Clone(f.Enters.Instances), n.dead)
	}
	return amount(use, loses, 1, func(*model.Instance) bool { return false })
}

// lost is what a flow loses at each horizon under a failure, and with nothing
// failed. It tells whether the circles came to rest.
func lost(a *model.Architecture, f *model.Flow, failure analysis.Failure, optimistic bool) (at [3]analysis.Amount, base analysis.Amount, settled bool) {
	nothing := func(*model.Instance) bool { return false }
	intact := &naive{a: a, dead: nothing, serverDead: nothing, optimistic: optimistic}
	var questions []question
	for _, i := range f.Enters.Instances {
		questions = append(questions, question{flow: f, instance: i, horizon: analysis.AfterFailover})
	}
	intact.answer(questions...)
	base = intact.entry(f, analysis.AfterFailover)
	serverDead := func(i *model.Instance) bool {
		if i.Server == nil {
			return false
		}
		zone := i.Server.Zone
		for zone != nil && zone != failure.Zone {
			zone = zone.Parent
		}
		return i.Server == failure.Server || failure.Zone != nil && zone == failure.Zone
	}
	n := &naive{a: a, intact: intact, optimistic: optimistic, serverDead: serverDead,
		dead: func(i *model.Instance) bool { return i == failure.Instance || serverDead(i) }}
	questions = nil
	for h := range analysis.Horizon(3) {
		for _, i := range f.Enters.Instances {
			questions = append(questions, question{flow: f, instance: i, horizon: h})
		}
	}
	n.answer(questions...)
	for h := range at {
		at[h] = n.entry(f, analysis.Horizon(h))
	}
	return at, base, !n.unfit && !intact.unfit
}
