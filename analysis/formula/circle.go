package formula

// settle writes the formulas of one circle, which needs only circles that are
// written. Most are a single node.
func (r *reading) settle(members []int32) {
	if len(members) == 1 {
		n := &r.nodes[members[0]]
		n.loss = r.loses(n)
		return
	}
	r.turn(members)
}

// loses is what a node loses, given what the others do.
func (r *reading) loses(n *node) loss {
	if n.link != nil {
		return r.poolLoses(n)
	}
	stopped := r.stopped(n)
	total, partial, own := []ref{stopped}, []ref{stopped}, []ref{stopped}
	for _, need := range n.needs {
		pool := &r.nodes[need]
		total, partial = append(total, pool.total), append(partial, pool.partial)
		own = append(own, r.circuit.and(pool.partial, pool.own))
	}
	lost := loss{r.circuit.or(total...), r.circuit.or(partial...), never}
	switch {
	case r.tells && passesOn(n.instance.Service):
		lost.own = r.circuit.or(own...)
	case r.tells:
		lost.own = lost.partial
	}
	return lost
}

// stopped: an instance does not work, whatever the others do: it is dead, or
// its tier lacks a quorum.
func (r *reading) stopped(n *node) ref {
	dead := r.useless(n.instance)
	if quorum := n.instance.Service.Quorum; quorum > 1 {
		dead = r.circuit.or(dead, r.fewerLeft(quorum, n.instance.Service))
	}
	return dead
}

// turn writes what services lose that use each other in a circle: the greatest
// fixpoint, as package analysis defines it. All that are not dead start as
// good and go down round by round. A node goes down twice at most, and whose
// errors it answers changes as seldom, so the rounds are bounded; what still changes after that has no settled state. So
// may a circle that has been harmed and contains a choice that follows the
// harm. Where a circle may flap at least a part is lost.
func (r *reading) turn(members []int32) {
	for _, m := range members {
		n := &r.nodes[m]
		n.loss = loss{}
		if n.link == nil {
			stopped := r.stopped(n)
			n.loss = loss{stopped, stopped, never}
		}
	}
	chooses, prefers := r.choices(members)
	partial, moving := never, never
	rounds := 6*len(members) + 3
	for round := range rounds {
		changed := false
		for _, m := range members {
			n := &r.nodes[m]
			before, lost := n.loss, r.loses(n)
			n.loss = loss{r.canonical(lost.total), r.canonical(lost.partial), r.canonical(lost.own)}
			changed = changed || n.loss != before
			if round == rounds-1 {
				moving = r.circuit.or(moving, r.differ(before.total, n.total), r.differ(before.partial, n.partial), r.differ(before.own, n.own))
			}
			if chooses {
				partial = r.canonical(r.circuit.or(partial, r.butNot(n.partial, n.total)))
			}
		}
		if !changed || r.circuit.full {
			break
		}
	}
	if !chooses && moving == never {
		return
	}
	if prefers {
		partial = always
	}
	flaps := moving
	if chooses {
		flaps = r.canonical(r.circuit.or(moving, r.circuit.and(r.harmed(members), partial)))
	}
	r.flaps = r.circuit.or(r.flaps, flaps)
	for _, m := range members {
		n := &r.nodes[m]
		n.partial = r.circuit.or(n.partial, n.total, flaps)
		if r.tells {
			n.own = r.circuit.or(n.own, flaps)
		}
	}
}

// circleBudget is how many nodes the diagrams of circles may have.
const circleBudget = 1 << 20

// canonical is the first node that was seen to say the same. So a circle that
// has come to rest is known by it, and its formulas do not grow from round to
// round.
func (r *reading) canonical(n ref) ref {
	if r.circuit.full {
		return never
	}
	function := r.equal.of(n)
	if r.equal.full {
		r.circuit.full = true
		return never
	}
	first, ok := r.first[function]
	if !ok {
		r.first[function] = n
		return n
	}
	return first
}

func (r *reading) differ(x, y ref) ref {
	if x == y {
		return never
	}
	return r.circuit.or(r.butNot(x, y), r.butNot(y, x))
}

// harmed: an instance of the circle is alive and loses something.
func (r *reading) harmed(members []int32) ref {
	var harmed []ref
	for _, m := range members {
		if n := &r.nodes[m]; n.link == nil {
			harmed = append(harmed, r.butNot(n.partial, r.of(n.instance)))
		}
	}
	return r.circuit.or(harmed...)
}

// choices tells whether targets of the circle are chosen by what lies behind
// them, and whether some are preferred to others.
func (r *reading) choices(members []int32) (chooses, prefers bool) {
	for _, m := range members {
		n := &r.nodes[m]
		if n.link == nil {
			continue
		}
		follows := n.link.way == byCheck
		if n.link.way == trying || n.link.way == unwritten {
			follows = n.retries()
		}
		chooses = chooses || follows
		prefers = prefers || follows && n.link.active < len(n.needs)
	}
	return chooses, prefers
}
