package drill

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/loadpath/loadpath/source"
)

// The escape sequences that the text format uses.
const (
	bold    = "\x1b[1m"
	dim     = "\x1b[2m"
	red     = "\x1b[1;31m"
	yellow  = "\x1b[1;33m"
	magenta = "\x1b[1;35m"
	reset   = "\x1b[0m"
)

const (
	defaultWidth = 80
	leastWidth   = 30 // of a paragraph, however narrow the terminal is
	indent       = "  "
	gap          = "  " // between columns
)

// textWriter writes a report for people.
type textWriter struct {
	*bufio.Writer
	Report
	color bool
	width int
}

// WriteText writes the report for people: a table for each flow, how many
// predictions held, where others did not with what likely lies behind it, and
// what was not tried.
func (r Report) WriteText(w io.Writer, style source.Style) error {
	t := &textWriter{bufio.NewWriter(w), r, style.Color, style.Width}
	if t.width <= 0 {
		t.width = defaultWidth
	}
	t.paragraph("", "", t.title())
	for _, flow := range r.Verdict.Plan.Flows {
		if flow.Unprobed == "" {
			t.flow(flow.Name)
		}
	}
	fmt.Fprintln(t)
	t.paragraph("", "", r.Verdict.Summary())
	t.differences()
	for _, l := range r.lists() {
		t.list(l)
	}
	fmt.Fprintln(t)
	for _, term := range r.Verdict.terms() {
		t.paragraph("", "", term)
	}
	return t.Flush()
}

// flow writes the table of a flow.
func (t *textWriter) flow(name string) {
	t.heading(name)
	for _, table := range t.Verdict.tables(name) {
		if len(table.rows) > 0 {
			t.table(table)
		}
		if len(table.harmless) > 0 {
			t.paragraph(indent, indent+indent, table.spared())
		}
	}
}

// table writes rows in columns. Where they do not fit side by side, the trial
// has a line of its own.
func (t *textWriter) table(of table) {
	cells := [][]string{{of.kind + " of", "predicted", "observed", "failed", ""}}
	for _, r := range of.rows {
		cells = append(cells, []string{r.broken, r.predicted, r.observed, r.failed, string(r.mark)})
	}
	widths := make([]int, len(cells[0]))
	for _, line := range cells {
		for i := range line {
			line[i] = source.Printable(line[i])
			widths[i] = max(widths[i], runewidth.StringWidth(line[i]))
		}
	}
	total := len(indent)
	for _, width := range widths {
		total += width + len(gap)
	}
	apart := total-len(gap) > t.width
	for n, line := range cells {
		if apart {
			t.line(indent + t.paint(t.colorOf(n, 0, ""), line[0]))
			line[0], widths[0] = indent, len(indent)
		}
		text := indent
		for i := range line {
			if i > 0 {
				text += gap
			}
			text += t.paint(t.colorOf(n, i, line[i]), line[i]) + strings.Repeat(" ", widths[i]-runewidth.StringWidth(line[i]))
		}
		t.line(text)
	}
}

// colorOf is the colour of a cell: of the header, and of a mark.
func (t *textWriter) colorOf(line, column int, text string) string {
	switch {
	case line == 0:
		return bold
	case column < 4:
		return ""
	}
	switch Mark(text) {
	case TooGood:
		return red
	case TooBad:
		return yellow
	case Open, Untried:
		return magenta
	}
	return dim
}

// differences write where predictions did not hold.
func (t *textWriter) differences() {
	differing, left := t.disputes()
	if len(differing) == 0 {
		return
	}
	t.heading("Where they differ")
	for i, d := range differing {
		if i > 0 {
			fmt.Fprintln(t)
		}
		t.paragraph(indent, indent+indent, d.head())
		for _, difference := range d.Differences {
			t.paragraph(indent+indent, indent+indent+indent, difference.Text)
			for _, cause := range difference.Causes {
				t.paragraph(indent+indent+indent, indent+indent+indent+indent, t.located(cause.Path, cause.Text))
			}
		}
	}
	if left > 0 {
		t.paragraph("\n"+indent, indent, more(left))
	}
}

func (t *textWriter) list(l list) {
	if len(l.lines) == 0 {
		return
	}
	t.heading(l.heading)
	for _, line := range l.shown(t.All) {
		t.paragraph(indent, indent+indent, line)
	}
}

func (t *textWriter) heading(text string) {
	fmt.Fprintf(t, "\n%s\n", t.paint(bold, source.Printable(text)))
}

// line writes a line without the blanks at its end.
func (t *textWriter) line(s string) { fmt.Fprintln(t, strings.TrimRight(s, " ")) }

func (t *textWriter) paint(color, s string) string {
	if !t.color || color == "" || strings.TrimSpace(s) == "" {
		return s
	}
	return color + s + reset
}

// paragraph writes a text in lines no wider than the terminal, the first with
// one margin and the others with another. A word that is wider stays whole.
func (t *textWriter) paragraph(first, rest, text string) {
	margin, room := first, max(leastWidth, t.width-len(rest))
	line, column := "", 0
	for _, word := range strings.Fields(text) {
		word = source.Printable(word)
		n := runewidth.StringWidth(word)
		if column > 0 && column+1+n > room {
			fmt.Fprintln(t, margin+line)
			margin, line, column = rest, "", 0
		}
		if column > 0 {
			line, column = line+" ", column+1
		}
		line, column = line+word, column+n
	}
	fmt.Fprintln(t, margin+line)
}
