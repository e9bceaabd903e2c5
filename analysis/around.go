package analysis

import (
	"fmt"

	"github.com/loadpath/loadpath/model"
)

// Way is how a flow goes on: what its requests go through, from the users on.
type Way []Hop

// Hop is one stretch of a way: instances of one service.
type Hop struct {
	// By are as many as are needed; mostly one.
	By []*model.Instance
	// Others answer as well.
	Others int
}

// String is the hop as people read it: "web@server-2", "web@web-2 or 18 more".
func (h Hop) String() string {
	names := make([]string, len(h.By))
	for i, instance := range h.By {
		names[i] = instance.Name()
	}
	text := listed(folded(names, "more"))
	if h.Others > 0 {
		text += fmt.Sprintf(" or %d more", h.Others)
	}
	return text
}

// String is the way as people read it: "lb@lb-1, web@server-2 and db@server-2".
func (w Way) String() string {
	names := make([]string, len(w))
	for i, hop := range w {
		names[i] = hop.String()
	}
	return listed(names)
}

// WayAround is one way by which a flow goes on in a situation, or by which that
// part of it goes on that is not lost; nil where all is lost. What is used by
// several is named once. It is read off the certificate of Around, in the worse
// reading of what is not written.
func (r *Result) WayAround(at Situation) Way {
	readings := r.Around(at)
	if len(readings) == 0 {
		return nil
	}
	worst := readings[0]
	for _, c := range readings[1:] {
		if c.top().Says < worst.top().Says {
			worst = c
		}
	}
	return worst.way()
}

// top is the claim about the flow.
func (c *Certificate) top() *Claim { return &c.Claims[len(c.Claims)-1] }

// way follows the targets that show that a flow goes on.
func (c *Certificate) way() Way {
	var way Way
	seen := make(map[*model.Instance]bool)
	for open := []*Claim{c.top()}; len(open) > 0; {
		pool := open[len(open)-1]
		open = open[:len(open)-1]
		if len(pool.By) == 0 || seen[pool.By[0]] {
			continue
		}
		way = append(way, Hop{By: pool.By, Others: c.others(pool)})
		for _, target := range pool.By {
			seen[target] = true
		}
		next := c.needs(c.rested(pool, pool.By[0]))
		for i := len(next) - 1; i >= 0; i-- {
			open = append(open, next[i])
		}
	}
	return way
}

// rested is the claim about a target that the one about a pool rests on.
func (c *Certificate) rested(pool *Claim, target *model.Instance) *Claim {
	for _, rest := range pool.Rests {
		if claim := &c.Claims[rest]; claim.Instance == target && claim.sameView(pool) && claim.Connection == nil {
			return claim
		}
	}
	return nil
}

// needs are the claims about the connections of an instance, in the order in
// which they are written.
func (c *Certificate) needs(instance *Claim) []*Claim {
	if instance == nil {
		return nil
	}
	var found []*Claim
	for _, connection := range instance.Instance.Service.Connections {
		for _, rest := range instance.Rests {
			if claim := &c.Claims[rest]; claim.Connection == connection && claim.sameView(instance) {
				found = append(found, claim)
			}
		}
	}
	return found
}

// others are how many more targets a claim about a pool rests on that answer
// everything.
func (c *Certificate) others(pool *Claim) int {
	count := 0
	for _, rest := range pool.Rests {
		if claim := &c.Claims[rest]; claim.Connection == nil && claim.sameView(pool) && claim.Says == LosesNothing {
			count++
		}
	}
	for _, target := range pool.By {
		if claim := c.rested(pool, target); claim != nil && claim.Says == LosesNothing {
			count--
		}
	}
	return count
}

// sameView tells whether two claims are about the same requests.
func (c *Claim) sameView(other *Claim) bool {
	return c.Check == other.Check && c.Intact == other.Intact
}
