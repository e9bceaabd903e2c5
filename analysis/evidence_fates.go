package analysis

import "github.com/loadpath/loadpath/model"

// befallen says who goes on without whom, where packets no longer pass between
// members of a cluster, or between a controller and a primary. What no software
// promises is said to be so.
func (a *account) befallen() []Step {
	open := len(a.fates) > 1
	var steps []Step
	for _, t := range a.blow.fate.halted {
		if open {
			steps = append(steps, Step{"it may be that " + a.engine.plan.services[t].Name + " stands still: what it does is not promised while some of its members see each other and others do not", a.membership(t)})
		}
	}
	for _, member := range a.blow.fate.outside {
		t := a.engine.plan.tierOf[member]
		service := a.engine.plan.services[t]
		text := a.name(member) + " is put out of " + service.Name + ", as no member that goes on sees it"
		at := a.membership(t)
		switch d := a.engine.plan.tiers[t].data; {
		case d != nil && d.primary == member && d.controller != none && d.Mode != "group" && d.watched:
			at = service.Path.Field("replication").Field("controller")
			text = a.engine.plan.services[d.controller].Name + " does not see " + a.name(member) + ", which works: it may be that it promotes a replica, and then two take writes unless one is stopped (fencing)"
		case d != nil && d.primary == member && d.controller != none && d.Mode != "group":
			at = service.Path.Field("replication").Field("controller")
			text = a.name(member) + " gives up being the primary, as its " + a.engine.plan.services[d.controller].Name + " cannot renew its lease without what it needs"
		case open:
			text = "it may be that " + a.name(member) + " is put out of " + service.Name + ": whether, and which, is not promised where two members do not see each other and a third sees both"
		}
		steps = append(steps, Step{text, at})
	}
	if open && len(steps) == 0 {
		steps = append(steps, Step{"what the rest does is not promised where some members see each other and others do not", a.outcome.Failures()[0].Path()})
	}
	return steps
}

// membership is where it is written what makes a tier a cluster.
func (a *account) membership(t int32) model.Path {
	service := a.engine.plan.services[t]
	if service.Data != nil {
		return service.Path.Field("replication")
	}
	return service.Path.Field("quorum")
}
