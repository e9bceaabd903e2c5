package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// singlePoints are the findings about the single points of failure that a rule
// is about. Instances that one word under "on" stands for, and that do the
// same harm, are one finding.
func singlePoints(in *Input, mine func(analysis.SinglePoint) bool) []findings.Finding {
	var found []findings.Finding
	for _, alike := range alikes(in.Analysis.SinglePoints(), mine) {
		found = append(found, singlePoint(in, alike))
	}
	return found
}

// alikes gathers single points of one path that do the same to every flow, in
// the order of their first.
func alikes(points []analysis.SinglePoint, mine func(analysis.SinglePoint) bool) [][]analysis.SinglePoint {
	position := make(map[string]int)
	var groups [][]analysis.SinglePoint
	for _, p := range points {
		if !mine(p) {
			continue
		}
		key := string(p.Failure.Path()) + "\n" + harm(p)
		i, known := position[key]
		if !known {
			i = len(groups)
			position[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], p)
	}
	return groups
}

// harm is what a single point does to every flow, for comparison.
func harm(p analysis.SinglePoint) string {
	var b strings.Builder
	for _, o := range p.Outcomes {
		fmt.Fprintf(&b, "%s %s %s %v\n", o.Flow.Name, o.Amount, o.Recovery, o.Missing)
	}
	return b.String()
}

// singlePoint is the finding about single points that are alike.
func singlePoint(in *Input, alike []analysis.SinglePoint) findings.Finding {
	p := alike[0]
	who := names(alike, func(p analysis.SinglePoint) string { return p.Failure.Name() })
	f := findings.Finding{
		Path:     p.Failure.Path(),
		Severity: findings.Warning,
		Subject:  strings.Join(who, " "),
		Missing:  missingFacts(p),
	}
	f.Undecided = !recovers(p, analysis.Hard) && !recovers(p, analysis.Manual)
	if !f.Undecided {
		f.Missing = nil
	}
	if stops(p) {
		f.Severity = findings.Error
	}
	chains := chainsOf(in, p)
	f.Summary = pointSummary(p, who)
	f.Detail = inWords(chains) + "\n" + options(p)
	f.Related = relatedPlaces(alike, chains)
	return f
}

// stops tells whether a flow stops altogether: of those that do not come back
// by themselves, or of all where that is not known of any.
func stops(p analysis.SinglePoint) bool {
	return slices.ContainsFunc(lasting(p), func(o analysis.Outcome) bool { return o.Amount == analysis.Total })
}

// lasting are the outcomes that the finding is about.
func lasting(p analysis.SinglePoint) []analysis.Outcome {
	known := recovers(p, analysis.Hard) || recovers(p, analysis.Manual)
	var outcomes []analysis.Outcome
	for _, o := range p.Outcomes {
		if o.Recovery == analysis.Hard || o.Recovery == analysis.Manual || !known && o.Recovery == analysis.Undecided {
			outcomes = append(outcomes, o)
		}
	}
	return outcomes
}

func missingFacts(p analysis.SinglePoint) []model.Path {
	var missing []model.Path
	for _, o := range p.Outcomes {
		for _, path := range o.Missing {
			if !slices.Contains(missing, path) {
				missing = append(missing, path)
			}
		}
	}
	return missing
}

// pointSummary says who it is and what becomes of the flows.
func pointSummary(p analysis.SinglePoint, who []string) string {
	outcomes := lasting(p)
	var harms []string
	for _, recovery := range []analysis.Recovery{analysis.Hard, analysis.Manual, analysis.Undecided} {
		for _, amount := range []analysis.Amount{analysis.Total, analysis.Partial} {
			var flows []string
			for _, o := range outcomes {
				if o.Recovery == recovery && o.Amount == amount {
					flows = append(flows, o.Flow.Name)
				}
			}
			if len(flows) > 0 {
				harms = append(harms, effect(flows, amount)+end(recovery))
			}
		}
	}
	subject := and(who) + " is a single point of failure"
	switch {
	case len(who) > 1:
		subject = "each of " + and(who) + " is a single point of failure"
	case !recovers(p, analysis.Hard) && recovers(p, analysis.Manual):
		subject = "nothing takes over from " + who[0] + " by itself"
	}
	return subject + ": " + strings.Join(harms, "; ")
}

// effect is what becomes of flows: "read and write stop", "a part of read
// fails".
func effect(flows []string, amount analysis.Amount) string {
	if amount == analysis.Total {
		return and(flows) + plural(len(flows), " stops", " stop")
	}
	return "a part of the requests of " + and(flows) + " fails"
}

// end is what ends it.
func end(recovery analysis.Recovery) string {
	switch recovery {
	case analysis.Hard:
		return " until it is repaired"
	case analysis.Manual:
		return " until somebody acts"
	}
	return ", and it is not written what happens then"
}
