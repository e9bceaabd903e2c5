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
// is about and that are not the effects of a mistake which another rule knows.
// Instances of one service that do the same harm are one finding.
func singlePoints(in *Input, mine func(analysis.SinglePoint) bool) []findings.Finding {
	var found []findings.Finding
	for _, alike := range in.alikes(mine) {
		found = append(found, singlePoint(in, alike))
	}
	return found
}

// alikes gathers single points that a rule is about and that do the same to
// every flow, of one path, or of one service and in the same way, in the order
// of their first. What a waiver names stays by itself.
func (in *Input) alikes(mine func(analysis.SinglePoint) bool) [][]analysis.SinglePoint {
	position := make(map[string]int)
	ways := make(map[string]string) // by path and harm
	var groups [][]analysis.SinglePoint
	for _, p := range in.diagnose().points {
		around := in.diagnose().around[p.Failure.Name()]
		belongs := mine(p)
		if len(around) > 0 {
			belongs = slices.ContainsFunc(around, mine)
		}
		if !belongs {
			continue
		}
		key := string(p.Failure.Path()) + "\n" + harm(p)
		for _, wider := range around {
			key += "\n" + harm(wider)
		}
		if p.Failure.Instance != nil && !in.accepts(p) {
			if ways[key] == "" {
				ways[key] = fmt.Sprint(p.Failure.Instance.Service.Name, in.wayOf(p), strings.TrimPrefix(key, string(p.Failure.Path())))
			}
			key = ways[key]
		}
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

// wayOf is where the chains of a point hang beside where it was written: points
// of one service that break the flows in the same way have the same.
func (in *Input) wayOf(p analysis.SinglePoint) []model.Path {
	var way []model.Path
	for _, c := range chainsOf(in, p) {
		for _, step := range c.steps {
			if step.Path != p.Failure.Path() {
				way = append(way, step.Path)
			}
		}
	}
	return way
}

// harm is what a single point does to every flow, for comparison.
func harm(p analysis.SinglePoint) string {
	var b strings.Builder
	for _, o := range p.Outcomes {
		fmt.Fprintf(&b, "%s %v\n", o.Flow.Name, o.Stages())
	}
	return b.String()
}

// singlePoint is the finding about single points that are alike.
func singlePoint(in *Input, alike []analysis.SinglePoint) findings.Finding {
	d := in.diagnose()
	p := alike[0]
	who := each(alike, func(p analysis.SinglePoint) string { return p.Failure.Name() })
	chains := chainsOf(in, p)
	f := findings.Finding{
		Path:     in.placeOf(alike),
		Severity: severityOf(p.Outcomes),
		Summary:  pointSummary(p, who),
		Points:   who,
		Subject:  strings.Join(who, " "),
	}
	all := slices.Clone(alike)
	paragraphs := []string{inWords(chains)}
	for _, p := range alike {
		for _, wider := range d.around[p.Failure.Name()] {
			all = append(all, wider)
			f.Summary += fmt.Sprintf("; when %s fails, %s", wider.Failure.Name(), strings.Join(harmsOf(wider.Outcomes), ", "))
		}
		if c := d.open[p.Failure.Name()]; c != nil {
			paragraphs = append(paragraphs, fmt.Sprintf("That may be because of what %s finds at %s. What mending it brings was not tried, as a run tries only so much.", c.finding.Rule, c.finding.Path))
			break
		}
	}
	paragraphs = append(paragraphs, remedies(in, all))
	for _, wider := range all[len(alike):] {
		paragraphs = append(paragraphs, fmt.Sprintf("No runbook is for %s.", wider.Failure.Name()))
	}
	f.Detail = strings.Join(paragraphs, "\n")
	f.Related = relatedPlaces(f.Path, alike, chains)
	return f
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
	harms := append(harmsOf(p.Hard()), harmsOf(p.Manual())...)
	subject := who[0] + " is a single point of failure"
	switch {
	case len(p.Hard()) == 0:
		subject = "nothing takes over from " + and(who) + " by itself"
	case len(who) > 1:
		subject = "each of " + and(who) + " is a single point of failure"
	}
	return subject + ": " + strings.Join(harms, "; ")
}

// harmsOf says what becomes of flows, those that stop for good first; flows of
// one fate together.
func harmsOf(outcomes []analysis.Outcome) []string {
	outcomes = slices.Clone(outcomes)
	slices.SortStableFunc(outcomes, func(x, y analysis.Outcome) int { return int(y.Amount) - int(x.Amount) })
	var fates [][]analysis.Outcome
	for _, o := range outcomes {
		i := slices.IndexFunc(fates, func(alike []analysis.Outcome) bool { return slices.Equal(alike[0].Stages(), o.Stages()) })
		if i < 0 {
			i = len(fates)
			fates = append(fates, nil)
		}
		fates[i] = append(fates[i], o)
	}
	return each(fates, func(alike []analysis.Outcome) string {
		return fate(each(alike, func(o analysis.Outcome) string { return o.Flow.Name }), alike[0].Stages())
	})
}

// fate says what flows go through until they are back.
func fate(flows []string, stages []analysis.Stage) string {
	until := func(s analysis.Stage) string {
		return map[analysis.Recovery]string{
			analysis.Transient: "at first", analysis.Manual: "until somebody acts", analysis.Hard: "until it is repaired",
		}[s.Until]
	}
	if len(stages) == 1 && stages[0].Amount == analysis.Partial {
		return fmt.Sprintf("a part of the requests of %s fails %s", and(flows), until(stages[0]))
	}
	return and(flows) + " " + strings.Join(each(stages, func(s analysis.Stage) string {
		if s.Amount == analysis.Total {
			return plural(len(flows), "stops", "stop") + " " + until(s)
		}
		return plural(len(flows), "fails", "fail") + " in part " + until(s)
	}), ", then ")
}

func flowsThatLose(outcomes []analysis.Outcome, amount analysis.Amount) []string {
	var flows []string
	for _, o := range outcomes {
		if o.Amount == amount && !slices.Contains(flows, o.Flow.Name) {
			flows = append(flows, o.Flow.Name)
		}
	}
	return flows
}
