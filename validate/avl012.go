package validate

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl012 finds flows that are there for a smaller share of the time than they
// are to be. Nothing is worked out for a flow without an objective; what is
// down with nothing failed is another rule's.
func avl012(in *Input) []findings.Finding {
	var found []findings.Finding
	for _, flow := range in.Architecture.Flows {
		if flow.Availability == 0 || in.Analysis.Baseline(flow) == analysis.Total {
			continue
		}
		known, err := formula.Calculate(in.Analysis, flow, formula.Options{})
		if err != nil {
			found = append(found, openObjective(flow, "Its way through the services is too large to be worked out.", nil))
			continue
		}
		switch answer := known.Meets(flow.Availability); {
		case answer == formula.Met:
		case answer == formula.Open:
			found = append(found, openObjective(flow, bounds(known), known.Undecided))
		case len(known.Undecided) > 0:
			found = append(found, openObjective(flow, downtime(known)+" That is if the worse of what is not written holds.", known.Undecided))
		default:
			found = append(found, missedObjective(known))
		}
	}
	return found
}

// costly is how many components a finding names.
const costly = 3

func missedObjective(known *formula.Availability) findings.Finding {
	flow := known.Flow
	f := findings.Finding{
		Path: flow.Path.Field("availability"),
		Summary: fmt.Sprintf("%s is there for %s of the time, less than its objective of %s",
			flow.Name, formula.Percent(known.Total.Availability().Upper), formula.Percent(flow.Availability)),
	}
	var costs []string
	for _, c := range known.Contributions[:min(len(known.Contributions), costly)] {
		if c.Minutes <= 0 {
			break
		}
		costs = append(costs, fmt.Sprintf("%s %s", c.Failure.Name(), formula.Minutes(c.Minutes)))
		f.Related = append(f.Related, findings.Related{
			Path: c.Failure.Path(), Message: fmt.Sprintf("%s costs %s minutes a year", c.Failure.Name(), formula.Minutes(c.Minutes)),
		})
	}
	f.Detail = downtime(known)
	if len(costs) > 0 {
		f.Detail += " What costs most of them: " + and(costs) + "."
	}
	f.Detail += guessed(known) + "\nGive what costs the most a stand-in or a faster repair, or write the objective that you can keep."
	return f
}

// openObjective is the finding about an objective that may be met or not.
func openObjective(flow *model.Flow, why string, missing []model.Path) findings.Finding {
	sentences := []string{why}
	for _, path := range missing {
		sentences = append(sentences, analysis.Hint(path))
	}
	return findings.Finding{
		Path:      flow.Path.Field("availability"),
		Summary:   fmt.Sprintf("it is undecided whether %s meets its objective of %s", flow.Name, formula.Percent(flow.Availability)),
		Detail:    strings.Join(sentences, "\n"),
		Undecided: true,
		Missing:   missing,
	}
}

// downtime holds the lost minutes against those that may be lost.
func downtime(known *formula.Availability) string {
	return fmt.Sprintf("All of %s is lost for %s minutes a year, where %s may be.",
		known.Flow.Name, formula.Minutes(known.Total.MinutesPerYear().Lower), allowedMinutes(known.Flow))
}

// bounds is downtime where the figure is not exact.
func bounds(known *formula.Availability) string {
	lost := known.Total.MinutesPerYear()
	return fmt.Sprintf("All of %s is lost for %s to %s minutes a year, where %s may be: these are bounds, as the exact figure takes too much to work out.",
		known.Flow.Name, formula.Minutes(lost.Lower), formula.Minutes(lost.Upper), allowedMinutes(known.Flow))
}

func allowedMinutes(flow *model.Flow) string {
	const minutesPerYear = 365 * 24 * 60
	return formula.Minutes((1 - flow.Availability) * minutesPerYear)
}

// guessed says how much of it rests on numbers of ours.
func guessed(known *formula.Availability) string {
	n := len(known.Assumptions)
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("\n%d %s behind this %s not written; orders of magnitude are taken for %s, such as: %s (%s). \"loadpath analyze --availability\" lists them. Write your own where you have them.",
		n, plural(n, "number", "numbers"), plural(n, "is", "are"), plural(n, "it", "them"), known.Assumptions[0].Text, known.Assumptions[0].Path)
}
