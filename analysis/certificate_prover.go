package analysis

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

func (p *prover) restOn(g goal) { p.hand.rests = append(p.hand.rests, p.want(g)) }

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
