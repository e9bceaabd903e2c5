package analysis_test

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// question: what does an instance lose at a horizon, for a flow or for the
// health check of a connection?
type question struct {
	flow     *model.Flow
	check    *model.Connection
	instance *model.Instance
	horizon  analysis.Horizon
	// connects: the check does no more than connect.
	connects bool
}

// short is a question of one exam, as a key: its flow is always the same.
type short struct {
	check    *model.Connection
	instance *model.Instance
	horizon  analysis.Horizon
	connects bool
}

func (q question) short() short { return short{q.check, q.instance, q.horizon, q.connects} }

// exam is all questions that a flow hangs on, whatever fails.
type exam struct {
	a      *model.Architecture
	flow   *model.Flow
	number map[short]int
	// steps are the questions in an order in which each comes after those that
	// it needs; those of a circle are one step.
	steps [][]question
	// turns: a step is a circle.
	turns []bool
	// hangsOn are the instances that any of that is about: those that are
	// asked or checked, and those that make a quorum, keep the data or promote.
	hangsOn map[*model.Instance]bool
	// meets are the connections that any of that goes.
	meets map[*model.Connection]bool
	// goes are the ways between instances that requests or checks go.
	goes map[[2]*model.Instance]bool
	// intact is the system with nothing failed, for both assumptions.
	intact [2]*naive
}

func newExam(a *model.Architecture, f *model.Flow) *exam {
	e := &exam{a: a, flow: f, number: map[short]int{}, hangsOn: map[*model.Instance]bool{}, meets: map[*model.Connection]bool{}, goes: map[[2]*model.Instance]bool{}}
	needs := map[question][]question{}
	var open []question
	for todo := e.first(); len(todo) > 0; todo = todo[1:] {
		if _, ok := needs[todo[0]]; !ok {
			needs[todo[0]] = e.needs(todo[0])
			e.number[todo[0].short()] = len(open)
			open = append(open, todo[0])
			todo = append(todo, needs[todo[0]]...)
		}
	}
	for _, q := range open {
		e.note(q)
	}
	e.steps = inOrder(open, needs)
	for _, step := range e.steps {
		e.turns = append(e.turns, len(step) > 1 || slices.Contains(needs[step[0]], step[0]))
	}
	return e
}

// note takes down what a question hangs on.
func (e *exam) note(q question) {
	all := func(s *model.Service) {
		for _, i := range s.Instances {
			e.hangsOn[i] = true
		}
	}
	e.hangsOn[q.instance] = true
	if q.instance.Service.Quorum > 1 {
		all(q.instance.Service)
	}
	for _, c := range q.instance.Service.Connections {
		if !counts(q, c) {
			continue
		}
		e.meets[c] = true
		if c.Choose == model.ByCheck && c.Check != nil {
			all(c.To)
		}
		for _, t := range reached(c, q.instance) {
			e.goes[[2]*model.Instance{q.instance, t}] = true
		}
		if data := c.To.Data; data != nil {
			all(c.To)
			for _, s := range behindController(data.Controller) {
				all(s)
			}
		}
	}
}

// first are the questions about the service that the flow enters at.
func (e *exam) first() []question {
	var found []question
	for h := range analysis.Horizon(3) {
		for _, i := range e.flow.Enters.Instances {
			found = append(found, question{flow: e.flow, instance: i, horizon: h})
		}
	}
	return found
}

// needs are the questions that the answer to q may hang on.
func (e *exam) needs(q question) []question {
	var found []question
	for _, c := range q.instance.Service.Connections {
		if !counts(q, c) {
			continue
		}
		for _, t := range reached(c, q.instance) {
			found = append(found, question{flow: q.flow, check: q.check, instance: t, horizon: q.horizon})
			if c.Choose == model.ByCheck && c.Check != nil {
				found = append(found, question{check: c, instance: t, horizon: q.horizon},
					question{check: c, instance: t, horizon: q.horizon, connects: true})
			}
		}
	}
	return found
}

// reached are the targets that an instance may ever use by a connection.
func reached(c *model.Connection, from *model.Instance) []*model.Instance {
	if c.Role == model.Primary && c.To.Primary() != nil {
		return c.To.Instances
	}
	active, backups := ranks(c, from)
	return slices.Concat(active, backups)
}

func counts(q question, c *model.Connection) bool {
	return q.flow != nil && q.flow.Uses(c) || q.check != nil && q.check.Sees(c)
}

// widest is how many questions the largest circle has.
func (e *exam) widest() int {
	width := 0
	for _, step := range e.steps {
		width = max(width, len(step))
	}
	return width
}

// inOrder sorts questions so that each comes after those that it needs.
func inOrder(open []question, needs map[question][]question) (steps [][]question) {
	done := map[question]bool{}
	for len(open) > 0 {
		var left []question
		for _, q := range open {
			if slices.ContainsFunc(needs[q], func(d question) bool { return !done[d] }) {
				left = append(left, q)
				continue
			}
			steps = append(steps, []question{q})
			done[q] = true
		}
		if len(left) == len(open) {
			circle := smallest(left[0], needs, done)
			steps = append(steps, circle)
			for _, q := range circle {
				done[q] = true
			}
			left = slices.DeleteFunc(left, func(q question) bool { return done[q] })
		}
		open = left
	}
	return steps
}

// smallest is a circle of open questions that needs no others: all that a
// question needs, where each of those needs it in turn.
func smallest(q question, needs map[question][]question, done map[question]bool) []question {
	users := map[question][]question{}
	for user, all := range needs {
		for _, d := range all {
			users[d] = append(users[d], user)
		}
	}
	reach := func(q question, by map[question][]question) (all []question, found map[question]bool) {
		found = map[question]bool{}
		for todo := []question{q}; len(todo) > 0; todo = todo[1:] {
			for _, d := range by[todo[0]] {
				if !done[d] && !found[d] {
					found[d] = true
					all = append(all, d)
					todo = append(todo, d)
				}
			}
		}
		return all, found
	}
	for {
		all, _ := reach(q, needs)
		_, back := reach(q, users)
		further := slices.IndexFunc(all, func(d question) bool { return !back[d] })
		if further < 0 {
			return all
		}
		q = all[further]
	}
}

// answer answers the questions of the horizons.
func (n *naive) answer(horizons ...analysis.Horizon) *naive {
	n.losses, n.own = make([]analysis.Amount, len(n.number)), make([]bool, len(n.number))
	for at, step := range n.steps {
		switch {
		case !slices.Contains(horizons, step[0].horizon):
		case !n.turns[at]:
			i := n.number[step[0].short()]
			n.losses[i], n.own[i] = n.work(step[0])
		default:
			n.turn(step)
		}
	}
	return n
}

// lost is what has been answered.
func (n *naive) lost(q question) analysis.Amount { return n.losses[n.number[q.short()]] }

// turn works a circle out until nothing changes, or what was comes again: then
// it never comes to rest.
func (n *naive) turn(circle []question) {
	for _, q := range circle {
		if n.stopped(q) {
			n.losses[n.number[q.short()]] = analysis.Total
		}
	}
	for was := map[string]bool{}; ; {
		losses, own := slices.Clone(n.losses), slices.Clone(n.own) // each sees what was before
		changed := false
		var state []byte
		for _, q := range circle {
			i := n.number[q.short()]
			losses[i], own[i] = n.work(q)
			changed = changed || losses[i] != n.losses[i] || own[i] != n.own[i]
			state = append(state, byte(losses[i]))
			if own[i] {
				state = append(state, 'o')
			}
		}
		n.losses, n.own = losses, own
		if !changed {
			return
		}
		if was[string(state)] {
			n.unfit = true
			return
		}
		was[string(state)] = true
	}
}
