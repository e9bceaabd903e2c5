package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// effect is what one failure does to each flow, in the order of the flows; nil
// stands for a flow that is not harmed.
type effect struct {
	failure  analysis.Failure
	outcomes []*analysis.Outcome
}

// effectsOf sorts the outcomes by failure and flow.
func effectsOf(result *analysis.Result, flows []*model.Flow) []effect {
	column := make(map[*model.Flow]int, len(flows))
	for i, flow := range flows {
		column[flow] = i
	}
	row := make(map[analysis.Failure]int, len(result.Failures))
	effects := make([]effect, len(result.Failures))
	for i, failure := range result.Failures {
		row[failure] = i
		effects[i] = effect{failure: failure, outcomes: make([]*analysis.Outcome, len(flows))}
	}
	for _, outcome := range result.Outcomes() {
		if outcome.Amount != analysis.None {
			effects[row[outcome.Failure]].outcomes[column[outcome.Flow]] = &outcome
		}
	}
	return effects
}

// of finds the effect of a failure; nothing is harmed by one that the analysis
// does not know.
func (r *writer) of(failure analysis.Failure) effect {
	i := slices.IndexFunc(r.effects, func(e effect) bool { return e.failure == failure })
	if i < 0 {
		return effect{failure: failure, outcomes: make([]*analysis.Outcome, len(r.a.Flows))}
	}
	return r.effects[i]
}

// harmless tells whether no flow is harmed.
func (e effect) harmless() bool {
	return !slices.ContainsFunc(e.outcomes, func(o *analysis.Outcome) bool { return o != nil })
}

// phrase says in words what the failure does to the flows: "reads stop until
// it is repaired; writes go on". It is empty where there are no flows.
func (r *writer) phrase(e effect) string {
	var verbs []string
	flows := make(map[string][]*model.Flow)
	for i, outcome := range e.outcomes {
		verb := r.fate(outcome)
		if flows[verb] == nil {
			verbs = append(verbs, verb)
		}
		flows[verb] = append(flows[verb], r.a.Flows[i])
	}
	var harmed, unharmed []string
	for _, verb := range verbs {
		subject, many := r.subject(flows[verb])
		clause := subject + " " + conjugate(verb, many)
		if verb == unharmedVerb {
			unharmed = append(unharmed, clause)
			continue
		}
		harmed = append(harmed, clause)
	}
	switch {
	case len(harmed) == 0 && len(unharmed) == 0:
		return ""
	case len(harmed) == 0:
		return "every flow goes on"
	}
	return strings.Join(append([]string{list(harmed, "and")}, unharmed...), "; ")
}

// subject is flows as the subject of a sentence, and whether it is many.
func (r *writer) subject(flows []*model.Flow) (string, bool) {
	if len(flows) == len(r.a.Flows) && len(flows) > 1 {
		return "everything", false
	}
	words := make([]string, len(flows))
	many := len(flows) > 1
	for i, flow := range flows {
		noun, plural := flowNoun(flow)
		words[i] = noun
		many = many || plural
	}
	return list(words, "and"), many
}

// A fate is a verb with what follows it; "{s}" stands for the ending of the
// third person singular.
const unharmedVerb = "go{es} on"

func conjugate(verb string, many bool) string {
	if many {
		return strings.NewReplacer("{s}", "", "{es}", "").Replace(verb)
	}
	return strings.NewReplacer("{s}", "s", "{es}", "es").Replace(verb)
}

// fate says what becomes of a flow, horizon by horizon.
func (r *writer) fate(o *analysis.Outcome) string {
	if o == nil {
		return unharmedVerb
	}
	if o.Recovery == analysis.Undecided {
		return fmt.Sprintf("may stop: it is undecided while %s is not written", paths(o.Missing))
	}
	verb := func(amount analysis.Amount) string {
		if amount == analysis.Total {
			return "stop{s}"
		}
		return "fail{s} in part"
	}
	text, before := "", analysis.None
	for horizon, amount := range o.Lost {
		if amount == before || amount == analysis.None {
			before = amount
			continue
		}
		if text != "" {
			text += ", then "
		}
		text += verb(amount) + " " + r.until(o, analysis.Horizon(horizon), amount)
		before = amount
	}
	return text
}

// until says how long an amount lasts that begins at a horizon: to the first
// later one with another amount.
func (r *writer) until(o *analysis.Outcome, from analysis.Horizon, amount analysis.Amount) string {
	for horizon := from + 1; horizon <= analysis.AfterPerson; horizon++ {
		if o.Lost[horizon] == amount {
			continue
		}
		if horizon == analysis.AfterFailover {
			if o.Window.Length == 0 {
				return "for a moment"
			}
			return "for " + about(o.Window.Length)
		}
		return "until somebody " + r.remedy(o)
	}
	return "until it is repaired"
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
