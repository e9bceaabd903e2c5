package advice

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/analysis"
)

// Budget bounds how much is tried in a run, so that the advice for a large
// architecture costs little beside its analysis. It counts trials and not time:
// the same architecture gets the same advice everywhere.
type Budget struct {
	// Points are how many single points get advice, the first that are asked
	// for.
	Points int
	// Trials are how many changes are tried for each.
	Trials int
	// Proven are after how many that remove it the search ends.
	Proven int
}

// DefaultBudget is that of validate.
func DefaultBudget() Budget { return Budget{Points: 40, Trials: 30, Proven: 3} }

// Advisor finds changes for the single points of one result.
type Advisor struct {
	result *analysis.Result
	budget Budget
	asked  int
}

// New is an advisor for a result.
func New(r *analysis.Result, b Budget) *Advisor { return &Advisor{result: r, budget: b} }

// Answer is what was tried for a finding.
type Answer struct {
	// Proven are the changes that remove it, the cheapest first.
	Proven []Proven
	// Tried is how many changes were tried.
	Tried int
	// Skipped: nothing was tried, as the budget was used up.
	Skipped bool
}

// For finds changes that remove all of some single points, which must be alike:
// instances of one service, servers of one group.
func (a *Advisor) For(points ...analysis.SinglePoint) Answer {
	if a.asked++; a.asked > a.budget.Points {
		return Answer{Skipped: true}
	}
	t := newTrial(a.result, points)
	return a.search(t, newProposer(a.result, points[0].Failure, t.flows).changes())
}

// search tries changes in the order of their cost; where none helps alone, two
// together.
func (a *Advisor) search(t *trial, changes []Change) Answer {
	slices.SortStableFunc(changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(x.Cost, y.Cost), cmp.Compare(len(x.Edits), len(y.Edits)))
	})
	var answer Answer
	try := func(c Change) {
		if answer.Tried == a.budget.Trials || len(answer.Proven) == a.budget.Proven || slices.ContainsFunc(answer.Proven, c.holds) {
			return
		}
		answer.Tried++
		if proven, ok := t.proves(c); ok {
			answer.Proven = append(answer.Proven, proven)
		}
	}
	for _, c := range changes {
		try(c)
	}
	if len(answer.Proven) > 0 {
		return answer
	}
	for i, first := range changes {
		for _, second := range changes[i+1:] {
			if both, fit := first.with(second); fit {
				try(both)
			}
		}
	}
	return answer
}

// holds tells whether a change does all that a proven one does, and more.
func (c Change) holds(p Proven) bool {
	return !slices.ContainsFunc(p.Edits, func(e Edit) bool { return !c.makes(e) })
}

func (c Change) makes(e Edit) bool {
	return slices.ContainsFunc(c.Edits, func(own Edit) bool { return own.String() == e.String() })
}

// with is both changes as one, and whether they fit together: no edit of one is
// within what the other writes.
func (c Change) with(other Change) (Change, bool) {
	for _, x := range c.Edits {
		for _, y := range other.Edits {
			if x.Path.Within(y.Path) || y.Path.Within(x.Path) {
				return Change{}, false
			}
		}
	}
	return Change{
		Sentence: c.Sentence + ", and " + other.Sentence,
		Edits:    slices.Concat(c.Edits, other.Edits),
		Cost:     max(c.Cost, other.Cost),
	}, true
}
