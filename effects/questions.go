package effects

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// question is what the analysis could not decide because of the same facts
// that are not written, or because no software promises what some services do,
// or because of a circle of one flow.
type question struct {
	missing   []model.Path
	unsettled []*model.Service // where that and missing are empty: a circle
	failures  []analysis.Failure
	flows     []string
}

// questions are all that some outcomes leave open, in their order.
func (s *sheet) questions(outcomes []analysis.Outcome) []*question {
	var questions []*question
	position := make(map[string]*question)
	for _, o := range s.ofShownFlows(outcomes) {
		if o.Recovery != analysis.Undecided {
			continue
		}
		key := fmt.Sprint("facts ", o.Missing)
		for _, service := range o.Unsettled {
			key += " " + service.Name
		}
		if len(o.Missing)+len(o.Unsettled) == 0 {
			key = "circle " + o.Flow.Name
		}
		q := position[key]
		if q == nil {
			q = &question{missing: o.Missing, unsettled: o.Unsettled}
			position[key] = q
			questions = append(questions, q)
		}
		q.add(o)
	}
	return questions
}

// add takes an outcome in. Outcomes of one failure come one after the other.
func (q *question) add(o analysis.Outcome) {
	if n := len(q.failures); n == 0 || q.failures[n-1] != o.Failure {
		q.failures = append(q.failures, o.Failures()...)
	}
	if !slices.Contains(q.flows, o.Flow.Name) {
		q.flows = append(q.flows, o.Flow.Name)
	}
}

// advice says what to write, one sentence a fact.
func (q *question) advice() []string {
	if len(q.missing)+len(q.unsettled) == 0 {
		return []string{"Services on the way use each other in a circle that may go up and down without end: take one of the connections out of it, or make it optional."}
	}
	var advice []string
	for _, path := range q.missing {
		advice = append(advice, analysis.Hint(path))
	}
	for _, service := range q.unsettled {
		advice = append(advice, analysis.Unpromised(service))
	}
	return advice
}
