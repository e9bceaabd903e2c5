package effects

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// What is shown to people of a large architecture, unless they ask for all.
// JSON has no such limits.
const (
	shownRows    = 40 // rows of the matrix
	shownPoints  = 10 // single points with their chains
	shownPlaces  = 20 // blast radii
	shownAsked   = 12 // open questions
	shownNames   = 8  // names in a list
	shownFlows   = 12 // flows with their availability
	shownGuesses = 12 // numbers assumed, of one source
)

// sheet is what a report shows, in the order in which it is shown.
type sheet struct {
	Report
	// rows are the failures that harm a flow, alike ones folded.
	rows     []row
	harmless []analysis.Failure
	// number is the position of what fails in the order of the analysis.
	number map[any]int
	column map[*model.Flow]int
	// advisor is made for the first point that asks.
	advisor *advice.Advisor
}

// row is failures of one sort that do the same to every flow.
type row struct {
	failures []analysis.Failure
	// outcomes are those of the first, in the order of the flows.
	outcomes []analysis.Outcome
}

func newSheet(r Report) *sheet {
	s := &sheet{Report: r, number: make(map[any]int), column: make(map[*model.Flow]int)}
	for i, flow := range r.Flows {
		s.column[flow] = i
	}
	for i, failure := range r.Analysis.Failures {
		s.number[thing(failure)] = i
	}
	s.rows, s.harmless = s.fold(r.Analysis.Failures)
	return s
}

// fold gathers failures that are alike, in the order of the first of each, and
// those that do no harm.
func (s *sheet) fold(failures []analysis.Failure) (rows []row, harmless []analysis.Failure) {
	type key struct {
		sort any
		harm string
	}
	position := make(map[key]int)
	for _, failure := range failures {
		outcomes := s.outcomes(failure)
		if len(outcomes) == 0 {
			harmless = append(harmless, failure)
			continue
		}
		k := key{sortOf(failure), s.harm(outcomes)}
		i, known := position[k]
		if !known {
			i = len(rows)
			position[k] = i
			rows = append(rows, row{outcomes: outcomes})
		}
		rows[i].failures = append(rows[i].failures, failure)
	}
	return rows, harmless
}

// outcomes are those of a failure for the flows that are shown.
func (s *sheet) outcomes(failure analysis.Failure) []analysis.Outcome {
	return s.ofShownFlows(s.Analysis.At(failure))
}

func (s *sheet) ofShownFlows(outcomes []analysis.Outcome) []analysis.Outcome {
	var shown []analysis.Outcome
	for _, o := range outcomes {
		if _, ok := s.column[o.Flow]; ok {
			shown = append(shown, o)
		}
	}
	return shown
}

// harm is what becomes of the flows, for comparison.
func (s *sheet) harm(outcomes []analysis.Outcome) string {
	var b strings.Builder
	for _, o := range outcomes {
		fmt.Fprintf(&b, "%d %v %d %s %s %v\n", s.column[o.Flow], o.Stages(), o.Recovery, o.Window, o.AllLost, o.Missing)
	}
	return b.String()
}

// most is how many of a list are shown that usually are so many.
func (s *sheet) most(usual int) int {
	if s.All {
		return math.MaxInt
	}
	return usual
}

// worst are as many of a list as a person reads, those that do the greatest
// harm, still in order, and how many were left out.
func worst[T any](all []T, limit int, compare func(x, y T) int) (shown []T, left int) {
	if len(all) <= limit {
		return all, 0
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return compare(all[y], all[x]) })
	order = order[:limit]
	slices.Sort(order)
	for _, i := range order {
		shown = append(shown, all[i])
	}
	return shown, len(all) - limit
}

func (s *sheet) worstRows() ([]row, int) {
	return worst(s.rows, s.most(shownRows), func(x, y row) int { return compareHarm(x.outcomes, y.outcomes) })
}

func (s *sheet) worstPoints() ([]point, int) {
	return worst(s.points(), s.most(shownPoints), func(x, y point) int { return compareHarm(x.outcomes, y.outcomes) })
}

func (s *sheet) worstPlaces() ([]place, int) {
	return worst(s.places(), s.most(shownPlaces), func(x, y place) int { return compareHarm(x.outcomes, y.outcomes) })
}

// compareHarm orders by the latest recovery, then the greatest amount, then
// how many flows are harmed.
func compareHarm(x, y []analysis.Outcome) int {
	worst := func(outcomes []analysis.Outcome) (recovery analysis.Recovery, amount analysis.Amount) {
		for _, o := range outcomes {
			recovery, amount = max(recovery, o.Recovery), max(amount, o.Amount)
		}
		return recovery, amount
	}
	xr, xa := worst(x)
	yr, ya := worst(y)
	return cmp.Or(cmp.Compare(xr, yr), cmp.Compare(xa, ya), cmp.Compare(len(x), len(y)))
}
