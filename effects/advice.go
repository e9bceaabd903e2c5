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

// remedies say what removes a point: the cheapest change with what to write,
// and another in a sentence.
func remedies(a advice.Answer) []string {
	var lines []string
	for i, proven := range a.Proven[:min(len(a.Proven), shownChanges)] {
		text := "or: " + proven.Sentence
		if i == 0 {
			text = fmt.Sprintf("what removes it, tried in the model: %s; write %s", proven.Sentence,
				strings.Join(each(proven.Edits, advice.Edit.String), "; "))
		}
		if len(proven.Remains) > 0 {
			text += fmt.Sprintf(" (%s %s)", and(proven.Remains), plural(len(proven.Remains), "remains a single point", "remain single points"))
		}
		lines = append(lines, text)
	}
	switch {
	case len(lines) > 0:
	case a.Skipped:
		lines = append(lines, "no change was tried for it: that is done for the first points alone")
	case a.Tried > 0:
		lines = append(lines, fmt.Sprintf("%d %s tried in the model, and %s it", a.Tried, plural(a.Tried, "change was", "changes were"), plural(a.Tried, "it does not remove", "none removes")))
	}
	return lines
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
