package effects

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/loadpath/loadpath/markdown"
)

// markdownColumns is how many flows the table gives a column each; more of
// them are told in words.
const markdownColumns = 8

// markdownWriter writes a sheet as Markdown, for a page beside others.
type markdownWriter struct {
	*bufio.Writer
	*sheet
}

func writeMarkdown(w io.Writer, s *sheet) error {
	m := &markdownWriter{bufio.NewWriter(w), s}
	fmt.Fprintf(m, "# %s\n", markdown.Text(s.title()))
	for _, line := range s.preliminaries() {
		m.paragraph(line)
	}
	if len(m.Without) > 0 {
		m.together()
	} else {
		m.matrix()
		m.singlePoints()
		m.pairs()
		m.blastRadius()
		m.coldStart()
		m.openQuestions(m.questions(m.Analysis.Outcomes()))
		m.cutSets()
		m.availability()
	}
	m.heading("What this holds under")
	for _, line := range s.terms() {
		m.paragraph(line)
	}
	return m.Flush()
}

func (m *markdownWriter) heading(text string)   { fmt.Fprintf(m, "\n## %s\n", text) }
func (m *markdownWriter) subject(text string)   { fmt.Fprintf(m, "\n### %s\n", markdown.Text(text)) }
func (m *markdownWriter) paragraph(text string) { fmt.Fprintf(m, "\n%s\n", markdown.Text(text)) }

// matrix is a table of every failure against every flow.
func (m *markdownWriter) matrix() {
	if len(m.rows) == 0 {
		m.paragraph("Nothing that fails harms a flow.")
		return
	}
	rows, left := m.worstRows()
	fmt.Fprintln(m)
	if len(m.Flows) > markdownColumns {
		m.row("failure", "what it does")
		m.row("---", "---")
		for _, row := range rows {
			m.row(m.and(m.runs(row.failures)), m.effect(row.outcomes))
		}
	} else {
		header, rule := []string{"failure"}, []string{"---"}
		for _, flow := range m.Flows {
			header, rule = append(header, flow.Name), append(rule, "---")
		}
		m.row(header...)
		m.row(rule...)
		for _, row := range rows {
			m.row(m.cells(row)...)
		}
	}
	if left > 0 {
		m.paragraph(fmt.Sprintf("%d more rows that harm less are not shown: --all shows them.", left))
	}
	if len(m.harmless) > 0 {
		m.paragraph("No flow is harmed by " + m.and(m.everyRun(m.harmless)) + ".")
	}
}

func (m *markdownWriter) cells(r row) []string {
	cells := []string{m.and(m.runs(r.failures))}
	for _, flow := range m.Flows {
		text := unharmed
		if o, harmed := r.of(flow); harmed {
			text = o.Fate()
		}
		cells = append(cells, text)
	}
	return cells
}

func (m *markdownWriter) row(cells ...string) {
	for i, cell := range cells {
		cells[i] = markdown.Text(cell)
	}
	fmt.Fprintf(m, "| %s |\n", strings.Join(cells, " | "))
}

func (m *markdownWriter) singlePoints() {
	points, left := m.worstPoints()
	if len(points) == 0 {
		return
	}
	m.heading("Single points of failure")
	for _, p := range points {
		m.subject(m.and(m.runs(p.failures)))
		text := m.effect(p.outcomes) + "."
		if len(p.related) > 0 {
			text += " " + m.along(p) + "."
		}
		m.paragraph(text)
		for _, c := range m.chains(p.outcomes) {
			m.chain(c)
		}
		if all := m.remedies(p); len(all) > 0 {
			m.list(each(all, remedy.inline))
		}
	}
	if left > 0 {
		m.paragraph(more(left))
	}
}

// chain is a numbered list of steps.
func (m *markdownWriter) chain(c chain) {
	fmt.Fprintln(m)
	for i, step := range c.steps {
		fmt.Fprintf(m, "%d. %s", i+1, markdown.Text(step.Text))
		if at := m.Source.Locate(string(step.Path)); at.File != "" {
			fmt.Fprintf(m, " (%s)", markdown.Text(at.String()))
		}
		fmt.Fprintln(m)
	}
	if len(c.outcomes) > 1 {
		m.paragraph("The same for " + m.and(flowNames(c.outcomes[1:])) + ".")
	}
}

func (m *markdownWriter) blastRadius() {
	places, left := m.worstPlaces()
	if len(places) == 0 {
		return
	}
	m.heading("Blast radius")
	fmt.Fprintln(m)
	for _, p := range places {
		fmt.Fprintf(m, "- %s: %s\n", markdown.Text(m.radius(p)), markdown.Text(m.effect(p.outcomes)))
	}
	if left > 0 {
		m.paragraph(more(left))
	}
}

func (m *markdownWriter) openQuestions(questions []*question) {
	if len(questions) == 0 {
		return
	}
	m.heading("Undecided")
	for _, q := range questions[:min(len(questions), m.most(shownAsked))] {
		m.paragraph(m.asked(q) + ".")
		fmt.Fprintln(m)
		for _, sentence := range q.advice() {
			fmt.Fprintf(m, "- %s\n", markdown.Text(sentence))
		}
	}
	if left := len(questions) - m.most(shownAsked); left > 0 {
		m.paragraph(more(left))
	}
}
