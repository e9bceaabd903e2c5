package analysis

import "fmt"

// ending says what that means for the users, and what brings the flow back.
func (a *account) ending() Step {
	o := a.outcome
	loses := "all of " + o.Flow.Name + " fails"
	if o.Amount == Partial {
		loses = "a part of " + o.Flow.Name + " fails"
	}
	step := Step{Path: o.Flow.Path}
	switch o.Recovery {
	case Transient:
		step.Text = fmt.Sprintf("so %s for %s, and comes back by itself", loses, o.Window)
	case Manual:
		step.Text = fmt.Sprintf("so %s until somebody %s", loses, a.action())
	case Undecided:
		step.Text = fmt.Sprintf("so %s, and what brings it back is undecided", loses)
	default:
		step.Text = fmt.Sprintf("so %s until %s", loses, o.repair())
	}
	if less := o.Lost[AfterPerson]; o.Recovery == Hard && less < o.Amount {
		step.Text += fmt.Sprintf("; from then on, what a person can do leaves it %s", less)
	}
	return step
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
	return listed(back)
}

// action is what a person does to bring the flow back.
func (a *account) action() string {
	n := a.last
	if runbook := a.runbook(a.outcome.Failure); runbook != nil && a.value[a.root][AfterPerson] > a.baseline() {
		return "follows the runbook " + runbook.Name
	}
	l := n.link
	if d := l.data; d != nil && n.write && !a.accepts(d, AfterFailover) {
		if d.Mode == "group" && !a.majority(d) {
			return "forces the group to go on with the members that are alive"
		}
		return "tells " + l.To.Name + " not to wait for its replicas"
	}
	after := a.inUse(n, AfterPerson, nil)
	switch {
	case len(after) == 0:
		return "repairs it"
	case l.toPrimary && a.promotes(l.data):
		return "points " + l.From.Name + " to " + a.name(a.nodes[after[0]].instance)
	case l.toPrimary:
		return "promotes " + a.name(a.nodes[after[0]].instance)
	case l.way == byAddress:
		return "moves the address to " + a.name(a.nodes[after[0]].instance)
	}
	return "repairs it"
}
