package effects

import (
	"fmt"

	"github.com/mattn/go-runewidth"

	"github.com/loadpath/loadpath/analysis"
)

// withoutAll is what becomes of every flow that is shown when everything in
// Without fails together.
func (s *sheet) withoutAll() []analysis.Outcome {
	return s.ofShownFlows(s.Analysis.Without(s.Without))
}

// harmed are the outcomes in which something is lost.
func harmed(outcomes []analysis.Outcome) []analysis.Outcome {
	var found []analysis.Outcome
	for _, o := range outcomes {
		if o.Recovery != analysis.Unharmed {
			found = append(found, o)
		}
	}
	return found
}

// fate is an outcome in a few words, a dash where nothing is lost.
func fate(o analysis.Outcome) string {
	if o.Recovery == analysis.Unharmed {
		return unharmed
	}
	return o.Fate()
}

// together says what becomes of every flow, and how those break that do.
func (t *textWriter) together() {
	outcomes := t.withoutAll()
	width := 0
	for _, name := range flowNames(outcomes) {
		width = max(width, runewidth.StringWidth(name))
	}
	fmt.Fprintln(t)
	for _, o := range outcomes {
		t.line(pad(o.Flow.Name, width) + pad("", gap) + t.paint(colorOf(o), fate(o)))
	}
	chains := t.chains(harmed(outcomes))
	if len(chains) > 0 {
		t.heading("How the request breaks")
	}
	for i, c := range chains {
		t.entry(i == 0)
		t.paragraph(indent, indent+indent, t.effect(c.outcomes))
		t.chain(c)
	}
	t.ways(outcomes)
	t.openQuestions(t.questions(outcomes))
}

// together is a table of what becomes of every flow, and how those break that
// do.
func (m *markdownWriter) together() {
	outcomes := m.withoutAll()
	fmt.Fprintln(m)
	m.row("flow", "what becomes of it")
	m.row("---", "---")
	for _, o := range outcomes {
		m.row(o.Flow.Name, fate(o))
	}
	chains := m.chains(harmed(outcomes))
	if len(chains) > 0 {
		m.heading("How the request breaks")
	}
	for _, c := range chains {
		m.subject(m.effect(c.outcomes))
		m.chain(c)
	}
	m.ways(outcomes)
	m.openQuestions(m.questions(outcomes))
}
