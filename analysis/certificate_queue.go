package analysis

import "slices"

// queue is the targets of a pool in the order in which they are asked, as far
// as they are.
type queue struct {
	*prover
	pool *node
	line []candidate
	// ends: others are not asked, as one of these takes the requests.
	ends bool
	// overtried: more of the targets fail a request than it is tried again, so
	// that it may meet those, too, that are passed over.
	overtried bool
}

// candidate is a target that is asked.
type candidate struct {
	target int32
	takes  bool // it is given requests
	// holds: those after it are not asked, or no backup is.
	holds  bool
	backup bool
	// before are those that must not hold for this one to be asked, as a
	// number of those ahead of it in the line.
	before int
}

func (p *prover) queueOf(number int32) *queue {
	n := &p.nodes[number]
	q := &queue{prover: p, pool: n}
	l := n.link
	switch {
	case l.toPrimary:
		if member := p.primary(l, p.at); member != none {
			target := p.edges[n.lo+member]
			q.line = []candidate{{target: target, takes: l.way != byCheck || p.inPool(n, target, p.at)}}
		}
	case l.way == byAddress:
		for _, target := range p.reading.inUse(n, p.at, nil) {
			q.line = append(q.line, candidate{target: target, takes: true})
		}
	default:
		q.fill()
	}
	return q
}

// fill lines up the targets that the caller picks from, as chosen does.
func (q *queue) fill() {
	n := q.pool
	targets := q.edges[n.lo:n.hi]
	active, backups := targets[:n.active()], targets[n.active():]
	held := q.ask(active, false, false)
	switch {
	case len(backups) == 0 || n.link.way == unchecked:
	case held:
		q.ends = true
	default:
		q.ask(backups, !n.link.allBackups, true)
	}
	failing := 0
	for i := range q.line {
		if q.fails(&q.line[i]) {
			failing++
		}
	}
	q.overtried = failing > n.link.tries
}

// meets tells whether a request may meet a target, if it is tried often enough.
func (q *queue) meets(c *candidate) bool { return c.takes || q.comesBack(q.pool.link) }

// fails tells whether a request may meet a target that fails it.
func (q *queue) fails(c *candidate) bool {
	return q.meets(c) && q.targetLoses(c.target, q.at) != None
}

// ask lines up targets, or, if the first that holds takes all requests, those
// up to that. It tells whether one holds.
func (q *queue) ask(targets []int32, first, backup bool) (held bool) {
	from := len(q.line)
	for i, target := range targets {
		takes := q.takes(q.pool, target, q.at)
		holds := takes && !q.leaves(q.pool, target, q.at)
		before := 0
		switch {
		case first:
			before = len(q.line)
		case backup:
			before = from
		}
		q.line = append(q.line, candidate{target, takes, holds, backup, before})
		held = held || holds
		if holds && first {
			q.ends = q.ends || i+1 < len(targets)
			break
		}
	}
	return held
}

// closed rests on what keeps those that are not asked out: one that holds.
func (q *queue) closed() {
	if !q.ends {
		return
	}
	for i := range q.line {
		if c := &q.line[i]; c.holds {
			q.standing(c)
			return
		}
	}
}

// inUse rests on what shows that a target is asked that takes requests, or that
// is come back to.
func (q *queue) inUse(c *candidate) {
	if !q.overtried || !q.comesBack(q.pool.link) {
		q.standing(c)
	}
	for i := range q.line[:c.before] {
		if before := &q.line[i]; !before.takes {
			q.standing(before)
		}
	}
}

func (q *queue) shownBy(c *candidate) { q.hand.by = append(q.hand.by, c.target) }

// worst is the target that the evidence tells of.
func (q *queue) worst() *candidate {
	var use []int32
	for i := range q.line {
		if q.line[i].takes {
			use = append(use, q.line[i].target)
		}
	}
	worst := q.worstTarget(q.pool, use, q.at)
	return &q.line[slices.IndexFunc(q.line, func(c candidate) bool { return c.target == worst })]
}

// isDown tells whether the failures alone say that a target does not answer.
func (q *queue) isDown(c *candidate) bool {
	return q.down[q.nodes[c.target].instance] != up || q.refuses(c.target)
}

// neverAsked tells whether the caller always uses another target.
func (q *queue) neverAsked(c *candidate) bool {
	always := q.pool.link.way == fixed || q.pool.link.way == unwritten && !q.clientTries
	return always && !c.takes
}

// lost rests on what a target loses.
func (q *queue) lost(c *candidate) {
	if !q.isDown(c) {
		q.rest(c.target, none, atLeast(q.targetLoses(c.target, q.at)))
	}
}

// answers rests on which errors a target answers, where it depends on that
// whether they are tried again.
func (q *queue) answers(c *candidate) {
	switch {
	case q.isDown(c) || q.pool.retriesErrors() == q.pool.retriesGateway():
	case q.own[c.target][q.at]:
		q.rest(c.target, none, OwnErrors)
	default:
		q.rest(c.target, none, NoOwnErrors)
	}
}

// standing rests on why a target is given requests, or is not.
func (q *queue) standing(c *candidate) {
	switch q.pool.link.way {
	case byCheck:
		q.checked(c)
	case passive, byClient, unwritten:
		if q.isDown(c) || !q.pool.retries() || q.pool.link.way == unwritten && !q.clientTries {
			return
		}
		switch lost := q.targetLoses(c.target, q.at); {
		case !c.takes:
			q.rest(c.target, none, LosesAll)
			q.answers(c)
		case lost == Total:
			q.answers(c)
		default:
			q.rest(c.target, none, LosesNotAll)
		}
	}
}

// isOld tells whether a health check thinks of a target what it did before the
// failure, and sees otherwise.
func (q *queue) isOld(c *candidate) bool {
	return q.differs(c) && c.takes == q.wasUp(q.pool, c.target)
}

// isHeld tells whether it thinks neither that nor what it sees: that follows from
// what it has seen, and the checker goes through that itself.
func (q *queue) isHeld(c *candidate) bool {
	return q.differs(c) && c.takes != q.wasUp(q.pool, c.target)
}

// differs tells whether a health check sees otherwise than it thinks.
func (q *queue) differs(c *candidate) bool {
	return q.at == AfterFailover && !q.isOpen(q.pool) && !q.intact && c.takes != q.sees(q.pool, c.target)
}

// checked rests on what the health check sees of a target.
func (q *queue) checked(c *candidate) {
	g := goal{node: q.passes(q.pool, c.target), user: none, says: LosesAll, intact: q.intact}
	if c.takes {
		g.says = LosesNotAll
	}
	l := q.pool.link
	switch {
	case q.at == BeforeFailover || q.isOld(c):
		g.intact = true
	case q.isHeld(c):
		return
	case l.shallow() && q.hangs(c.target):
		g.connects = true
	case q.refuses(c.target):
		return
	}
	q.restOn(g)
}
