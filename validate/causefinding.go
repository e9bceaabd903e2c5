package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// causesOf are the findings about the causes that a rule knows.
func causesOf(in *Input, rule string) []findings.Finding {
	return each(in.diagnose().causes[rule], func(c *cause) findings.Finding { return c.told(in) })
}

// told is the finding about a cause and its effects: a warning where it stops
// no flow.
func (c *cause) told(in *Input) findings.Finding {
	f := c.finding
	f.Points = each(together(c.effects, c.joint.points), func(p analysis.SinglePoint) string { return p.Failure.Name() })
	effects := together(c.effects, c.joint.points)
	harmed := effects
	if len(harmed) == 0 {
		harmed = c.eased
	}
	if clauses := append(consequence(effects), c.delay()...); len(clauses) > 0 {
		f.Summary += ", so that " + strings.Join(clauses, ", and ")
	}
	var paragraphs []string
	if len(harmed) > 0 {
		chains := chainsOf(in, harmed[0])
		paragraphs = append(paragraphs, inWords(chains))
		f.Related = append(f.Related, c.places(chains)...)
	}
	if f.Detail != "" {
		paragraphs = append(paragraphs, f.Detail)
	}
	paragraphs = append(paragraphs, c.whatHelps()...)
	f.Detail = strings.Join(paragraphs, "\n")
	if f.Severity == 0 {
		f.Severity = severityOf(outcomesOf(harmed))
	}
	return f
}

// consequence says which single points there are because of a cause.
func consequence(effects []analysis.SinglePoint) []string {
	var hard, manual []analysis.SinglePoint
	for _, p := range effects {
		if len(p.Hard()) > 0 {
			hard = append(hard, p)
		} else {
			manual = append(manual, p)
		}
	}
	var clauses []string
	if len(hard) > 0 {
		who, flows := named(hard)
		subject := who[0]
		if len(who) > 1 {
			subject = "each of " + and(who)
		}
		clauses = append(clauses, fmt.Sprintf("%s is a single point of failure for %s", subject, and(flows)))
	}
	if len(manual) > 0 {
		who, flows := named(manual)
		clauses = append(clauses, fmt.Sprintf("nothing takes over from %s by itself for %s", or(who), and(flows)))
	}
	return clauses
}

// delay says which flows come back too late because of a cause.
func (c *cause) delay() []string {
	if len(c.hastens) == 0 {
		return nil
	}
	who, flows := involvedIn(c.hastens)
	return []string{fmt.Sprintf("%s %s back too late when %s fails", and(flows), plural(len(flows), "comes", "come"), or(who))}
}

// named are the names of points, and of the flows that they harm.
func named(points []analysis.SinglePoint) (who, flows []string) {
	seen := make(map[*model.Flow]bool)
	for _, p := range points {
		who = append(who, p.Failure.Name())
		for _, o := range p.Outcomes {
			if !seen[o.Flow] {
				seen[o.Flow] = true
				flows = append(flows, o.Flow.Name)
			}
		}
	}
	return who, flows
}

// places are where the effects are written, and where the chain of the first
// hangs.
func (c *cause) places(chains []chain) []findings.Related {
	var related []findings.Related
	seen := map[model.Path]bool{c.finding.Path: true}
	for _, r := range c.finding.Related {
		seen[r.Path] = true
	}
	add := func(path model.Path, message string) {
		if path != "" && !seen[path] {
			seen[path] = true
			related = append(related, findings.Related{Path: path, Message: message})
		}
	}
	for _, alike := range byPath(together(c.effects, c.joint.points)) {
		who, flows := named(alike)
		add(alike[0].Failure.Path(), fmt.Sprintf("%s %s on %s", and(flows), plural(len(flows), "hangs", "hang"), or(who)))
	}
	for _, way := range chains {
		for _, step := range way.steps {
			add(step.Path, "see "+string(step.Path))
		}
	}
	return related
}

// byPath gathers points that are written in one place, in the order of their
// first.
func byPath(points []analysis.SinglePoint) [][]analysis.SinglePoint {
	var groups [][]analysis.SinglePoint
	position := make(map[model.Path]int)
	for _, p := range points {
		i, known := position[p.Failure.Path()]
		if !known {
			i = len(groups)
			position[p.Failure.Path()] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], p)
	}
	return groups
}

// whatHelps says what was tried, and what came of it.
func (c *cause) whatHelps() []string {
	switch {
	case c.untried:
		return []string{"What mending it brings was not tried, as a run tries only so much, and this one has."}
	case c.mended == nil || len(c.eased)+len(c.hastens)+len(c.joint.points) == 0:
		if c.instead != "" {
			return []string{c.instead}
		}
		return nil
	}
	change := c.mended.Change.Sentence + "."
	if !c.stands {
		change = strings.Join(inLines(advice.Proven{Change: c.mended.Change}), "\n")
	}
	lines := []string{"Tried in the model, this removes it: " + change}
	if late := c.stillLate(); len(late) > 0 {
		lines = append(lines, fmt.Sprintf("Then %s %s back by itself, but later than it may.", and(late), plural(len(late), "comes", "come")))
	}
	if len(c.joint.points) > 0 {
		lines = append(lines, c.joint.told())
	}
	return lines
}

// stillLate are the flows that come back by themselves once the mistake is
// mended, but too late.
func (c *cause) stillLate() []string {
	var late []string
	for _, o := range outcomesOf(c.effects) {
		if !c.mended.InTime(o) && !slices.Contains(late, o.Flow.Name) {
			late = append(late, o.Flow.Name)
		}
	}
	return late
}

func outcomesOf(points []analysis.SinglePoint) []analysis.Outcome {
	var outcomes []analysis.Outcome
	for _, p := range points {
		outcomes = append(outcomes, p.Outcomes...)
	}
	return outcomes
}
