package effects

import (
	"fmt"

	"github.com/loadpath/loadpath/markdown"
)

const assumedNumbers = "Numbers assumed, as none are written"

// availability says how much of the time each flow is lost, and what was
// assumed for that.
func (t *textWriter) availability() {
	if !t.Availability {
		return
	}
	all := t.figures()
	t.heading("Availability")
	shown, left := worst(all, t.most(shownFlows), compareLoss)
	for i, f := range shown {
		t.entry(i == 0)
		t.paragraph(indent, indent, f.flow.Name)
		for _, line := range t.facts(f) {
			t.paragraph(indent+indent, indent+indent+indent, line)
		}
	}
	if left > 0 {
		t.paragraph("\n"+indent, indent, more(left))
	}
	found := guesses(all)
	if len(found) > 0 {
		t.heading(assumedNumbers)
	}
	for i, g := range found {
		t.entry(i == 0)
		t.paragraph(indent, indent, g.source)
		shown, left := g.cut(t.most(shownGuesses))
		for _, text := range shown {
			t.paragraph(indent+indent, indent+indent+indent, text)
		}
		if left > 0 {
			t.paragraph(indent+indent, indent+indent, more(left))
		}
	}
}

func (m *markdownWriter) availability() {
	if !m.Availability {
		return
	}
	all := m.figures()
	m.heading("Availability")
	shown, left := worst(all, m.most(shownFlows), compareLoss)
	for _, f := range shown {
		m.subject(f.flow.Name)
		m.list(m.facts(f))
	}
	if left > 0 {
		m.paragraph(more(left))
	}
	if found := guesses(all); len(found) > 0 {
		m.heading(assumedNumbers)
		for _, g := range found {
			m.paragraph(g.source + ":")
			shown, left := g.cut(m.most(shownGuesses))
			m.list(shown)
			if left > 0 {
				m.paragraph(more(left))
			}
		}
	}
}

func (m *markdownWriter) list(lines []string) {
	fmt.Fprintln(m)
	for _, line := range lines {
		fmt.Fprintf(m, "- %s\n", markdown.Text(line))
	}
}

// cut are as many of the assumptions as a person reads, and how many are left.
func (g *guess) cut(most int) (shown []string, left int) {
	n := min(len(g.texts), most)
	return g.texts[:n], len(g.texts) - n
}
