package effects

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
)

// minutesPerYear is of a year of 365 days.
const minutesPerYear = 365 * 24 * 60

// figures are how much of the time a flow is lost.
type figures struct {
	flow *model.Flow
	// known is nil where the flow is too large to be worked out.
	known *formula.Availability
}

func (s *sheet) figures() []figures {
	return each(s.Flows, func(flow *model.Flow) figures {
		known, err := formula.Calculate(s.Analysis, flow, formula.Options{})
		if err != nil {
			return figures{flow: flow}
		}
		return figures{flow, known}
	})
}

// compareLoss orders by how far a person should look at a flow: whether it
// misses its objective, then how much is lost in total, then in part.
func compareLoss(x, y figures) int {
	key := func(f figures) (missed int, total, partial float64) {
		if f.known == nil {
			return 2, 0, 0
		}
		if f.flow.Availability > 0 && f.known.Meets(f.flow.Availability) != formula.Met {
			missed = 1
		}
		return missed, f.known.Total.Unavailability().Upper, f.known.Partial.Unavailability().Upper
	}
	xm, xt, xp := key(x)
	ym, yt, yp := key(y)
	return cmp.Or(cmp.Compare(xm, ym), cmp.Compare(xt, yt), cmp.Compare(xp, yp))
}

// between is one figure, or the two bounds that it lies between.
func between(i formula.Interval, word func(float64) string) string {
	if i.Exact() {
		return word(i.Lower)
	}
	return fmt.Sprintf("between %s and %s", word(i.Lower), word(i.Upper))
}

// perYear is a share of time in minutes a year.
func perYear(i formula.Interval) formula.Interval {
	return formula.Interval{Lower: i.Lower * minutesPerYear, Upper: i.Upper * minutesPerYear}
}

// certainty says what sort of figures those of a loss are.
func certainty(l formula.Loss) string {
	if l.Repair.Exact() {
		return "exact"
	}
	return "bounds"
}

// lost says how long a loss lasts, and what it is made of.
func lost(l formula.Loss) string {
	if l.MinutesPerYear().Upper == 0 {
		return "none, " + certainty(l)
	}
	return fmt.Sprintf("%s minutes a year, %s (repair %s, failover %s, acting %s); %s available",
		between(l.MinutesPerYear(), formula.Minutes), certainty(l), between(perYear(l.Repair), formula.Minutes),
		formula.Minutes(l.Failover), formula.Minutes(l.Acting), between(l.Availability(), formula.Percent))
}

// facts are the sentences about a flow, for people.
func (s *sheet) facts(f figures) []string {
	if f.known == nil {
		return []string{formula.ErrTooLarge.Error()}
	}
	lines := []string{"total loss: " + lost(f.known.Total), "partial loss: " + lost(f.known.Partial)}
	if objective := f.flow.Availability; objective > 0 {
		lines = append(lines, fmt.Sprintf("objective: %s, %s minutes of total loss a year: %s",
			formula.Percent(objective), formula.Minutes((1-objective)*minutesPerYear), f.known.Meets(objective)))
	}
	if total := s.costliest(f, func(c formula.Contribution) float64 { return c.Minutes }); total != "" {
		lines = append(lines, "most of the total loss, in minutes a year: "+total)
	}
	if partial := s.costliest(f, func(c formula.Contribution) float64 { return c.PartialMinutes }); partial != "" {
		lines = append(lines, "most of the partial loss, in minutes a year: "+partial)
	}
	for _, path := range f.known.Undecided {
		lines = append(lines, "the worse is taken as long as this is open: "+analysis.Hint(path))
	}
	if f.known.MayFlap {
		lines = append(lines, "services use each other in a circle that may flap: a part is taken as lost while it may")
	}
	return lines
}

// guess is what was assumed for want of written numbers, from one source.
type guess struct {
	source string
	texts  []string
}

// guesses are all that the flows hang on, by their source.
func guesses(all []figures) []*guess {
	var found []*guess
	seen := make(map[formula.Assumption]bool)
	for _, f := range all {
		if f.known == nil {
			continue
		}
		for _, a := range f.known.Assumptions {
			if seen[a] {
				continue
			}
			seen[a] = true
			i := slices.IndexFunc(found, func(g *guess) bool { return g.source == a.Source })
			if i < 0 {
				i = len(found)
				found = append(found, &guess{source: a.Source})
			}
			found[i].texts = append(found[i].texts, fmt.Sprintf("%s (%s)", a.Text, a.Path))
		}
	}
	return found
}
