package analysis

import "math"

// atEnd is the time when a circle has taken all its steps.
const atEnd int32 = math.MaxInt32

// circle is how services that use each other in a circle came to lose what they
// lose. Each step follows from those before it, so what is shown by the steps
// before does not rest on itself.
type circle struct {
	members []int32
	start   []state // of each member, when all that is alive still works
	end     []state
	steps   []step
	// flaps: the steps do not lead to what the members are taken to lose.
	flaps bool
}

// state is what a node loses at the horizon that is looked at.
type state struct {
	lost, behind Amount
	own          bool
}

// step is what a node lost from then on.
type step struct {
	node int32
	state
}

func (p *prover) state(n int32) state {
	return state{p.value[n][p.at], p.behind[n][p.at], p.own[n][p.at]}
}

func (p *prover) setState(n int32, s state) {
	p.value[n][p.at], p.behind[n][p.at], p.own[n][p.at] = s.lost, s.behind, s.own
}

// inCircle turns to the state of a circle from which a goal in it follows, if
// it lies in one; leave turns back. What works in a circle may rest on itself,
// so that follows from the end.
func (p *prover) inCircle(g goal) (leave func()) {
	number := p.component[g.node]
	if p.starts[number+1]-p.starts[number] < 2 {
		return func() {}
	}
	if p.stopped(g.node) && !g.connects {
		p.hand.time = -1 // the failures show it, before any step
		return func() {}
	}
	c := p.circleOf(number)
	if c.flaps && g.user == none {
		p.hand.flaps = true
	}
	p.hand.time = g.time
	if c.flaps || !g.says.AtLeast() {
		return func() {}
	}
	if g.user == none {
		p.hand.time = c.since(g)
	}
	p.inside, p.time = number, p.hand.time
	p.setTo(c, p.time)
	return func() {
		p.inside, p.time = none, 0
		for i, n := range c.members {
			p.setState(n, c.end[i])
		}
	}
}

// setTo turns to the state after so many steps.
func (p *prover) setTo(c *circle, time int32) {
	for i, n := range c.members {
		p.setState(n, c.start[i])
	}
	for _, s := range c.steps[:min(int(time), len(c.steps))] {
		p.setState(s.node, s.state)
	}
}

// since is how many steps were taken before the one that a goal's claim holds
// from.
func (c *circle) since(g goal) int32 {
	time, held := int32(0), false
	for i, s := range c.steps {
		if s.node != g.node {
			continue
		}
		holds := s.holds(g)
		if holds && !held {
			time = int32(i)
		}
		held = holds
	}
	return time
}

// holds tells whether a claim that something is lost is so in a state.
func (s state) holds(g goal) bool {
	lost := s.lost
	if g.connects {
		lost = s.behind
	}
	switch g.says {
	case LosesAll:
		return lost == Total
	case LosesSome:
		return lost != None
	}
	return s.own
}

// circleOf takes the steps of a component again.
func (p *prover) circleOf(number int32) *circle {
	if c := p.circles[number]; c != nil {
		return c
	}
	c := &circle{members: p.members[p.starts[number]:p.starts[number+1]]}
	p.circles[number] = c
	for _, n := range c.members {
		c.end = append(c.end, p.state(n))
		works := state{}
		if p.stopped(n) {
			works.lost = Total
		}
		p.setState(n, works)
		c.start = append(c.start, works)
	}
	rounds := 6*len(c.members) + 2 // as in settleCircle
	for goesOn := true; goesOn && rounds > 0; rounds-- {
		goesOn = p.round(c)
	}
	for i, n := range c.members {
		c.flaps = c.flaps || p.state(n) != c.end[i]
		p.setState(n, c.end[i])
	}
	return c
}

// round works out every member once, and tells whether anything has changed.
func (p *prover) round(c *circle) bool {
	before := len(c.steps)
	for _, n := range c.members {
		old := p.state(n)
		lost, own := p.lost(n, p.at) // and what lies behind, in place
		now := state{lost, p.behind[n][p.at], own}
		if now != old {
			p.setState(n, now)
			c.steps = append(c.steps, step{n, now})
		}
	}
	return len(c.steps) > before
}
