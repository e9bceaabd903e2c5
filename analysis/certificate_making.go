package analysis

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// Derivation shows that the flow loses at least what it loses in a situation,
// in the reading of what is not written in which that is most. It has no claims
// where nothing is lost.
func (r *Result) Derivation(at Situation) Certificate {
	r.lock.Lock()
	defer r.lock.Unlock()
	s := r.engine.study(at.Flow)
	defer s.heal()
	at = s.enter(at)
	restored := s.restored(at)
	worst := s.readings[0]
	for _, other := range s.readings[1:] {
		if other.loses(at.Horizon, restored) > worst.loses(at.Horizon, restored) {
			worst = other
		}
	}
	c := Certificate{Situation: at, Optimistic: worst.clientTries, Runbooks: restored}
	if lost := worst.loses(at.Horizon, restored); lost != None {
		s.certify(worst, &c, atLeast(lost))
	}
	return c
}

// Around shows that the flow loses at most what it loses in a situation: the way
// around what has failed. There is one for each reading of what is not written,
// and none for a reading in which all is lost.
func (r *Result) Around(at Situation) []Certificate {
	r.lock.Lock()
	defer r.lock.Unlock()
	s := r.engine.study(at.Flow)
	defer s.heal()
	var found []Certificate
	for _, reading := range s.readings {
		at = s.enter(at)
		c := Certificate{Situation: at, Optimistic: reading.clientTries, Runbooks: s.restored(at)}
		if lost := reading.loses(at.Horizon, c.Runbooks); lost != Total {
			s.certify(reading, &c, atMost(lost))
			found = append(found, c)
		}
	}
	return found
}

// restored are the runbooks that bring a flow back to what it loses with
// nothing failed, if they do.
func (s *study) restored(at Situation) []*model.Runbook {
	if at.Horizon != AfterPerson || !s.haveRunbooks(at.Failures) {
		return nil
	}
	lost := None
	for _, r := range s.readings {
		lost = max(lost, r.value[r.root][AfterPerson])
	}
	if lost <= s.baseline() {
		return nil
	}
	var found []*model.Runbook
	for _, f := range at.Failures {
		found = append(found, s.runbook(f, s.flow))
	}
	return found
}

// loses is what the flow loses at a horizon, or with nothing failed where
// runbooks bring it back to that.
func (r *reading) loses(h Horizon, restored []*model.Runbook) Amount {
	if restored != nil {
		return r.steady[r.root]
	}
	return r.value[r.root][h]
}

// enter lets the failures of a situation happen. There is no meanwhile where
// nothing is promoted.
func (s *study) enter(at Situation) Situation {
	s.heal()
	if at.Meanwhile {
		at.Horizon = AfterFailover
		s.strikePending(at.Failures...)
		if at.Meanwhile = s.readings[0].pending; at.Meanwhile {
			return at
		}
	}
	s.strike(at.Failures...)
	return at
}

func atLeast(lost Amount) Statement {
	if lost == Total {
		return LosesAll
	}
	return LosesSome
}

func atMost(lost Amount) Statement {
	if lost == None {
		return LosesNothing
	}
	return LosesNotAll
}

// goal is a claim that is wanted.
type goal struct {
	node int32
	// user is whose ways are cut, of those who use a pool; else none.
	user     int32
	connects bool
	intact   bool
	says     Statement
	// time is when, in the course of a circle, the user's pool is looked at.
	time int32
}

// prover finds the claims that others rest on, beginning with the last.
type prover struct {
	*reading
	at Horizon
	// intact: it looks at the system before the failure.
	intact bool

	goals []goal
	known map[goal]int32
	proof []proof
	// circles are those looked at, by component.
	circles map[int32]*circle
	// inside is the component that is looked at in the course of its circle,
	// and time after how many steps; none where all is as it is at the end.
	inside, time int32
	hand         proof // of the goal in work
}

// proof is what a goal rests on, as goals, and the targets that show it.
type proof struct {
	rests []int32
	by    []int32
	flaps bool
	time  int32 // of a goal in a circle: after how many steps it follows
}

// certify collects the claims from which follows what the flow loses in one
// reading. It heals the reading.
func (s *study) certify(r *reading, c *Certificate, says Statement) {
	p := &prover{reading: r, at: c.Horizon, inside: none, known: make(map[goal]int32)}
	p.want(goal{node: r.root, user: none, says: says, intact: c.Runbooks != nil})
	p.prove()
	s.heal()
	p.intact, p.at = true, AfterFailover
	p.prove()
	c.Claims = p.claims(s.plan)
}

// want is the number of a goal.
func (p *prover) want(g goal) int32 {
	number, ok := p.known[g]
	if !ok {
		number = int32(len(p.goals))
		p.known[g] = number
		p.goals, p.proof = append(p.goals, g), append(p.proof, proof{})
	}
	return number
}

// rest lets the goal in hand rest on another one of the same state.
func (p *prover) rest(node, user int32, says Statement) {
	g := goal{node: node, user: user, says: says, intact: p.intact}
	if user != none {
		g.time = atEnd
		if p.component[node] == p.inside {
			g.time = p.time
		}
	}
	p.restOn(g)
}

func (p *prover) restOn(g goal) {
	if number := p.want(g); !slices.Contains(p.hand.rests, number) {
		p.hand.rests = append(p.hand.rests, number)
	}
}

// prove finds out what the goals of the state at hand rest on.
func (p *prover) prove() {
	p.circles = make(map[int32]*circle)
	for i := 0; i < len(p.goals); i++ {
		g := p.goals[i]
		if g.intact != p.intact {
			continue
		}
		p.hand = proof{}
		leave := p.inCircle(g)
		switch {
		case p.hand.flaps:
		case p.nodes[g.node].link == nil:
			p.ofInstance(g)
		default:
			p.asker = g.user
			p.ofPool(g.node, g.says)
			p.asker = none
		}
		leave()
		p.proof[i] = p.hand
	}
}

// claims puts the goals into an order in which they may be checked: the system
// before the failure, then what is needed before what needs it; in a circle
// what is lost in the order in which it went down, and then what works.
func (p *prover) claims(plan *plan) []Claim {
	order := p.needed()
	slices.SortFunc(order, func(x, y int32) int {
		a, b := &p.goals[x], &p.goals[y]
		return cmp.Or(
			first(a.intact, b.intact), cmp.Compare(p.component[a.node], p.component[b.node]),
			first(a.says.AtLeast(), b.says.AtLeast()), cmp.Compare(p.proof[x].time, p.proof[y].time),
			first(a.user != none, b.user != none), cmp.Compare(a.says, b.says), cmp.Compare(x, y),
		)
	})
	position := make([]int, len(p.goals))
	for i, number := range order {
		position[number] = i
	}
	views := p.checkOf()
	claims := make([]Claim, len(order))
	for i, number := range order {
		claims[i] = p.claim(p.goals[number], plan, views)
		for _, target := range p.proof[number].by {
			claims[i].By = append(claims[i].By, plan.instances[p.nodes[target].instance])
		}
		for _, rest := range p.proof[number].rests {
			claims[i].Rests = append(claims[i].Rests, position[p.stronger(rest)])
		}
		slices.Sort(claims[i].Rests)
		claims[i].Rests = slices.Compact(claims[i].Rests)
		claims[i].Flaps = p.proof[number].flaps
	}
	return claims
}

// needed are the goals on which the first one, the verdict, rests.
func (p *prover) needed() []int32 {
	found := []int32{0}
	seen := make([]bool, len(p.goals))
	seen[0] = true
	for i := 0; i < len(found); i++ {
		for _, rest := range p.proof[found[i]].rests {
			if rest = p.stronger(rest); !seen[rest] {
				seen[rest] = true
				found = append(found, rest)
			}
		}
	}
	return found
}

// stronger is the goal from which another one follows, where both are wanted:
// what loses nothing does not lose all.
func (p *prover) stronger(number int32) int32 {
	g := p.goals[number]
	if g.says == LosesNotAll {
		g.says = LosesNothing
		if other, ok := p.known[g]; ok {
			return other
		}
	}
	return number
}

// first sorts what is so before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// checkOf are the connections whose health checks have views, by the first node
// of the view.
func (p *prover) checkOf() map[int32]*model.Connection {
	views := make(map[int32]*model.Connection)
	for i := range p.nodes {
		if n := &p.nodes[i]; n.link != nil && n.link.way == byCheck {
			views[n.checks] = n.link.Connection
		}
	}
	return views
}

// claim is a goal in the words of the architecture.
func (p *prover) claim(g goal, plan *plan, views map[int32]*model.Connection) Claim {
	n := &p.nodes[g.node]
	view, _ := p.viewOf(g.node)
	c := Claim{Check: views[view], Connects: g.connects, Intact: g.intact, Says: g.says}
	who := g.user
	switch {
	case n.link == nil:
		who = n.instance
	case n.link.local != nil: // only its one user has this pool
		who = p.nodes[p.parents[p.parentsAt[g.node]]].instance
	}
	if n.link != nil {
		c.Connection = n.link.Connection
	}
	if who != none {
		c.Instance = plan.instances[who]
	}
	return c
}
