package analysis_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// mutant is a certificate with one thing changed.
type mutant struct {
	what string
	analysis.Certificate
}

// mutate changes one thing, or nothing where that cannot be changed.
func mutate(d *rand.Rand, c analysis.Certificate) (mutant, bool) {
	m := mutant{Certificate: c}
	m.Claims = slices.Clone(c.Claims)
	i := d.IntN(len(m.Claims))
	claim := &m.Claims[i]
	claim.Rests, claim.By = slices.Clone(claim.Rests), slices.Clone(claim.By)
	other := func(is *model.Instance) *model.Instance {
		return is.Service.Instances[d.IntN(len(is.Service.Instances))]
	}
	switch d.IntN(9) {
	case 0:
		m.what = "a claim is left out"
		m.drop(i)
		return m, i+1 < len(c.Claims)
	case 1:
		m.what = "a reason is left out"
		if len(claim.Rests) == 0 {
			return m, false
		}
		k := d.IntN(len(claim.Rests))
		claim.Rests = slices.Delete(claim.Rests, k, k+1)
	case 2:
		m.what = "an amount is another"
		was := claim.Says
		claim.Says = analysis.Statement(d.IntN(6))
		return m, claim.Says != was
	case 3:
		m.what = "it is about another instance"
		if claim.Instance == nil {
			return m, false
		}
		was := claim.Instance
		claim.Instance = other(was)
		return m, claim.Instance != was
	case 4:
		m.what = "a target is another"
		if len(claim.By) == 0 {
			return m, false
		}
		was := claim.By[0]
		claim.By[0] = other(was)
		return m, claim.By[0] != was
	case 5:
		m.what = "a target is left out"
		if len(claim.By) == 0 {
			return m, false
		}
		claim.By = claim.By[1:]
	case 6:
		m.what = "it is another time"
		m.Horizon = analysis.Horizon(d.IntN(3))
		return m, m.Horizon != c.Horizon && !c.Meanwhile && c.Runbooks == nil
	case 7:
		m.what = "one thing has not failed"
		m.Failures = m.Failures[1:]
	case 8:
		m.what = "all go on together"
		m.Outside, m.Halted = nil, nil
		return m, len(c.Outside)+len(c.Halted) > 0
	}
	return m, true
}

// drop leaves a claim out, as what others rest on, too.
func (m *mutant) drop(i int) {
	m.Claims = slices.Delete(m.Claims, i, i+1)
	for k := range m.Claims {
		var rests []int
		for _, rest := range m.Claims[k].Rests {
			switch {
			case rest < i:
				rests = append(rests, rest)
			case rest > i:
				rests = append(rests, rest-1)
			}
		}
		m.Claims[k].Rests = rests
	}
}

// lies tells whether a certificate claims what is not so, by the definitions.
func lies(e *exam, c analysis.Certificate) bool {
	intact := e.whole(c.Optimistic)
	now := e.at(c).answer(c.Horizon)
	return slices.ContainsFunc(c.Claims, func(claim analysis.Claim) bool {
		n, h := now, c.Horizon
		if claim.Intact {
			n, h = intact, analysis.AfterFailover
		}
		return !n.agrees(claim, h)
	})
}

// agrees tells whether a claim is so. Of what nobody asks for nothing is known.
func (n *naive) agrees(claim analysis.Claim, h analysis.Horizon) bool {
	q := question{check: claim.Check, instance: claim.Instance, horizon: h, connects: claim.Connects}
	if claim.Check == nil {
		q.flow = n.flow
	}
	number, asked := n.number[q.short()]
	var lost analysis.Amount
	var own bool
	switch {
	case claim.Connection != nil:
		lost, own = n.connection(q, claim.Connection)
	case claim.Instance == nil:
		lost = n.entry(n.flow, h)
	case asked:
		lost, own = n.losses[number], n.own[number]
	default:
		return true
	}
	return [...]bool{
		analysis.LosesSome: lost != analysis.None, analysis.LosesAll: lost == analysis.Total, analysis.OwnErrors: own,
		analysis.NoOwnErrors: !own, analysis.LosesNotAll: lost != analysis.Total, analysis.LosesNothing: lost == analysis.None,
	}[claim.Says]
}

// A certificate says nothing that is not so, and the checker follows none that
// does: of changed ones it follows only those that are right all the same.
func TestCheckerRefuses(t *testing.T) {
	t.Parallel()
	type count struct{ wrong, refused, followed int }
	counts := map[string]*count{}
	b := bench{TB: t}
	b.each = func(e *exam, c analysis.Certificate, says analysis.Statement) {
		if slices.ContainsFunc(c.Claims, func(c analysis.Claim) bool { return c.Flaps }) {
			return // what such a circle loses is taken to be so
		}
		if lies(e, c) {
			b.dump(c)
			t.Errorf("seed %d: %s, %s at %d claims what is not so", b.seed, names(c.Failures), c.Flow.Name, c.Horizon)
		}
		d := rand.New(rand.NewPCG(b.seed, uint64(b.proofs)))
		for range 4 {
			m, ok := mutate(d, c)
			if !ok {
				continue
			}
			if counts[m.what] == nil {
				counts[m.what] = &count{}
			}
			says := m.Claims[len(m.Claims)-1].Says
			followed, wrong := check(e, m.Certificate, says) == nil, lies(e, m.Certificate)
			switch n := counts[m.what]; {
			case wrong && followed:
				b.dump(m.Certificate)
				t.Errorf("seed %d: %s, %s at %d, %s: followed", b.seed, names(c.Failures), c.Flow.Name, c.Horizon, m.what)
			case wrong:
				n.wrong++
			case followed:
				n.followed++
			default:
				n.refused++
			}
		}
	}
	for b.seed = range uint64(max(proofTries()/4, 1)) {
		a := throw(b.seed, b.seed%4 == 3)
		a.Resolve()
		b.everything(a)
		if t.Failed() {
			return
		}
	}
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		n := counts[what]
		t.Logf("%s: %d wrong, all refused; of those right all the same %d refused, %d followed", what, n.wrong, n.refused, n.followed)
		if needed[what] && 200*n.followed > n.refused {
			t.Errorf("%s: %d of %d are followed: more was there than is needed", what, n.followed, n.followed+n.refused)
		}
	}
	if len(counts) != 9 {
		t.Errorf("%d ways to change a certificate were tried", len(counts))
	}
}

// needed are the changes that take something away which a certificate would not
// have if it held no more than is needed.
var needed = map[string]bool{"a claim is left out": true, "a reason is left out": true, "a target is left out": true}

// Two services that need each other keep each other up, and neither takes the
// other down.
func TestCirclesHoldThemselvesUp(t *testing.T) {
	a := resolved(t, &model.Architecture{
		Name: "circle", Groups: servers("s-1"),
		Services: []*model.Service{
			{Name: "web", Kind: model.WebServer, On: []string{"s-1"}, Listen: public(), Uses: []*model.Use{{Key: "app"}}},
			{Name: "app", Kind: model.ApplicationServer, On: []string{"s-1"}, Uses: []*model.Use{{Key: "users"}}},
			{Name: "users", Kind: model.ApplicationServer, On: []string{"s-1"}, Uses: []*model.Use{{Key: "app"}}},
		},
	})
	flow := a.Flows[0]
	c := analysis.Analyze(a).Around(analysis.Situation{Flow: flow, Horizon: analysis.AfterFailover})[0]
	e := newExam(a, flow)
	if err := check(e, c, analysis.LosesNothing); err != nil {
		t.Error(err)
	}
	for i := range c.Claims {
		c.Claims[i].Says, c.Claims[i].By = analysis.LosesAll, nil
	}
	if check(e, c, analysis.LosesAll) == nil {
		t.Error("that both are down was shown by the other one being down")
	}
}
