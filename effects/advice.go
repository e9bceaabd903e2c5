package effects

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// shownChanges is how many changes against a point are told.
const shownChanges = 2

// advised asks what removes a point. All points of a report share one budget.
func (s *sheet) advised(p point) advice.Answer {
	if s.advisor == nil {
		s.advisor = advice.New(s.Analysis, advice.DefaultBudget())
	}
	return s.advisor.For(p.alike...)
}

// alikeOf are the first of some single points, and those for which the same
// change may do: instances of its service, or servers of its group.
func (s *sheet) alikeOf(points []analysis.SinglePoint) []analysis.SinglePoint {
	first := points[0].Failure
	var found []analysis.SinglePoint
	for i, p := range points {
		group := first.Server != nil && p.Failure.Server.Group == first.Server.Group
		if i == 0 || first.Instance != nil || group {
			p.Outcomes = s.ofShownFlows(p.Outcomes)
			found = append(found, p)
		}
	}
	return found
}

// remedy is a change that removes a point, or why none is told, and what to
// write for it.
type remedy struct {
	text  string
	edits []string
}

// inline is the remedy in one line.
func (r remedy) inline() string {
	if len(r.edits) == 0 {
		return r.text
	}
	return r.text + " " + strings.Join(r.edits, "; ")
}

// remedies say what removes a point: the cheapest changes with what to write.
func (s *sheet) remedies(p point) []remedy {
	a := s.advised(p)
	var found []remedy
	for i, proven := range a.Proven[:min(len(a.Proven), s.most(shownChanges))] {
		text := "or: "
		if i == 0 {
			text = "what removes it, tried in the model: "
		}
		text += proven.Sentence
		if len(proven.Remains) > 0 {
			text += fmt.Sprintf(" (%s %s)", s.and(proven.Remains), plural(len(proven.Remains), "remains a single point", "remain single points"))
		}
		found = append(found, remedy{text + "; write:", each(proven.Edits, advice.Edit.String)})
	}
	switch {
	case len(found) > 0:
	case a.Skipped && len(s.Flows) > 1:
		found = []remedy{{text: "no change was tried for it, as others took all trials: --flow NAME tries those of one flow"}}
	case a.Skipped:
		found = []remedy{{text: "no change was tried for it, as others took all trials"}}
	case a.Tried > 0:
		found = []remedy{{text: fmt.Sprintf("%d %s tried in the model, and %s it", a.Tried, plural(a.Tried, "change was", "changes were"), plural(a.Tried, "it does not remove", "none removes"))}}
	}
	return found
}

// jsonAdvice is what was tried against a point.
type jsonAdvice struct {
	Tried   int          `json:"tried"`
	Skipped bool         `json:"skipped"`
	Changes []jsonChange `json:"changes"`
}

// jsonChange is a change that removes it.
type jsonChange struct {
	Sentence string     `json:"sentence"`
	Edits    []jsonEdit `json:"edits"`
	Remains  []string   `json:"remains"`
}

// jsonEdit is a place in the architecture and what to write there.
type jsonEdit struct {
	Path model.Path `json:"path"`
	CUE  string     `json:"cue"`
}

func jsonAdviceOf(a advice.Answer) jsonAdvice {
	return jsonAdvice{Tried: a.Tried, Skipped: a.Skipped, Changes: each(a.Proven, func(p advice.Proven) jsonChange {
		return jsonChange{
			Sentence: p.Sentence, Remains: append([]string{}, p.Remains...),
			Edits: each(p.Edits, func(e advice.Edit) jsonEdit { return jsonEdit{e.Path, e.CUE()} }),
		}
	})}
}
