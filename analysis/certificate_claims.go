package analysis

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

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
