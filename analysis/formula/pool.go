package formula

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// loss is three formulas: all is lost, at least a part is, and errors of
// applications are among what is answered. The last counts only where that
// decides whether a request is tried again.
type loss struct{ total, partial, own ref }

// everything is lost where nobody is reached.
func everything() loss { return loss{always, always, never} }

// reading writes the formulas of a cone at one horizon. Where the architecture
// leaves open how something behaves there are two.
type reading struct {
	*cone
	*deaths
	circuit    *circuit
	horizon    analysis.Horizon
	optimistic bool
	tells      bool // the own errors count
	// flaps: a circle has no settled state there.
	flaps ref

	// equal and first find formulas that say the same, for circles.
	equal *translation
	first map[int32]ref
}

func (r *reading) both(x, y loss) loss {
	c := r.circuit
	return loss{c.or(x.total, y.total), c.or(x.partial, y.partial), c.or(x.own, y.own)}
}

// choose is: where a holds then, else otherwise.
func (r *reading) choose(a ref, then, otherwise loss) loss {
	c := r.circuit
	return loss{c.choose(a, then.total, otherwise.total), c.choose(a, then.partial, otherwise.partial), c.choose(a, then.own, otherwise.own)}
}

// poolLoses is what the users of a pool lose.
func (r *reading) poolLoses(n *node) loss {
	lost := r.targetsLose(n)
	switch d := n.link.to.Data; {
	case n.link.Connection == nil || d == nil:
	case n.write:
		lost = r.both(lost, r.ofOwn(r.refuses(n.link.to)))
	case d.ReadsNeedMajority && r.horizon != analysis.AfterPerson:
		lost = r.both(lost, r.ofOwn(r.noMajority(n.link.to)))
	}
	return lost
}

// ofOwn is all lost, by errors of an application.
func (r *reading) ofOwn(lost ref) loss {
	if r.tells {
		return loss{lost, lost, lost}
	}
	return loss{lost, lost, never}
}

// refuses: writes that reach a member are not taken, by a group without its
// majority, or by a primary that waits without end for replicas that are not
// there. A person ends both.
func (r *reading) refuses(s *model.Service) ref {
	d := s.Data
	if r.horizon == analysis.AfterPerson {
		return never
	}
	refused := never
	if d.Mode == "group" {
		refused = r.noMajority(s)
	}
	if d.WaitFor > 0 && d.WaitTimeout == model.Forever {
		refused = r.circuit.or(refused, r.fewerLeft(d.WaitFor+1, s))
	}
	return refused
}

// noMajority: at most half of the members of a group are alive.
func (r *reading) noMajority(s *model.Service) ref {
	return r.fewerThan(len(s.Instances)/2+1, s)
}

func (r *reading) targetsLose(n *node) loss {
	l := n.link
	all := r.candidates(n)
	if n.write && !l.toPrimary && l.hangsOnRoles() {
		r.refuseReplicas(l, all)
	}
	switch {
	case l.toPrimary:
		return r.primaryLoses(n, all)
	case l.way == byAddress:
		return r.addressLoses(n, all)
	case l.way == fixed, l.way == unwritten && !r.optimistic:
		if l.active == 0 {
			return everything()
		}
		return r.one(n, all[0])
	}
	active, backups := all[:l.active], all[l.active:]
	if len(backups) == 0 || l.way == unchecked { // then an active one is never taken out
		return r.mix(n, active, ahead{own: never})
	}
	last := r.backups(n, active, backups)
	return r.choose(r.skipping(active), last, r.mix(n, active, ahead{own: never}))
}

// candidate is a target: when it is passed over, when it is dead, when requests
// go there and wait too long for a server that is gone, when the error that it
// answers is tried again, and what is lost by requests that go to it.
type candidate struct {
	skipped, dead, late, again ref
	loss
}

func (r *reading) candidates(n *node) []candidate {
	list := make([]candidate, len(n.needs))
	for i, need := range n.needs {
		at := &r.nodes[need]
		c := candidate{dead: r.of(at.instance), late: r.late(n, at), again: r.triedAgain(n, at), loss: at.loss}
		c.own = r.butNot(r.circuit.and(at.partial, at.own), c.dead)
		switch n.link.way {
		case byCheck:
			c.skipped = r.nodes[n.checks[i]].total
		case trying, unwritten:
			c.skipped = r.circuit.or(c.dead, r.circuit.and(c.total, c.again))
		}
		list[i] = c
	}
	return list
}

// triedAgain: the error that a live target answers is tried elsewhere.
func (r *reading) triedAgain(n, target *node) ref {
	switch own, gateway := n.retriesErrors(), n.retriesGateway(); {
	case own && gateway:
		return always
	case own:
		return target.own
	case gateway:
		return r.circuit.not(target.own)
	}
	return never
}

// one is what is lost where all requests go to one target.
func (r *reading) one(n *node, c candidate) loss {
	if n.link.atLeast > 1 {
		return loss{always, always, c.own}
	}
	return c.loss
}

// chain is what is lost where the first that is not skipped takes everything;
// last where all are.
func (r *reading) chain(n *node, list []candidate, last loss) loss {
	for _, c := range slices.Backward(list) {
		last = r.choose(c.skipped, last, r.one(n, c))
	}
	return last
}

// mix is what is lost by requests that go to all that are not skipped; all
// where that is none.
//
// Part is lost where a target in use does not answer everything, unless the
// request is saved at another that is good: a refused one always, an error
// where errors are tried again. Where none is good, part is lost anyway. So it
// is where more targets fail a request than it is tried again.
func (r *reading) mix(n *node, list []candidate, before ahead) loss {
	bad := make([]ref, len(list))  // not in use, or nothing comes back
	poor := make([]ref, len(list)) // not in use, or not everything comes back
	var fails, own []ref
	for i, c := range list {
		bad[i] = r.circuit.or(c.skipped, c.total)
		poor[i] = r.circuit.or(c.skipped, c.partial)
		used := r.circuit.not(c.skipped)
		own = append(own, r.circuit.and(used, c.own))
		fails = append(fails, c.late)
		if n.link.triesOthers {
			stays := r.circuit.and(used, r.circuit.not(c.again))
			fails = append(fails, r.circuit.and(stays, r.butNot(c.partial, c.dead)))
		} else {
			fails = append(fails, r.butNot(c.partial, c.skipped))
		}
	}
	total := r.circuit.atLeast(len(list)-n.link.atLeast+1, bad)
	fails = append(fails, total)
	if n.link.triesOthers {
		tooMany := r.tooMany(n, before.count, r.failing(n, list))
		fails = append(fails, r.circuit.and(poor...), tooMany)
		own = append(own, r.circuit.and(tooMany, r.ownPassed(n, list, before)))
	}
	return loss{total, r.circuit.or(fails...), r.circuit.or(own...)}
}

// butNot is a without b: what is seen to imply b is left out.
func (r *reading) butNot(a, b ref) ref {
	c := r.circuit
	if c.gates[a].op != opOr {
		if c.implies(a, b) {
			return never
		}
		return c.and(a, c.not(b))
	}
	rest := slices.DeleteFunc(slices.Clone(c.of(a)), func(part ref) bool { return c.implies(part, b) })
	return c.and(c.or(rest...), c.not(b))
}
