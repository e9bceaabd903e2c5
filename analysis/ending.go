package analysis

import (
	"fmt"
	"slices"
	"strings"
)

// ending says what that means for the users, and what brings the flow back.
func (a *account) ending() Step {
	o := a.outcome
	step := Step{Path: o.Flow.Path}
	if o.Recovery == Undecided {
		step.Text = fmt.Sprintf("so %s of %s fails, and what brings it back is undecided", share(o.Amount), o.Flow.Name)
		return step
	}
	stages := o.Stages()
	clauses := make([]string, len(stages))
	for i, stage := range stages {
		what := share(stage.Amount) + " of it"
		if i == 0 {
			what = share(stage.Amount) + " of " + o.Flow.Name + " fails"
		}
		clauses[i] = what + " " + a.until(stages, i)
	}
	step.Text = "so " + strings.Join(clauses, ", then ")
	if len(a.fine) > 0 && stages[len(stages)-1].Amount == Partial {
		step.Text += "; " + listed(folded(a.fine, "more")) + " still " + answers(len(a.fine))
	}
	return step
}

func share(amount Amount) string {
	if amount == Partial {
		return "a part"
	}
	return "all"
}

func answers(n int) string {
	if n == 1 {
		return "answers"
	}
	return "answer"
}

// until says what ends a stage.
func (a *account) until(stages []Stage, i int) string {
	switch {
	case stages[i].Until == Transient && i+1 < len(stages):
		if stages[i].Amount == Total && len(a.outcome.AllLost.Parts) > 0 {
			return "for " + a.outcome.AllLost.String()
		}
		return "at first"
	case stages[i].Until == Transient && a.outcome.TurnsPartial():
		return fmt.Sprintf("for %s in all, and comes back by itself", a.outcome.Window)
	case stages[i].Until == Transient:
		return fmt.Sprintf("for %s, and comes back by itself", a.outcome.Window)
	case stages[i].Until == Manual:
		return "until somebody " + a.action()
	}
	return "until " + a.outcome.repair()
}

// repair says what has to have happened when everything that failed is back.
func (o Outcome) repair() string {
	var back []string
	for _, f := range o.Failures() {
		switch {
		case f.From != nil:
			back = append(back, "packets pass between "+f.From.Name()+" and "+f.To.Name())
		case f.Kind == Hang:
			back = append(back, f.Name()+" answers again")
		default:
			back = append(back, f.Name()+" is back")
		}
	}
	return listed(folded(back, "more are"))
}

// Action is what a person does to bring a flow back, or a part of it, as the
// evidence tells it: "promotes db@server-2". It is empty where nobody can.
func (r *Result) Action(o Outcome) string {
	manual := func(s Stage) bool { return s.Until == Manual }
	if o.Recovery == Undecided || !slices.ContainsFunc(o.Stages(), manual) {
		return ""
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	s := r.engine.study(o.Flow, nil)
	s.strike(o.Failures()...)
	defer s.heal()
	a := &account{study: s, reading: s.telling(o), outcome: o, at: o.toldAt(), caller: none}
	a.follow(a.root)
	return a.action()
}

// action is what a person does to bring the flow back.
func (a *account) action() string {
	n := a.last
	if runbook := a.runbook(a.outcome.Failure, a.outcome.Flow); runbook != nil && a.value[a.root][AfterPerson] > a.baseline() {
		return "follows the runbook " + runbook.Name
	}
	l := n.link
	d := l.data
	if d != nil && d.Mode == "group" && !a.majority(d) && (n.write || l.toPrimary || d.ReadsNeedMajority) {
		return "forces the group to go on with the members that are alive"
	}
	after := a.inUse(n, AfterPerson, nil)
	if d != nil && n.write && !a.accepts(d, AfterFailover) {
		if a.lacksPrimary(l, AfterFailover) && len(after) > 0 {
			return "promotes " + a.name(a.nodes[after[0]].instance) + " and tells it not to wait for replicas"
		}
		return "tells " + l.To.Name + " not to wait for its replicas"
	}
	switch {
	case len(after) == 0:
		return "repairs it"
	case l.toPrimary && a.promotes(l.data) && a.holder(l.data, AfterFailover) != none:
		return "points " + l.From.Name + " to " + a.name(a.nodes[after[0]].instance)
	case l.toPrimary:
		return "promotes " + a.name(a.nodes[after[0]].instance)
	case l.way == byAddress:
		return "moves the address to " + a.name(a.nodes[after[0]].instance)
	}
	return "repairs it"
}
