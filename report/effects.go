package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// effect is what one failure does: the outcomes of the flows that it harms, in
// the order of the flows.
type effect []analysis.Outcome

// effectOf is the effect of a failure; one that the analysis has not looked at
// harms nothing.
func (r *writer) effectOf(failure analysis.Failure) effect {
	var harmed effect
	for _, outcome := range r.Analysis.At(failure) {
		if outcome.Amount != analysis.None {
			harmed = append(harmed, outcome)
		}
	}
	return harmed
}

// phrase says in words what the failure does to the flows: "reads stop until
// it is repaired; writes go on". It is empty where there are no flows.
func (r *writer) phrase(e effect) string {
	if len(r.a.Flows) == 0 {
		return ""
	}
	if len(e) == 0 {
		return "every flow goes on"
	}
	var fates []string
	flows := make(map[string][]*model.Flow)
	harmed := make(map[*model.Flow]bool, len(e))
	for _, outcome := range e {
		fate := r.fate(outcome)
		if flows[fate] == nil {
			fates = append(fates, fate)
		}
		flows[fate] = append(flows[fate], outcome.Flow)
		harmed[outcome.Flow] = true
	}
	clauses := make([]string, len(fates))
	for i, fate := range fates {
		subject, many := r.subject(flows[fate])
		clauses[i] = subject + " " + conjugate(fate, many)
	}
	text := list(clauses, "and")
	switch left := len(r.a.Flows) - len(e); {
	case left == 0:
		return text
	case left > few:
		return text + "; every other flow goes on"
	}
	left := slices.DeleteFunc(slices.Clone(r.a.Flows), func(f *model.Flow) bool { return harmed[f] })
	subject, many := r.subject(left)
	return text + "; " + subject + " " + conjugate(unharmed, many)
}

// subject is flows as the subject of a sentence, and whether it is many.
func (r *writer) subject(flows []*model.Flow) (string, bool) {
	if len(flows) == len(r.a.Flows) && len(flows) > 1 {
		return "everything", false
	}
	words := make([]string, len(flows))
	several := len(flows) > 1
	for i, flow := range flows {
		noun, plural := flowNoun(flow)
		words[i] = noun
		several = several || plural
	}
	return list(capped(words), "and"), several
}

// A fate is a verb with what follows it; "{s}" stands for the ending of the
// third person singular.
const unharmed = "go{es} on"

func conjugate(verb string, many bool) string {
	if many {
		return strings.NewReplacer("{s}", "", "{es}", "").Replace(verb)
	}
	return strings.NewReplacer("{s}", "s", "{es}", "es").Replace(verb)
}

// fate says what becomes of a flow, horizon by horizon.
func (r *writer) fate(o analysis.Outcome) string {
	if o.Recovery == analysis.Undecided {
		return fmt.Sprintf("may stop: it is undecided while %s is not written", paths(o.Missing))
	}
	var clauses []string
	stages := o.Stages()
	for i, stage := range stages {
		verb := "fail{s} in part"
		if stage.Amount == analysis.Total {
			verb = "stop{s}"
		}
		until := "until it is repaired"
		switch {
		case stage.Until == analysis.Manual:
			until = "until somebody " + r.remedy(o)
		case stage.Until == analysis.Transient:
			until = passing(o, stages[i:])
			if stage.Amount == analysis.Partial && o.TurnsPartial() && i > 0 {
				verb, until = verb+",", until+" in all"
			}
		}
		clauses = append(clauses, verb+" "+until)
	}
	return strings.Join(clauses, ", then ")
}

// passing is how long the first of some stages lasts that ends by itself.
func passing(o analysis.Outcome, stages []analysis.Stage) string {
	first := stages[0].Amount
	switch {
	case len(stages) > 1 && first == analysis.Total && len(o.AllLost.Parts) > 0:
		return lasting(o.AllLost)
	case len(stages) > 1 && stages[1].Until == analysis.Transient:
		return "until the health checks act"
	}
	return lasting(o.Window)
}

// lasting is how long a window is, as far as that is known, and what is not
// written of it.
func lasting(w analysis.Window) string {
	if len(w.Parts) == 0 {
		return "for a moment"
	}
	if w.Known() {
		return "for " + about(w.Length)
	}
	var missing []model.Path
	for _, part := range w.Parts {
		if part.Length == 0 && !slices.Contains(missing, part.Path) {
			missing = append(missing, part.Path)
		}
	}
	text := "for an unknown time"
	if w.Length > 0 {
		text = "for more than " + rounded(w.Length)
	}
	return fmt.Sprintf("%s (%s is not written)", text, paths(missing))
}

// paths are places as code.
func paths(places []model.Path) string {
	names := make([]string, len(places))
	for i, place := range places {
		names[i] = string(place)
	}
	if len(names) == 0 {
		return "a fact"
	}
	return codes(names, "or")
}
