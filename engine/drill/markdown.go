package drill

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/loadpath/loadpath/markdown"
)

// markdownWriter writes a report as Markdown, for a page beside others.
type markdownWriter struct {
	*bufio.Writer
	Report
}

// WriteMarkdown writes the report as a page, with the timeline where there is
// one.
func (r Report) WriteMarkdown(w io.Writer) error {
	m := &markdownWriter{bufio.NewWriter(w), r}
	fmt.Fprintf(m, "# %s\n", markdown.Text(r.title()))
	m.paragraph(r.Verdict.Summary())
	if r.Picture != "" {
		fmt.Fprintf(m, "\n![%s](%s)\n", markdown.Text("The requests of each trial, second by second"), address(r.Picture))
	}
	for _, flow := range r.Verdict.Plan.Flows {
		if flow.Unprobed == "" {
			m.flow(flow.Name)
		}
	}
	m.differences()
	for _, l := range r.lists() {
		if len(l.lines) > 0 {
			m.heading(l.heading)
			m.items(l.shown(r.All))
		}
	}
	m.heading("What this holds under")
	for _, term := range r.Verdict.terms() {
		m.paragraph(term)
	}
	return m.Flush()
}

// address is a file's relative address in a link: nothing in it ends the link.
func address(file string) string {
	escaped := (&url.URL{Path: file}).String()
	return strings.NewReplacer("(", "%28", ")", "%29").Replace(escaped)
}

func (m *markdownWriter) heading(text string)   { fmt.Fprintf(m, "\n## %s\n", markdown.Text(text)) }
func (m *markdownWriter) subject(text string)   { fmt.Fprintf(m, "\n### %s\n", markdown.Text(text)) }
func (m *markdownWriter) paragraph(text string) { fmt.Fprintf(m, "\n%s\n", markdown.Text(text)) }

func (m *markdownWriter) flow(name string) {
	m.heading("Flow " + name)
	for _, table := range m.Verdict.tables(name) {
		if len(table.rows) > 0 {
			fmt.Fprintln(m)
			m.row(table.kind+" of", "predicted", "observed", "failed", "verdict")
			m.row("---", "---", "---", "---", "---")
		}
		for _, r := range table.rows {
			m.row(r.broken, r.predicted, r.observed, r.failed, string(r.mark))
		}
		if len(table.harmless) > 0 {
			m.paragraph(table.spared())
		}
	}
}

func (m *markdownWriter) row(cells ...string) {
	for i, cell := range cells {
		cells[i] = markdown.Text(cell)
	}
	fmt.Fprintf(m, "| %s |\n", strings.Join(cells, " | "))
}

func (m *markdownWriter) differences() {
	differing, left := m.disputes()
	if len(differing) == 0 {
		return
	}
	m.heading("Where they differ")
	for _, d := range differing {
		m.subject(d.head())
		fmt.Fprintln(m)
		for _, difference := range d.Differences {
			fmt.Fprintf(m, "- %s\n", markdown.Text(difference.Text))
			for _, cause := range difference.Causes {
				fmt.Fprintf(m, "  - %s\n", markdown.Text(m.located(cause.Path, cause.Text)))
			}
		}
	}
	if left > 0 {
		m.paragraph(more(left))
	}
}

func (m *markdownWriter) items(lines []string) {
	fmt.Fprintln(m)
	for _, line := range lines {
		fmt.Fprintf(m, "- %s\n", markdown.Text(line))
	}
}
