package validate

import (
	"time"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// Input is what the rules look at.
type Input struct {
	Architecture *model.Architecture
	Analysis     *analysis.Result
	// Today decides which waivers still hold.
	Today time.Time

	// advisor is made for the first rule that asks.
	advisor *advice.Advisor

	// reach is made for the first rule that asks.
	reach *reach

	// diagnosis is made for the first rule that asks.
	diagnosis *diagnosis
}

// Run asks every rule, and puts the architecture's lint settings into force on
// what they find. The findings come in the order of the rules.
func Run(in *Input) []findings.Finding {
	rules := Rules()
	var found []findings.Finding
	for _, rule := range rules {
		if rule.Check != nil {
			found = append(found, signed(rule, rule.Check(in))...)
		}
	}
	checked := found
	for _, rule := range rules {
		if rule.Review != nil {
			found = append(found, signed(rule, rule.Review(in, checked))...)
		}
	}
	return findings.Apply(found, in.Architecture.Lint, in.Today)
}

// reaches is what flows go through, for all rules of a run.
func (in *Input) reaches() *reach {
	if in.reach == nil {
		in.reach = newReach(in.Architecture)
	}
	return in.reach
}

// signed puts the rule's name to its findings.
func signed(rule Rule, found []findings.Finding) []findings.Finding {
	for i := range found {
		found[i].Rule = rule.ID
		if found[i].Severity == 0 {
			found[i].Severity = rule.Severity
		}
	}
	return found
}
