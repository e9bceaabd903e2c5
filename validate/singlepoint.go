package validate

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
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
		fmt.Fprintf(&b, "%s %s %s\n", o.Flow.Name, o.Amount, o.Recovery)
	}
	return b.String()
}

// singlePoint is the finding about single points that are alike.
func singlePoint(in *Input, alike []analysis.SinglePoint) findings.Finding {
	p := alike[0]
	who := each(alike, func(p analysis.SinglePoint) string { return p.Failure.Name() })
	chains := chainsOf(in, p)
	return findings.Finding{
		Path:     p.Failure.Path(),
		Severity: severityOf(p.Outcomes),
		Summary:  pointSummary(p, who),
		Detail:   inWords(chains) + "\n" + options(p),
		Related:  relatedPlaces(alike, chains),
		Subject:  strings.Join(who, " "),
	}
}

// severityOf is an error where a flow stops, and a warning where a part of its
// requests fails.
func severityOf(outcomes []analysis.Outcome) findings.Severity {
	for _, o := range outcomes {
		if o.Amount == analysis.Total {
			return findings.Error
		}
	}
	return findings.Warning
}

// pointSummary says who it is and what becomes of the flows.
func pointSummary(p analysis.SinglePoint, who []string) string {
	var harms []string
	for _, part := range []struct {
		outcomes []analysis.Outcome
		until    string
	}{{p.Hard(), "until it is repaired"}, {p.Manual(), "until somebody acts"}} {
		if flows := flowsThatLose(part.outcomes, analysis.Total); len(flows) > 0 {
			harms = append(harms, fmt.Sprintf("%s %s %s", and(flows), plural(len(flows), "stops", "stop"), part.until))
		}
		if flows := flowsThatLose(part.outcomes, analysis.Partial); len(flows) > 0 {
			harms = append(harms, fmt.Sprintf("a part of the requests of %s fails %s", and(flows), part.until))
		}
	}
	subject := who[0] + " is a single point of failure"
	switch {
	case len(p.Hard()) == 0:
		subject = "nothing takes over from " + and(who) + " by itself"
	case len(who) > 1:
		subject = "each of " + and(who) + " is a single point of failure"
	}
	return subject + ": " + strings.Join(harms, "; ")
}

func flowsThatLose(outcomes []analysis.Outcome, amount analysis.Amount) []string {
	var flows []string
	for _, o := range outcomes {
		if o.Amount == amount {
			flows = append(flows, o.Flow.Name)
		}
	}
	return flows
}
