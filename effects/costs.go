package effects

import (
	"cmp"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
)

// shownCosts is how many components of a flow, alike ones folded, are told to
// people.
const shownCosts = 5

// cost is components of one sort that cost a flow the same time, as far as
// that is told.
type cost struct {
	components []analysis.Failure
	words      string
	minutes    float64 // of the first
}

// costliest are the components that cost the most minutes, each with them.
func (s *sheet) costliest(f figures, minutes func(formula.Contribution) float64) string {
	costs := s.costs(f, minutes)
	words := make([]string, min(len(costs), s.most(shownCosts)))
	for i := range words {
		words[i] = s.and(s.runs(costs[i].components)) + " " + costs[i].words
		if len(costs[i].components) > 1 {
			words[i] += " each"
		}
	}
	return strings.Join(words, "; ")
}

// costs are all components that cost a flow time, the costliest first. What
// costs the same is in the order of the analysis, so that the last digits of a
// figure decide nothing.
func (s *sheet) costs(f figures, minutes func(formula.Contribution) float64) []*cost {
	components := slices.SortedFunc(slices.Values(f.known.Contributions), func(x, y formula.Contribution) int {
		return s.number[thing(x.Failure)] - s.number[thing(y.Failure)]
	})
	type key struct {
		sort  any
		words string
	}
	position := make(map[key]*cost)
	var costs []*cost
	for _, c := range components {
		words := formula.Minutes(minutes(c))
		if minutes(c) <= 0 || words == negligible {
			continue
		}
		k := key{sortOf(c.Failure), words}
		if position[k] == nil {
			position[k] = &cost{words: words, minutes: minutes(c)}
			costs = append(costs, position[k])
		}
		position[k].components = append(position[k].components, c.Failure)
	}
	slices.SortStableFunc(costs, func(x, y *cost) int {
		if x.words == y.words {
			return 0
		}
		return cmp.Compare(y.minutes, x.minutes)
	})
	return costs
}

// negligible is how a cost is told that rounds to nothing.
const negligible = "0.00"
