package analysis

import (
	"fmt"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// lacksPrimary tells whether a link needs a primary that is not there.
func (a *account) lacksPrimary(l *link, h Horizon) bool {
	return l.toPrimary && !a.leads(l.data.primary) && a.holder(l.data, h) == none
}

// noPrimary says that writes find no primary, and why none is made.
func (a *account) noPrimary(n *node) {
	l := n.link
	if a.at > BeforeFailover {
		a.steps = append(a.steps, a.notPromoted(l))
	}
	a.say(n, "", "%s %s the primary of %s, and that is %s", l.From.Name, verb(n), l.To.Name, a.name(l.data.primary))
}

// notPromoted says why there is no primary that the link reaches.
func (a *account) notPromoted(l *link) Step {
	d := l.data
	at := l.To.Path.Field("replication")
	switch {
	case a.leads(d.primary):
		return Step{"the health check of " + l.From.Name + " takes the primary out", l.Use.Path.Field("check")}
	case a.alive[d.tier] == 0:
		return Step{"no replica is alive that could be promoted", at}
	case !d.Automatic:
		return Step{"nothing promotes a replica by itself (failover: manual)", at.Field("failover")}
	case d.Mode == "group" && !a.majority(d):
		return a.noMajority(l, "elects no primary")
	case a.pending && d.Promotion == 0:
		return Step{"a replica is promoted after an unknown time", at.Field("promotion")}
	case a.pending && (a.moment == 0 || d.Promotion >= a.moment):
		return Step{"a replica is promoted only after " + d.Promotion.String(), at.Field("promotion")}
	case d.ambiguous() && !a.promotesItself:
		return Step{"nobody is said to perform the automatic failover", at.Field("controller")}
	case !a.promotes(d):
		return a.notActing(d.controller, at.Field("controller"))
	case a.holder(d, AfterFailover) == none:
		return Step{a.engine.plan.services[d.controller].Name + ", which would promote a replica, reaches none that it could promote", at.Field("controller")}
	}
	if l.way == byCheck && l.BlindToRoles() {
		return Step{"a replica is promoted, but the health check of " + l.From.Name + " does not tell a primary from a replica", l.Use.Path.Field("check")}
	}
	return Step{"a replica is promoted, but " + l.From.Name + " keeps to the address of " + a.name(d.primary), l.Path()}
}

// notActing says why a controller cannot promote.
func (a *account) notActing(controller int32, at model.Path) Step {
	name := a.engine.plan.tiers[controller].service.Name
	if lacking := a.lacks(controller); lacking != nil {
		return Step{name + ", which would promote a replica, needs " + lacking.To.Name + ", and that does not work", lacking.Path()}
	}
	return Step{name + ", which would promote a replica, does not work", at}
}

// atReplica says that a caller has a replica on its own server, and writes to
// it.
func (a *account) atReplica(n *node, target int32) {
	l := n.link
	why := "a replica, which takes no writes"
	if holder := a.holder(l.data, a.at); holder != none {
		why += ": the primary is " + a.name(holder)
	} else if a.at > BeforeFailover {
		a.steps = append(a.steps, a.notPromoted(l))
	}
	a.say(n, "", "%s writes to the %s on its own server alone, and %s is %s", a.name(a.caller), l.To.Name, a.name(a.nodes[target].instance), why)
}

// notAccepted says why a member takes no writes, or answers nothing.
func (a *account) notAccepted(l *link) Step {
	d := l.data
	if d.Mode == "group" && !a.majority(d) {
		if d.ReadsNeedMajority {
			return a.noMajority(l, "takes no writes and answers no reads")
		}
		return a.noMajority(l, "takes no writes")
	}
	wanted, left := "a replica has it", "none is left"
	if d.WaitFor > 1 {
		wanted = strconv.Itoa(d.WaitFor) + " replicas have it"
	}
	if replicas := int(a.confirming(d, a.at)); replicas == 1 {
		left = "only 1 is left"
	} else if replicas > 1 {
		left = fmt.Sprintf("only %d are left", replicas)
	}
	text := l.To.Name + " takes no write before " + wanted + ", and " + left
	if d.WaitTimeout != model.Forever {
		text += "; after " + d.WaitTimeout.String() + " it goes on without"
	}
	return Step{text, l.To.Path.Field("replication").Field("waitTimeout")}
}

func (a *account) noMajority(l *link, so string) Step {
	text := fmt.Sprintf("%s has %d of its %d members left, which is no majority: the group %s",
		l.To.Name, a.alive[l.to], len(l.To.Instances), so)
	if a.halted[l.to] {
		text = fmt.Sprintf("no majority of the %d members of %s see each other: the group %s", len(l.To.Instances), l.To.Name, so)
	}
	return Step{text, l.To.Path.Field("replication")}
}
