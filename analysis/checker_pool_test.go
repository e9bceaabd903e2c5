package analysis_test

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// lineup is the targets of a connection, or of a flow, that are in use.
type lineup struct {
	checker
	*naive
	q     question
	claim analysis.Claim
	c     *model.Connection
	use   []used
}

// used is a target, with whether it is in use, whether a request may meet it at
// all, and whether what it fails is answered elsewhere if it can be.
type used struct {
	*model.Instance
	bounds
	in, met, saved tri
}

// target is what a target loses for whoever asks.
func (l *lineup) target(t *model.Instance) bounds {
	if l.dead(t) || l.shut(l.q.instance, t) {
		return bounds{analysis.Total, analysis.Total, never}
	}
	return l.about(l.claim, analysis.Claim{Check: l.claim.Check, Intact: l.claim.Intact, Instance: t})
}

// entry is what the users of the flow lose.
func (l *lineup) entry() (bounds, bool) {
	f := l.q.flow
	reached := l.naive.behind(&f.Enters.Reached, f.Enters.Instances, l.q.horizon)
	if f.Enters.Kind == model.Worker && f.Enters.Address == nil {
		reached = slices.DeleteFunc(slices.Clone(f.Enters.Instances), l.dead)
	}
	l.all(reached)
	return l.mix(1)
}

// all: these are in use, whatever they do, and nothing is tried elsewhere.
func (l *lineup) all(targets []*model.Instance) {
	for _, t := range targets {
		l.use = append(l.use, used{t, l.target(t), surely, surely, never})
	}
}

// work is what those who use the connection lose, and whether its targets show
// it. It says what naive.connection says, of what is known in part.
func (l *lineup) work() (bounds, bool) {
	c, h := l.c, l.q.horizon
	writes := c.Access == model.Writes || c.Access == model.Any && l.q.flow != nil && l.q.flow.Kind == model.WriteFlow
	nobody := bounds{analysis.Total, analysis.Total, never}
	if l.q.instance == nil && c.Role == model.SameServer {
		return bounds{analysis.None, analysis.Total, perhaps}, false // each has its own
	}
	if c.To.Data != nil && (writes && l.blocked(c.To, h) || !writes && l.mum(c.To, h)) {
		return lostAll, true
	}
	choose := c.Choose
	if choose == model.Undecided {
		choose = map[bool]model.Choice{true: model.ByClient, false: model.Fixed}[l.optimistic]
	}
	active, backups := c.Active, c.Backups
	switch written := c.To.Primary(); {
	case c.Role == model.Primary && written != nil:
		p := l.findPrimary(c, choose, h)
		if p == nil {
			return nobody, true
		}
		l.all([]*model.Instance{p})
		if choose == model.ByCheck && c.Check != nil {
			l.use[0].in = l.passes(p)
		}
		return l.mix(c.AtLeast)
	case c.Role == model.SameServer:
		active, backups = c.Targets(l.q.instance), nil
		for _, t := range active {
			if writes && written != nil && !l.dead(t) && !l.shut(l.q.instance, t) && t != l.primaryOf(c.To, h) {
				return lostAll, true // a replica refuses
			}
		}
	case c.Role == model.Replicas && written != nil:
		isPrimary := func(i *model.Instance) bool { return i == written }
		active, backups = slices.DeleteFunc(slices.Clone(active), isPrimary), slices.DeleteFunc(slices.Clone(backups), isPrimary)
	}
	if address := addressOf(c); address != nil {
		l.all(l.naive.behind(address, c.To.Instances, h))
		return l.mix(c.AtLeast)
	}
	if choose == model.Fixed {
		l.all(active[:min(1, len(active))])
		return l.mix(c.AtLeast)
	}
	held := l.pick(active, false, choose, writes)
	if choose != model.ByCheck || c.Check != nil {
		ask := surely - held
		from := len(l.use)
		l.pick(backups, !c.AllBackups, choose, writes)
		for i := range l.use[from:] {
			u := &l.use[from+i]
			u.in, u.met = min(u.in, ask), min(u.met, ask)
		}
	}
	l.overtry(l.naive.tries(c), choose != model.ByCheck)
	return l.mix(c.AtLeast)
}

// overtry: where more targets fail a request than it is tried again, it may
// have met no others, and nothing is saved; so it may meet those, too, that
// are passed over for a while.
func (l *lineup) overtry(tries int, comesBack bool) {
	least, most := 0, 0
	for _, u := range l.use {
		if min(u.met, lossy(u.bounds)) == surely {
			least++
		}
		if min(u.met, lossy(u.bounds)) != never {
			most++
		}
	}
	over := never
	switch {
	case least > tries:
		over = surely
	case most > tries:
		over = perhaps
	}
	for i := range l.use {
		u := &l.use[i]
		u.saved = min(u.saved, surely-over)
		if comesBack {
			u.in = max(u.in, min(u.met, over, lossy(u.bounds)))
		}
	}
}

// passes tells whether a target passes the health check.
func (l *lineup) passes(t *model.Instance) tri {
	seen := analysis.Claim{Check: l.c, Instance: t, Intact: l.claim.Intact}
	thinks, closed := l.thinks[spot{l.c, t}]
	severed := l.severed(l.q.instance, t)
	differs := closed && thinks.up != thinks.sees
	switch {
	case l.naive.intact != nil && l.q.horizon == analysis.BeforeFailover:
		seen.Intact = true
	case closed && severed && !l.over(l.noticing(l.c.Check)):
		seen.Intact = true
	case differs && !severed && thinks.up == (l.naive.intact.lost(question{check: l.c, instance: t, horizon: analysis.AfterFailover}) != analysis.Total):
		seen.Intact = true
	case differs && !severed:
		return is(thinks.up) // that is how it went until then
	case l.shut(l.q.instance, t):
		return never
	case l.dead(t) && l.c.Check.Type != "tcp":
		return never
	default:
		seen.Connects = l.dead(t)
	}
	return passing(l.about(l.claim, seen))
}

// passing tells whether somebody does not lose all.
func passing(b bounds) tri {
	return min(surely-is(b.least == analysis.Total), max(is(b.most != analysis.Total), perhaps))
}

// pick asks targets one after the other, and tells whether one holds.
func (l *lineup) pick(targets []*model.Instance, onlyFirst bool, choose model.Choice, writes bool) (held tri) {
	c := l.c
	again := func(codes ...string) bool {
		return (!writes || c.RetryWrites) && slices.ContainsFunc(c.RetryOn, func(on string) bool { return slices.Contains(codes, on) })
	}
	refused := map[bool]string{true: "503", false: "502"}[c.To.Software == "haproxy"]
	sentAgain := (!writes || c.RetryWrites) && (slices.Contains(c.RetryOn, "timeout") || len(c.RetryOn) == 0 && choose != model.ByCheck)
	gives := cmp.Or(c.Use.Timeout.Connect, c.From.Defaults.Connect)
	for _, t := range targets {
		u := used{Instance: t, bounds: l.target(t), in: surely}
		shut, mute := l.shut(l.q.instance, t), l.mute(l.q.instance, t)
		errors, gateway := is(again("500", "503")), is(again(refused, "504"))
		retried := [...]tri{never: gateway, perhaps: perhaps, surely: errors}[u.own]
		if errors == gateway {
			retried = errors
		}
		switch {
		case shut:
			retried = surely
		case mute:
			retried = is(sentAgain)
		}
		u.saved = min(retried, is(c.Redispatch))
		switch {
		case choose == model.ByCheck && c.Check != nil:
			u.in = l.passes(t)
		case choose == model.ByCheck:
		default:
			late := shut && l.silent(l.q.instance, t) &&
				gives > cmp.Or(l.Flow.LongestInterruption, analysis.DefaultInterruption)
			u.saved = min(retried, is(!late))
			switch {
			case shut:
				u.in = is(late)
			case mute:
				u.in = is(!sentAgain)
			default:
				u.in = max(passing(u.bounds), surely-retried)
			}
		}
		asked := u.in
		u.met = u.in
		if choose != model.ByCheck {
			u.met = surely
		}
		if onlyFirst {
			u.in, u.met = min(u.in, surely-held), min(u.met, surely-held)
		}
		leaves := mute || shut && l.q.horizon != analysis.BeforeFailover
		if choose == model.ByCheck || !leaves {
			held = max(held, asked)
		}
		l.use = append(l.use, u)
	}
	return held
}

// mix is what is lost by requests that go to the targets in use.
func (l *lineup) mix(atLeast int) (bounds, bool) {
	atLeast = max(atLeast, 1)
	usable, mayBe, good, mayBeGood := 0, 0, never, never
	b := bounds{analysis.None, analysis.None, never}
	shown := true
	for _, t := range l.claim.By {
		shown = shown && slices.ContainsFunc(l.use, func(u used) bool { return u.Instance == t })
	}
	for _, u := range l.use {
		by := slices.Contains(l.claim.By, u.Instance)
		if u.in == surely && u.most != analysis.Total && by {
			usable++
			good = max(good, is(u.most == analysis.None))
		}
		if u.in != never && u.least != analysis.Total {
			mayBe++
			mayBeGood = max(mayBeGood, is(u.least == analysis.None))
		}
	}
	for _, u := range l.use {
		by := slices.Contains(l.claim.By, u.Instance)
		alive := is(!l.dead(u.Instance) && !l.shut(l.q.instance, u.Instance))
		b.own = max(b.own, min(u.in, lossy(u.bounds), u.own, alive))
		fails := min(u.in, lossy(u.bounds), surely-min(mayBeGood, u.saved))
		if fails == surely && by {
			b.least = analysis.Partial
		}
		if u.in != never && u.most != analysis.None && min(good, u.saved) != surely {
			b.most = analysis.Partial
		}
		if by && l.claim.Says.AtLeast() != (fails == surely) || by && u.in != surely {
			shown = false
		}
	}
	if mayBe < atLeast {
		b.least = analysis.Total
	}
	if usable < atLeast {
		b.most = analysis.Total
	}
	return b, shown
}
