package validate

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// A single point of failure is often the effect of one mistake: a load
// balancer without a health check makes one of each of its targets. The rule
// that knows the mistake then has the finding, and the points that go with it
// are named there and nowhere else. Which go with it is found by trying: the
// mistake is mended in a copy of the architecture, and the points that are
// gone, without new ones in their place, were its effects. A point that
// remains, for this or for other reasons, stays with AVL001 or AVL002, and so
// does one that a waiver names there.

// cause is a mistake, with the change that mends it.
type cause struct {
	// finding says what is wrong, without the single points.
	finding findings.Finding
	// mends are the changes that may mend it, the cheapest first, and instead
	// says what else to do where none of them does.
	mends   []advice.Change
	instead string
	// stands: the change only stands for what is to be done, and is not shown.
	stands bool
	// flows are those that the mistake may harm, services those of which a
	// failure takes a part when it does; and where only some of those failures
	// come into question, of tells which.
	flows    []*model.Flow
	services []*model.Service
	of       func(analysis.Failure) bool
	// proved: it is a mistake also where mending it brings no flow back.
	proved bool
	// delays: it may also let a flow come back too late.
	delays bool

	// effects are the single points that go with the mistake, with the outcomes
	// that do; eased are those and what a waiver accepts of that.
	effects, eased []analysis.SinglePoint
	// hastens are the outcomes that come back too late because of the mistake.
	hastens []analysis.Outcome
	// mended is what helps most of the changes, or nil; untried: too much had
	// been tried before.
	mended  *advice.Comparison
	untried bool
	joint   joint
}

// diagnosis is the causes that there are, by rule, and the single points and
// late outcomes without one.
type diagnosis struct {
	causes map[string][]*cause
	points []analysis.SinglePoint
	// around are servers and zones that are single points only because a runbook
	// is not for them, by the name of the point that it is for.
	around map[string][]analysis.SinglePoint
	// late are the outcomes that come back too late, but for those that a cause
	// has.
	late []analysis.Outcome
	// open are the causes that single points may go with, by the names of the
	// points, where that was not tried.
	open map[string]*cause
}

// suspect is a rule that knows causes.
type suspect struct {
	rule string
	find func(*investigation) []*cause
}

// suspects are asked in this order: who names a setting comes before who names
// a place. No point goes with two causes.
func suspects() []suspect {
	return []suspect{
		{"AVL009", untrackedAddresses},
		{"AVL006", deadBackups},
		{"AVL007", blindChecks},
		{"AVL010", idleQuorums},
		{"AVL008", doomedControllers},
		{"AVL004", sharedElements},
	}
}

// investigation is the search for causes.
type investigation struct {
	*Input
	points []analysis.SinglePoint   // with the outcomes that go with no cause yet
	late   []analysis.Outcome       // those that go with no cause yet
	at     map[*model.Service][]int // the points that take a part of a service
	trials *trials
}

// diagnose asks every rule that knows causes, once in a run.
func (in *Input) diagnose() *diagnosis {
	if in.diagnosis == nil {
		in.investigate(newTrials(in, in.reaches()))
	}
	return in.diagnosis
}

// investigate makes the diagnosis with the trials that it may use.
func (in *Input) investigate(t *trials) {
	v := &investigation{
		Input: in, points: in.Analysis.SinglePoints(), at: make(map[*model.Service][]int),
		late: in.Analysis.TooSlow(), trials: t,
	}
	v.index()
	in.diagnosis = &diagnosis{causes: make(map[string][]*cause), open: make(map[string]*cause)}
	var found []*cause
	for _, s := range suspects() {
		if in.isOff(s.rule) {
			continue
		}
		for _, c := range s.find(v) {
			c.finding.Rule = s.rule
			if v.convicts(c) {
				in.diagnosis.causes[s.rule] = append(in.diagnosis.causes[s.rule], c)
				found = append(found, c)
			}
		}
	}
	v.joinCauses(found)
	for _, p := range v.points {
		if len(p.Outcomes) > 0 {
			in.diagnosis.points = append(in.diagnosis.points, p)
		}
	}
	in.diagnosis.points, in.diagnosis.around = in.widen(in.diagnosis.points)
	in.diagnosis.late = v.late
}

// index notes for every service the points that take a part of it away.
func (v *investigation) index() {
	for i, p := range v.points {
		for _, instance := range v.takenBy(p.Failure) {
			at := v.at[instance.Service]
			if len(at) == 0 || at[len(at)-1] != i {
				v.at[instance.Service] = append(at, i)
			}
		}
	}
}

// takenBy are the instances that a failure takes along.
func (in *Input) takenBy(f analysis.Failure) []*model.Instance {
	if f.Instance != nil {
		return []*model.Instance{f.Instance}
	}
	servers := []*model.Server{f.Server}
	if f.Zone != nil {
		servers = in.Architecture.ServersIn(f.Zone)
	}
	var instances []*model.Instance
	for _, server := range servers {
		instances = append(instances, server.Instances...)
	}
	return instances
}

// convicts mends the mistake, looks at what becomes of the points that may go
// with it, and tells whether there is something to report.
func (v *investigation) convicts(c *cause) bool {
	nominated := v.nominated(c)
	if len(nominated) == 0 && !v.mayHasten(c) || len(c.mends) == 0 {
		return c.proved
	}
	made, tried := v.trials.mend(c, each(nominated, func(i int) analysis.SinglePoint { return v.points[i] }))
	if c.untried = !tried; c.untried {
		for _, i := range nominated {
			v.diagnosis.open[v.points[i].Failure.Name()] = c
		}
	}
	if made == nil {
		return c.proved
	}
	c.mended = made
	accepted := false
	for _, i := range nominated {
		accepted = v.attribute(c, i) || accepted
	}
	if c.delays {
		v.hasten(c)
	}
	return len(c.effects)+len(c.hastens) > 0 || !accepted && c.proved
}

// attribute gives a cause what the mending lifts of a point, and tells whether
// that is accepted: then it stays.
func (v *investigation) attribute(c *cause, i int) bool {
	p := v.points[i]
	lifted := liftedOf(c.mended, p)
	if len(lifted) == 0 {
		return false
	}
	effect := p
	effect.Outcomes = lifted
	c.eased = append(c.eased, effect)
	if v.accepts(p) {
		return true
	}
	c.effects = append(c.effects, effect)
	v.points[i].Outcomes = slices.DeleteFunc(slices.Clone(p.Outcomes), c.mended.Lifts)
	return false
}

// mayHasten tells whether a flow comes back late that the mistake may delay.
func (v *investigation) mayHasten(c *cause) bool {
	return c.delays && slices.ContainsFunc(v.late, func(o analysis.Outcome) bool { return slices.Contains(c.flows, o.Flow) })
}

// hasten gives the cause those late outcomes that are in time without it.
func (v *investigation) hasten(c *cause) {
	var left []analysis.Outcome
	for _, o := range v.late {
		if c.mended.InTime(o) && !v.waives("AVL003", longest(o.Window).Path) {
			c.hastens = append(c.hastens, o)
		} else {
			left = append(left, o)
		}
	}
	v.late = left
}

// nominated are the points that may go with a cause, in their order.
func (v *investigation) nominated(c *cause) []int {
	var found []int
	for _, service := range c.services {
		for _, i := range v.at[service] {
			if len(v.points[i].Outcomes) > 0 && (c.of == nil || c.of(v.points[i].Failure)) {
				found = append(found, i)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
