package advice

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// Budget bounds how much is tried in a run, so that the advice for a large
// architecture costs little beside its analysis. It counts work and not time:
// the same architecture gets the same advice everywhere.
type Budget struct {
	// Points are how many single points get advice, the first that are asked
	// for.
	Points int
	// Trials are how many changes are tried for each.
	Trials int
	// Proven are after how many that remove it the search ends.
	Proven int
	// Work is for all trials together: each costs the instances that the flows
	// hang on, times the flows.
	Work int
}

// DefaultBudget is that of validate.
func DefaultBudget() Budget { return Budget{Points: 40, Trials: 30, Proven: 3, Work: 20_000} }

// Advisor finds changes for the single points of one result.
type Advisor struct {
	result *analysis.Result
	judge  *Judge
	budget Budget
	asked  int
	spent  int
}

// New is an advisor for a result.
func New(r *analysis.Result, b Budget) *Advisor {
	return &Advisor{result: r, judge: NewJudge(r), budget: b}
}

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
	t := newTrial(a.judge, points)
	p := newProposer(a.result, points[0].Failure, t.flows)
	return a.answer(t, p, func(s *search) { s.run(p.changes()) })
}

// answer looks for changes, as long as the budget lasts.
func (a *Advisor) answer(t *trial, p *proposer, look func(*search)) Answer {
	cost := p.size()
	if a.asked++; a.asked > a.budget.Points || a.spent+cost > a.budget.Work {
		return Answer{Skipped: true}
	}
	s := search{trial: t, budget: a.budget, cost: cost, left: a.budget.Work - a.spent}
	look(&s)
	a.spent = a.budget.Work - s.left
	return s.answer
}

// search tries changes for one finding.
type search struct {
	trial      *trial
	budget     Budget
	cost, left int
	answer     Answer
	proved     []Change // those of the answer, as they were proposed
}

// run tries changes in the order of their cost; where none helps alone, two
// together.
func (s *search) run(changes []Change) {
	slices.SortStableFunc(changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(x.Cost, y.Cost), cmp.Compare(len(x.Edits), len(y.Edits)))
	})
	for _, c := range changes {
		s.try(c)
	}
	if len(s.answer.Proven) > 0 {
		return
	}
	for i, first := range changes {
		for _, second := range changes[i+1:] {
			if both, fit := first.With(second); fit {
				s.try(both)
			}
		}
	}
}

// try tries a change, unless one that is proven does the same with less, or
// otherwise at the same places.
func (s *search) try(c Change) {
	if len(s.answer.Proven) == s.budget.Proven || slices.ContainsFunc(s.proved, c.holds) {
		return
	}
	if proven, ok := s.proves(c); ok {
		s.answer.Proven, s.proved = append(s.answer.Proven, proven), append(s.proved, c)
	}
}

// proves tries a change, as long as the budget lasts.
func (s *search) proves(c Change) (Proven, bool) {
	if s.answer.Tried == s.budget.Trials || s.left < s.cost {
		return Proven{}, false
	}
	s.answer.Tried++
	s.left -= s.cost
	return s.trial.proves(c)
}

// holds tells whether a change does all that a proven one does and more, or
// writes something else at the same places.
func (c Change) holds(p Change) bool {
	more, same := true, len(c.Edits) == len(p.Edits)
	for _, e := range p.Edits {
		i := slices.IndexFunc(c.Edits, func(own Edit) bool { return own.Path == e.Path })
		more = more && i >= 0 && c.Edits[i].String() == e.String()
		same = same && i >= 0
	}
	return more || same
}

// With is both changes as one, and whether they fit together: no edit of one is
// within what the other writes or goes by.
func (c Change) With(other Change) (Change, bool) {
	if c.disturbs(other) || other.disturbs(c) {
		return Change{}, false
	}
	return Change{
		Sentence: c.Sentence + ", and " + other.Sentence,
		Edits:    slices.Concat(c.Edits, other.Edits),
		Cost:     max(c.Cost, other.Cost),
		rests:    slices.Concat(c.rests, other.rests),
	}, true
}

// disturbs tells whether a change writes where another one does, or what that
// goes by.
func (c Change) disturbs(other Change) bool {
	places := slices.Clone(other.rests)
	for _, e := range other.Edits {
		places = append(places, e.Path)
	}
	return slices.ContainsFunc(c.Edits, func(e Edit) bool {
		return slices.ContainsFunc(places, func(at model.Path) bool { return e.Path.Within(at) || at.Within(e.Path) })
	})
}
