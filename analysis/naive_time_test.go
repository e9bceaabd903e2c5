package analysis_test

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// sentence is what a flow loses at each horizon and at the moments between.
type sentence struct {
	lost      [3]analysis.Amount
	meanwhile analysis.Amount
}

// base is what the flow loses with nothing failed.
func (e *exam) base() analysis.Amount {
	return max(e.whole(false).entry(e.flow, analysis.AfterFailover), e.whole(true).entry(e.flow, analysis.AfterFailover))
}

// whole is the system with nothing failed.
func (e *exam) whole(optimistic bool) *naive {
	at := &e.intact[0]
	if optimistic {
		at = &e.intact[1]
	}
	if *at == nil {
		*at = (&naive{exam: e, optimistic: optimistic}).answer(analysis.AfterFailover)
	}
	return *at
}

// under is what the flow loses under failures in one of their lots, by the
// assumption, whether that mattered, and whether the circles came to rest.
func (e *exam) under(failures []analysis.Failure, by lot, optimistic bool) (s sentence, asked, settled bool) {
	intact, here := e.whole(optimistic), e.touching(failures)
	n := (&naive{exam: e, intact: intact, optimistic: optimistic, failed: here, lot: by}).answer(0, 1, 2)
	for h := range s.lost {
		s.lost[h] = n.entry(e.flow, analysis.Horizon(h))
	}
	asked, settled = intact.asked || n.asked, !intact.unfit && !n.unfit
	ends := e.history(here, by, optimistic).each(func(between *naive, _ model.Duration) bool {
		s.meanwhile = max(s.meanwhile, between.entry(e.flow, analysis.AfterFailover))
		asked, settled = asked || between.asked, settled && !between.unfit
		return true
	})
	settled = settled && ends
	if s.meanwhile <= max(s.lost[0], s.lost[1]) {
		s.meanwhile = analysis.None
	}
	if s.lost[analysis.AfterPerson] > e.base() && e.allInRunbooks(failures) {
		s.lost[analysis.AfterPerson] = e.base()
	}
	return s, asked, settled
}

// verdict is what the definitions say of failures: the worse of what may be,
// the recovery, and whether the circles came to rest.
func (e *exam) verdict(failures []analysis.Failure) (s sentence, recovery analysis.Recovery, settled bool) {
	var all []sentence
	settled = true
	for _, by := range e.lots(failures) {
		said, asked, rests := e.under(failures, by, false)
		all, settled = append(all, said), settled && rests
		if asked {
			said, _, rests = e.under(failures, by, true)
			all, settled = append(all, said), settled && rests
		}
	}
	s = all[0]
	differs := false
	for _, other := range all {
		differs = differs || other != all[0]
		for h := range s.lost {
			s.lost[h] = max(s.lost[h], other.lost[h])
		}
		s.meanwhile = max(s.meanwhile, other.meanwhile)
	}
	for h := range s.lost {
		if s.lost[h] > e.base() {
			recovery = analysis.Transient + analysis.Recovery(h)
		}
	}
	if s.meanwhile <= max(s.lost[0], s.lost[1]) {
		s.meanwhile = analysis.None
	}
	if recovery == analysis.Unharmed && s.meanwhile > e.base() {
		recovery = analysis.Transient
	}
	if recovery != analysis.Unharmed && differs {
		recovery = analysis.Undecided
	}
	return s, recovery, settled
}

// touching are the failures that take something that the flow hangs on, or a
// way between two such things. What happens elsewhere means nothing to it.
func (e *exam) touching(failures []analysis.Failure) []analysis.Failure {
	return slices.DeleteFunc(slices.Clone(failures), func(f analysis.Failure) bool {
		if f.From != nil {
			return !e.hangsOn[f.From] || !e.hangsOn[f.To]
		}
		n := naive{failed: []analysis.Failure{f}}
		for i := range e.hangsOn {
			if n.dead(i) {
				return false
			}
		}
		return true
	})
}

// allInRunbooks tells whether each of the failures has a runbook for the flow.
func (e *exam) allInRunbooks(failures []analysis.Failure) bool {
	return len(failures) > 0 && !slices.ContainsFunc(failures, func(f analysis.Failure) bool {
		names := []string{f.Name()}
		switch {
		case f.Server != nil:
			names = append(names, f.Server.Group.Name)
		case f.Instance != nil:
			names = append(names, f.Instance.Service.Name)
		}
		return !slices.ContainsFunc(e.a.Runbooks, func(r *model.Runbook) bool {
			meant := slices.ContainsFunc(names, func(name string) bool { return slices.Contains(r.For, name) })
			return meant && (len(r.Restores) == 0 || slices.Contains(r.Restores, e.flow.Name))
		})
	})
}

// moments are how long everything takes that may happen by itself: promotions,
// of which one of unknown length counts as 0, checks, addresses, and waits.
func (n *naive) moments() (all []model.Duration) {
	for _, s := range n.a.Services {
		if s.Data != nil && s.Data.Automatic && s.Primary() != nil && (n.dead(s.Primary()) || n.outside[s.Primary()]) {
			all = append(all, s.Data.Promotion)
		}
	}
	known := func(takes model.Duration) {
		if takes > 0 {
			all = append(all, takes)
		}
	}
	for c := range n.meets {
		if c.Choose == model.ByCheck && c.Check != nil {
			known(n.noticing(c.Check))
		}
		if address := addressOf(c); address != nil {
			known(n.moving(address, c.To.Instances))
		}
		if d := c.To.Data; d != nil && d.WaitFor > 0 && d.WaitTimeout != model.Forever {
			known(d.WaitTimeout)
		}
	}
	known(n.moving(&n.flow.Enters.Reached, n.flow.Enters.Instances))
	slices.Sort(all)
	return slices.Compact(all)
}

// notYet: a promotion has not happened.
func (n *naive) notYet(d *model.DataSet) bool {
	return n.pending && (n.until == 0 || d.Promotion == 0 || d.Promotion >= n.until)
}

// leavesWaiting: whoever makes a request is not refused. On a way between copies
// of data there are none.
func (n *naive) leavesWaiting(f analysis.Failure) bool {
	if f.From != nil {
		return n.goes[[2]*model.Instance{f.From, f.To}]
	}
	return f.Kind != analysis.Crash
}

// over: something else has happened, as what takes an unknown time has.
func (n *naive) over(takes model.Duration) bool {
	return !n.pending || n.until == 0 || takes < n.until
}

// noticing is how long a check takes to see the failures, 0 if not known.
func (n *naive) noticing(check *model.Check) model.Duration {
	sees := check.Every * model.Duration(check.Fall)
	if sees != 0 && slices.ContainsFunc(n.failed, n.leavesWaiting) {
		sees += cmp.Or(check.Timeout, check.Every)
	}
	return sees
}

// moving is how long an address takes to move, 0 if it does not or that is not
// known.
func (n *naive) moving(a *model.Address, all []*model.Instance) model.Duration {
	before, after := n.leads(a, all, analysis.BeforeFailover), n.leads(a, all, analysis.AfterFailover)
	checks := a.Every * model.Duration(a.Fall)
	switch {
	case slices.Equal(before, after):
		return 0
	case a.By == "dns" && (checks == 0 || a.TTL == 0):
		return 0
	case a.By == "dns":
		return checks + a.TTL
	case a.By == "anycast":
		return checks
	}
	second := model.Second
	advert := cmp.Or(a.Advert, second)
	takes := 3 * advert
	if len(after) > 0 {
		takes += advert * model.Duration(256-priority(a, after[0])) / 256
	}
	if !n.away(before[0]) {
		takes += second // of the script that looks
		if !n.hit(before[0], func(f analysis.Failure) bool { return f.Kind == analysis.Crash }) {
			takes += second // of its timeout
		}
	}
	return takes
}
