package analysis

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// tell adds the steps that say why a pool fails, and returns the target to go
// on with, as a node, or none where the way ends here. Steps are added from
// the user's side, so what explains a step comes after it.
func (a *account) tell(n *node) int32 {
	l := n.link
	if a.refusesAll(n, a.at) {
		a.steps = append(a.steps, a.notAccepted(l))
		if l.data.Mode != "group" && a.lacksPrimary(l, a.at) {
			a.noPrimary(n)
		}
		return none
	}
	use := a.inUse(n, a.at, nil)
	target := a.worstTarget(n, use, a.at)
	if target != none && a.isReplica(n, target, a.at) {
		a.atReplica(n, target)
		return none
	}
	if l.toPrimary && target == none {
		a.noPrimary(n)
		return none
	}
	if target == none {
		return a.nobody(n)
	}
	if usable := a.usable(use); usable > 0 && usable < l.atLeast {
		a.say(n, "atLeast", "%s needs %d usable targets of %s, and has %d", l.From.Name, l.atLeast, l.To.Name, usable)
		return target
	}
	if a.fine == nil {
		a.fine = a.answering(use)
	}
	a.sends(n, target)
	a.triedTooSeldom(n, use)
	return target
}

// triedTooSeldom says that what fails at one target would be saved by another,
// if it were tried often enough.
func (a *account) triedTooSeldom(n *node, use []int32) {
	failing := a.failing(use, a.at)
	if !n.link.triesOthers() || !a.answered(use, a.at) || failing <= n.link.tries {
		return
	}
	again := fmt.Sprintf("%d times more", n.link.tries)
	switch n.link.tries {
	case 0:
		again = "no more"
	case 1:
		again = "once more"
	}
	a.say(n, "retry", "%s tries a request that fails %s, and %d of the %s that it may meet fail", n.link.From.Name, again, failing, n.link.To.Name)
}

// answering are the targets in use that answer everything.
func (a *account) answering(use []int32) []string {
	var names []string
	for _, target := range use {
		if a.targetLoses(target, a.at) == None {
			names = append(names, a.name(a.nodes[target].instance))
		}
	}
	return names
}

// say adds a step about the connection of a pool.
func (a *account) say(n *node, field, format string, args ...any) {
	var path model.Path
	switch l := n.link; {
	case l.Connection == nil:
		path = a.engine.plan.tiers[l.to].service.Path
	case field == "":
		path = l.Path()
	default:
		path = l.Use.Path.Field(field)
	}
	a.steps = append(a.steps, Step{fmt.Sprintf(format, args...), path})
}

func (a *account) usable(use []int32) int {
	count := 0
	for _, target := range use {
		if a.targetLoses(target, a.at) != Total {
			count++
		}
	}
	return count
}

// sends says that requests go to a target that fails them, and why they do. It
// says nothing where the target is alive and no other would have done better:
// then what lies behind explains it all.
func (a *account) sends(n *node, target int32) {
	l := n.link
	instance := a.nodes[target].instance
	if a.works(instance) && !a.refuses(target) && !a.betterThan(target, n) {
		return
	}
	to := a.name(instance)
	switch {
	case l.Connection == nil:
		a.entered(n, instance)
	case l.local != nil:
		a.say(n, "", "%s uses the %s on its own server alone, and that is %s", a.name(a.caller), l.To.Name, to)
	case l.toPrimary:
		a.say(n, "", "%s %s the primary of %s, and that is %s", l.From.Name, verb(n), l.To.Name, to)
	case n.hi-n.lo == 1:
		a.say(n, "", "%s uses %s, and %s is all there is", l.From.Name, a.targets(l), to)
	case l.way == byCheck && (a.at == BeforeFailover || a.at == AfterFailover && !a.isOpen(n) && !a.sees(n, target)):
		a.say(n, "check", "%s goes on sending requests to %s until the health check has failed %d times", l.From.Name, to, l.Check.Fall)
	case l.way == byCheck:
		a.say(n, "check", "%s goes on sending requests to %s: its health check does not see what is wrong there", l.From.Name, to)
	case l.way == unchecked:
		a.say(n, "", "%s has no health check of %s: it goes on sending requests to %s%s", l.From.Name, l.To.Name, to, idleBackups(n))
	case l.way == byAddress:
		a.say(n, "", "%s reaches %s by its address, and that leads to %s", l.From.Name, l.To.Name, to)
	case l.way == fixed || l.way == unwritten && !a.clientTries:
		a.say(n, "", "%s always uses %s, the first of %s", l.From.Name, to, a.targets(l))
	case a.late(n, target):
		a.say(n, "timeout", "%s waits %s for a connection to %s to open before it tries another %s, and does so again from time to time", l.From.Name, l.connect, to, l.To.Name)
	case a.passedOver(n, target, a.at):
		a.say(n, "", "%s sends a request to %s from time to time, to see whether it answers again", l.From.Name, to)
	default:
		a.say(n, "", "%s tries another %s only when one refuses: %s answers, with errors", l.From.Name, l.To.Name, to)
	}
}

func idleBackups(n *node) string {
	if n.active() < int(n.hi-n.lo) {
		return ", and no backup ever takes over"
	}
	return ""
}

// betterThan tells whether the pool has, or with same-server other callers
// have, a target that loses less.
func (a *account) betterThan(target int32, n *node) bool {
	others := a.edges[n.lo:n.hi]
	if n.link.local != nil {
		others = a.sameTier(target)
	}
	return slices.ContainsFunc(others, func(other int32) bool {
		return a.targetLoses(other, a.at) < a.targetLoses(target, a.at)
	})
}

// sameTier are the nodes of the target's tier in the target's view.
func (a *account) sameTier(target int32) []int32 {
	var nodes []int32
	t := a.engine.plan.tierOf[a.nodes[target].instance]
	from, to := a.viewOf(target)
	for i := from; i < to; i++ {
		if n := &a.nodes[i]; n.link == nil && a.engine.plan.tierOf[n.instance] == t {
			nodes = append(nodes, i)
		}
	}
	return nodes
}

// targets says which instances a link reaches.
func (a *account) targets(l *link) string {
	if l.Role == model.Replicas {
		return "the replicas of " + l.To.Name
	}
	return l.To.Name
}

func verb(n *node) string {
	switch {
	case n.link.Access == model.Any:
		return "uses"
	case n.write:
		return "writes to"
	}
	return "reads from"
}

// entered says why users come to an instance that fails them.
func (a *account) entered(n *node, instance int32) {
	l, to := n.link, a.name(instance)
	entry := a.engine.plan.tiers[l.to].service
	switch {
	case l.way == byPulling && !a.works(instance):
		a.say(n, "", "%s takes up the work, and %s is all there is", entry.Name, to)
	case l.way == byPulling:
		a.say(n, "", "%s takes up work and cannot do it", to)
	case n.hi-n.lo == 1:
		a.say(n, "", "users come in by %s, and %s is all there is", entry.Name, to)
	case l.address.By == "dns":
		a.say(n, "", "DNS names %s to a part of the users", to)
	case l.address.By == "anycast":
		a.say(n, "", "%s is still announced to a part of the users", to)
	case l.address.By == "virtual-ip" && a.at > BeforeFailover && a.down[l.targets[l.address.order[0]]]&displaced == 0:
		a.say(n, "", "the virtual IP of %s stays at %s: it does not follow the process", entry.Name, to)
	case l.address.By == "virtual-ip":
		a.say(n, "", "users come in by the virtual IP of %s, and that is at %s", entry.Name, to)
	default:
		a.say(n, "", "users come in by %s at one address, that of %s", entry.Name, to)
	}
}

// nobody says that a pool has no target left, and goes on with the first, as
// the health check sees it.
func (a *account) nobody(n *node) int32 {
	l := n.link
	switch {
	case n.hi-n.lo == 1 && (!a.works(a.nodes[a.edges[n.lo]].instance) || a.refuses(a.edges[n.lo])):
		a.sends(n, a.edges[n.lo])
		return a.edges[n.lo]
	case n.lo == n.hi && l.local != nil:
		a.say(n, "", "%s uses the %s on its own server alone, and there is none", a.name(a.caller), l.To.Name)
		return none
	case l.Connection == nil:
		a.say(n, "", "no instance of %s is alive", a.engine.plan.tiers[l.to].service.Name)
		return none
	case l.way == byCheck:
		return a.nonePasses(n)
	case n.lo == n.hi:
		a.say(n, "", "%s uses %s, and there is none", l.From.Name, a.targets(l))
	default:
		a.say(n, "", "there is no instance that %s could use of %s", l.From.Name, a.targets(l))
	}
	return none
}

// nonePasses says that every target fails the health check. A live one fails
// for what lies behind it: the way goes on there.
func (a *account) nonePasses(n *node) int32 {
	l := n.link
	for _, target := range a.edges[n.lo:n.hi] {
		if checked := a.passes(n, target); a.works(a.nodes[target].instance) && a.value[checked][a.at] == Total {
			a.say(n, "check", "the health check of %s takes every %s out, for what lies behind them", l.From.Name, l.To.Name)
			return checked
		}
	}
	a.say(n, "check", "no %s is left that passes the health check of %s", l.To.Name, l.From.Name)
	return none
}
