package analysis_test

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// checker follows a certificate claim by claim. It knows what the failures do
// and what one connection or one instance makes of what is behind it, and
// searches for nothing: of what no claim says anything it knows nothing.
type checker struct {
	analysis.Certificate
	now, intact *naive
}

// tri is whether something is so.
type tri int

const (
	never tri = iota
	perhaps
	surely
)

func is(so bool) tri { return tri(2 * map[bool]int{true: 1}[so]) }

// bounds is what is known of what somebody loses, and of whose errors.
type bounds struct {
	least, most analysis.Amount
	own         tri
}

var lostAll = bounds{analysis.Total, analysis.Total, surely}

// check tells what is wrong with a certificate that must say that of its flow.
func check(e *exam, c analysis.Certificate, says analysis.Statement) error {
	k := checker{Certificate: c, intact: &naive{exam: e, optimistic: c.Optimistic}, now: e.at(c)}
	if len(c.Claims) == 0 {
		return fmt.Errorf("nothing is claimed")
	}
	if !slices.ContainsFunc(e.lots(c.Failures), lotOf(c).is) {
		return fmt.Errorf("%v are not out, nor do %v stand still", c.Outside, c.Halted)
	}
	if top := c.Claims[len(c.Claims)-1]; top.Instance != nil || top.Connection != nil || top.Check != nil || top.Says != says {
		return fmt.Errorf("ends with %q", top)
	}
	if c.Claims[len(c.Claims)-1].Intact && (c.Horizon != analysis.AfterPerson || c.Meanwhile || !k.now.allInRunbooks(c.Failures)) {
		return fmt.Errorf("there is no runbook for that")
	}
	for i, claim := range c.Claims {
		if err := k.ordered(i, claim); err != nil {
			return err
		}
		if !k.holds(claim) {
			return fmt.Errorf("%d: %q does not follow from %d", i, claim, claim.Rests)
		}
	}
	return nil
}

// ordered: a claim rests on what comes before it, and one that something works
// on those that follow it immediately and are like it, too.
func (k checker) ordered(i int, claim analysis.Claim) error {
	end := i
	for !claim.Says.AtLeast() && end < len(k.Claims) && !k.Claims[end].Says.AtLeast() && k.Claims[end].Intact == claim.Intact {
		end++
	}
	for _, rest := range claim.Rests {
		if rest < 0 || rest >= end {
			return fmt.Errorf("%d: %q rests on %d, which does not come before it", i, claim, rest)
		}
	}
	return nil
}

func (k checker) holds(claim analysis.Claim) bool {
	if claim.Flaps {
		return k.circles(claim)
	}
	b, shown := k.work(claim)
	switch claim.Says {
	case analysis.LosesSome:
		return b.least != analysis.None && shown
	case analysis.LosesAll:
		return b.least == analysis.Total && len(claim.By) == 0
	case analysis.OwnErrors:
		return b.own == surely && len(claim.By) == 0
	case analysis.NoOwnErrors:
		return b.own == never && len(claim.By) == 0
	case analysis.LosesNotAll:
		return b.most != analysis.Total && shown
	}
	return b.most == analysis.None && shown
}

// circles tells whether what a claim is about needs itself.
func (k checker) circles(claim analysis.Claim) bool {
	start := []*model.Instance{claim.Instance}
	if claim.Connection != nil {
		start = claim.Connection.From.Instances
	}
	return slices.ContainsFunc(start, func(i *model.Instance) bool {
		q := question{check: claim.Check, instance: i}
		if claim.Check == nil {
			q.flow = k.Flow
		}
		seen := map[question]bool{}
		for todo := k.now.needs(q); len(todo) > 0; todo = todo[1:] {
			if !seen[todo[0]] {
				seen[todo[0]] = true
				todo = append(todo, k.now.needs(todo[0])...)
			}
		}
		return seen[q]
	})
}

// about is what the claims that are rested on say of something.
func (k checker) about(claim analysis.Claim, subject analysis.Claim) bounds {
	known := bounds{analysis.None, analysis.Total, perhaps}
	for _, rest := range claim.Rests {
		c := k.Claims[rest]
		if c.Check != subject.Check || c.Connects != subject.Connects || c.Intact != subject.Intact ||
			c.Connection != subject.Connection || c.Instance != subject.Instance {
			continue
		}
		switch c.Says {
		case analysis.LosesSome:
			known.least = max(known.least, analysis.Partial)
		case analysis.LosesAll:
			known.least = analysis.Total
		case analysis.OwnErrors:
			known.own = surely
		case analysis.NoOwnErrors:
			known.own = never
		case analysis.LosesNotAll:
			known.most = min(known.most, analysis.Partial)
		case analysis.LosesNothing:
			known.most = analysis.None
		}
	}
	return known
}

// work is what follows for what a claim is about, and whether its targets show
// it.
func (k checker) work(claim analysis.Claim) (bounds, bool) {
	q := question{check: claim.Check, instance: claim.Instance, horizon: k.Horizon, connects: claim.Connects}
	if q.check == nil {
		q.flow = k.Flow
	}
	n := k.now
	if claim.Intact {
		n, q.horizon = k.intact, analysis.AfterFailover
	}
	switch {
	case claim.Connection != nil:
		l := lineup{checker: k, naive: n, q: q, claim: claim, c: claim.Connection}
		return l.work()
	case claim.Instance == nil:
		l := lineup{checker: k, naive: n, q: q, claim: claim}
		return l.entry()
	}
	return k.instance(n, q, claim), len(claim.By) == 0
}

func (k checker) instance(n *naive, q question, claim analysis.Claim) bounds {
	if n.stopped(q) {
		return lostAll
	}
	var b bounds
	for _, c := range q.instance.Service.Connections {
		if !counts(q, c) {
			continue
		}
		user := q.instance
		cut := slices.ContainsFunc(n.failed, func(f analysis.Failure) bool { return f.From == user })
		if c.Role != model.SameServer && !cut {
			user = nil
		}
		need := k.about(claim, analysis.Claim{Check: q.check, Intact: claim.Intact, Connection: c, Instance: user})
		b.least, b.most = max(b.least, need.least), max(b.most, need.most)
		b.own = max(b.own, min(need.own, lossy(need)))
	}
	if s := q.instance.Service; s.Kind != model.LoadBalancer && s.Kind != model.WebServer && !slices.Contains([]string{"cdn", "load-balancer"}, s.Provides) {
		b.own = lossy(k.about(claim, analysis.Claim{Check: q.check, Intact: claim.Intact, Instance: q.instance}))
	}
	return b
}

func lossy(b bounds) tri {
	switch {
	case b.least != analysis.None:
		return surely
	case b.most != analysis.None:
		return perhaps
	}
	return never
}
