package analysis

// ofInstance finds what a claim about an instance rests on: of what it loses,
// one connection; of what it does not lose, all that it needs. Where it is dead
// or lacks its quorum, the failures alone show it.
func (p *prover) ofInstance(g goal) {
	at := &p.nodes[g.node]
	if !p.quorate(at.instance) || !g.connects && !p.works(at.instance) {
		return
	}
	passesOn := p.plan.tiers[p.plan.tierOf[at.instance]].passesOn
	switch g.says {
	case LosesSome, LosesAll:
		worst, most := p.worstNeed(at)
		p.rest(worst.node, worst.user, atLeast(most))
	case OwnErrors:
		if passesOn {
			p.passedOn(at)
			return
		}
		p.rest(g.node, none, atLeast(p.value[g.node][p.at]))
	case NoOwnErrors:
		if !passesOn {
			p.rest(g.node, none, LosesNothing)
			return
		}
		p.nothingPassedOn(at)
	default:
		for _, pool := range p.edges[at.lo:at.hi] {
			p.rest(pool, p.poolOf(at.instance, pool).user, g.says)
		}
	}
}

// worstNeed is the pool by which an instance loses most.
func (p *prover) worstNeed(at *node) (worst spot, most Amount) {
	worst = nowhere()
	for _, pool := range p.edges[at.lo:at.hi] {
		if lost, _ := p.poolFor(at.instance, pool, p.at); worst == nowhere() || lost > most {
			worst, most = p.poolOf(at.instance, pool), lost
		}
	}
	return worst, most
}

// passedOn rests on a pool that fails with errors of applications.
func (p *prover) passedOn(at *node) {
	for _, pool := range p.edges[at.lo:at.hi] {
		if lost, own := p.poolFor(at.instance, pool, p.at); own && lost != None {
			user := p.poolOf(at.instance, pool).user
			p.rest(pool, user, atLeast(lost))
			p.rest(pool, user, OwnErrors)
			return
		}
	}
}

func (p *prover) nothingPassedOn(at *node) {
	for _, pool := range p.edges[at.lo:at.hi] {
		says := NoOwnErrors
		if lost, _ := p.poolFor(at.instance, pool, p.at); lost == None {
			says = LosesNothing
		}
		p.rest(pool, p.poolOf(at.instance, pool).user, says)
	}
}

// ofPool finds what a claim about a pool rests on.
func (p *prover) ofPool(number int32, says Statement) {
	n := &p.nodes[number]
	if p.refusesAll(n, p.at) {
		return
	}
	use := p.inUse(n, p.at, nil)
	if len(use) > 0 && p.isReplica(n, use[0], p.at) {
		return
	}
	q := p.queueOf(number)
	switch says {
	case LosesSome, LosesAll:
		if p.mix(n, use, p.at) == Total {
			q.losesAll()
		} else {
			q.losesSome()
		}
	case OwnErrors:
		q.ownErrors()
	case NoOwnErrors:
		q.noOwnErrors()
	case LosesNotAll:
		q.serves(false)
	case LosesNothing:
		q.serves(true)
	}
}

// losesAll: too few targets are usable. One less than is needed may be, so of
// as many nothing has to be shown.
func (q *queue) losesAll() {
	unknown := q.pool.link.atLeast - 1
	for i := range q.line {
		if !q.unusable(&q.line[i]) {
			unknown--
		}
	}
	for i := len(q.line) - 1; i >= 0; i-- {
		c := &q.line[i]
		switch {
		case !q.unusable(c) || q.isDown(c) || q.neverAsked(c):
		case unknown > 0:
			unknown--
		case q.targetLoses(c.target, q.at) == Total && (c.takes || q.pool.link.way != byCheck):
			q.lost(c)
		default:
			q.standing(c) // what the health check sees comes first: that is what happens
		}
	}
	q.closed()
}

// unusable tells whether a target answers nothing, or is not in use.
func (q *queue) unusable(c *candidate) bool {
	return !c.takes || q.targetLoses(c.target, q.at) == Total
}

// losesSome: a target in use fails what is not saved elsewhere.
func (q *queue) losesSome() {
	if q.overtried {
		q.tooMany()
		return
	}
	tries := q.pool.link.triesOthers()
	witness := q.worst()
	q.lost(witness)
	q.inUse(witness)
	q.shownBy(witness)
	switch {
	case !tries:
	case q.triedAgain(q.pool, witness.target, q.at):
		q.noneGood()
	default:
		q.answers(witness)
	}
}

// tooMany: more targets fail a request than it is tried again.
func (q *queue) tooMany() {
	missing := q.pool.link.tries + 1
	for i := range q.line {
		if c := &q.line[i]; missing > 0 && q.fails(c) {
			q.lost(c)
			q.inUse(c)
			q.shownBy(c)
			missing--
		}
	}
}

// noneGood: no target in use answers all requests.
func (q *queue) noneGood() {
	for i := range q.line {
		c := &q.line[i]
		switch {
		case q.neverAsked(c):
		case q.targetLoses(c.target, q.at) != None:
			q.lost(c)
		default:
			q.standing(c)
		}
	}
	q.closed()
}

// ownErrors: a target in use fails with errors of an application.
func (q *queue) ownErrors() {
	if q.overtried && q.comesBack(q.pool.link) {
		q.tooMany()
	}
	for i := range q.line {
		if c := &q.line[i]; (c.takes || q.overtried && q.meets(c)) && q.answersOwn(c.target, q.at) {
			q.lost(c)
			q.rest(c.target, none, OwnErrors)
			q.inUse(c)
			return
		}
	}
}

// noOwnErrors: no target in use does.
func (q *queue) noOwnErrors() {
	for i := range q.line {
		c := &q.line[i]
		switch {
		case q.isDown(c) || q.neverAsked(c):
		case !c.takes:
			q.standing(c)
		case q.targetLoses(c.target, q.at) == None:
			q.rest(c.target, none, LosesNothing)
		default:
			q.rest(c.target, none, NoOwnErrors)
		}
	}
	q.closed()
}

// serves: as many targets as are needed are in use and answer; and, if nothing
// is lost, what any other one fails is saved elsewhere.
func (q *queue) serves(everything bool) {
	witness := q.witnesses()
	for i := range q.line {
		c := &q.line[i]
		lost := q.targetLoses(c.target, q.at)
		if witness[i] {
			q.rest(c.target, none, atMostOf(everything && lost == None))
			q.inUse(c)
			q.shownBy(c)
		}
		switch {
		case !everything:
		case lost != None && c.takes:
			q.answers(c)
		case !c.takes:
			q.standing(c)
		case !witness[i]:
			q.rest(c.target, none, LosesNothing)
		}
	}
	if everything {
		q.closed()
	}
}

// witnesses are as many targets in use as are needed, by their place in the
// line; those that answer everything come first.
func (q *queue) witnesses() []bool {
	witness := make([]bool, len(q.line))
	missing := q.pool.link.atLeast
	for _, lost := range [...]Amount{None, Partial} {
		for i := range q.line {
			if c := &q.line[i]; missing > 0 && c.takes && q.targetLoses(c.target, q.at) == lost {
				witness[i] = true
				missing--
			}
		}
	}
	return witness
}

func atMostOf(everything bool) Statement {
	if everything {
		return LosesNothing
	}
	return LosesNotAll
}
