package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// question is what the analysis could not decide because of facts that
// are not written, or because of a circle.
type question struct {
	missing  []model.Path // empty: a circle
	outcomes []analysis.Outcome
}

// openQuestions are the findings about what could not be decided, one for each
// fact that is missing first.
func openQuestions(in *Input) []findings.Finding {
	var questions []*question
	position := make(map[string]*question)
	for _, o := range in.Analysis.Outcomes() {
		if o.Recovery != analysis.Undecided {
			continue
		}
		key := "flow " + o.Flow.Name
		if len(o.Missing) > 0 {
			key = string(o.Missing[0])
		}
		q := position[key]
		if q == nil {
			q = &question{}
			position[key] = q
			questions = append(questions, q)
		}
		for _, path := range o.Missing {
			if !slices.Contains(q.missing, path) {
				q.missing = append(q.missing, path)
			}
		}
		q.outcomes = append(q.outcomes, o)
	}
	return each(questions, (*question).finding)
}

func (q *question) finding() findings.Finding {
	who, flows := involvedIn(q.outcomes)
	f := findings.Finding{
		Path:      q.outcomes[0].Flow.Path,
		Severity:  severityOf(q.outcomes),
		Summary:   fmt.Sprintf("it is undecided whether %s %s the failure of %s", and(flows), plural(len(flows), "survives", "survive"), or(who)),
		Subject:   strings.Join(flows, " "),
		Undecided: true,
		Missing:   q.missing,
	}
	if len(q.missing) == 0 {
		f.Detail = "Services on the way use each other in a circle, so that it may flap: whether it is up hangs on what was up before.\nTake one of the connections out of the circle, or make it optional."
		return f
	}
	f.Path = q.missing[0]
	var hints []string
	for _, path := range q.missing {
		hints = append(hints, analysis.Hint(path))
	}
	f.Detail = strings.Join(hints, "\n")
	return f
}

// involvedIn are the flows of some outcomes and what fails: instances, or
// servers and zones where no single instance does.
func involvedIn(outcomes []analysis.Outcome) (who, flows []string) {
	var around []string
	add := func(list *[]string, name string) {
		if !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	for _, o := range outcomes {
		add(&flows, o.Flow.Name)
		if o.Failure.Instance != nil {
			add(&who, o.Failure.Name())
		} else {
			add(&around, o.Failure.Name())
		}
	}
	if who == nil {
		who = around
	}
	return who, flows
}
