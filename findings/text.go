package findings

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/loadpath/loadpath/source"
	"github.com/mattn/go-runewidth"
)

// The escape sequences that the text format uses.
const (
	bold    = "\x1b[1m"
	dim     = "\x1b[2m"
	red     = "\x1b[1;31m"
	yellow  = "\x1b[1;33m"
	cyan    = "\x1b[1;36m"
	magenta = "\x1b[1;35m"
	reset   = "\x1b[0m"
)

const (
	indent       = "  "
	defaultWidth = 80
	leastWidth   = 30 // of a paragraph, however narrow the terminal is
)

// textWriter writes a report for people.
type textWriter struct {
	*bufio.Writer
	report Report
	texts  *texts
	style  source.Style
}

// writeText writes each finding as one line that editors can follow, then the
// line of the file, the explanation and the places that have to do with it.
func writeText(w io.Writer, r Report, s source.Style) error {
	t := textWriter{bufio.NewWriter(w), r, &texts{source: r.Source}, s}
	for _, f := range r.locate() {
		t.finding(f)
	}
	fmt.Fprintln(t, closing(r.Counts(), r.Hidden))
	return t.Flush()
}

func (t textWriter) finding(f located) {
	label, color := t.label(f.Finding)
	fmt.Fprintf(t, "%s%s: %s: %s\n", t.place(f.at), t.paint(color, label),
		t.paint(bold, f.Rule), source.Printable(f.Summary))
	if line, ok := t.texts.line(f.at.File, f.at.Start.Line); ok && t.style.Snippets {
		source.WriteLine(t, line, f.at, t.style)
	}
	for paragraph := range strings.Lines(f.Detail) {
		t.paragraph(strings.TrimSuffix(paragraph, "\n"))
	}
	for _, related := range f.Related {
		t.paragraph(t.place(t.report.Source.Locate(string(related.Path))) + related.Message)
	}
	if f.Undecided {
		for _, missing := range f.Missing {
			t.paragraph("not written: " + string(missing))
		}
	}
	if f.Waiver != nil {
		t.paragraph(accepted(f.Finding))
	}
	fmt.Fprintln(t)
}

// label is what becomes of the finding, and its colour.
func (t textWriter) label(f Finding) (string, string) {
	switch {
	case f.Waiver != nil:
		return "waived", dim
	case f.Undecided && !t.report.Strict:
		return "undecided", magenta
	case f.Severity == Error:
		return "error", red
	case f.Severity == Warning:
		return "warning", yellow
	}
	return "info", cyan
}

// place is the beginning of a line about a place, empty for one that is in no
// file.
func (t textWriter) place(at source.Range) string {
	if at.File == "" {
		return ""
	}
	return source.Printable(at.String()) + ": "
}

func (t textWriter) paint(color, s string) string {
	if !t.style.Color {
		return s
	}
	return color + s + reset
}

// paragraph writes a text in lines no wider than the terminal, further in where
// the text begins with spaces. A word that is wider stays whole.
func (t textWriter) paragraph(s string) {
	width := t.style.Width
	if width <= 0 {
		width = defaultWidth
	}
	indent := indent + s[:len(s)-len(strings.TrimLeft(s, " "))]
	width = max(leastWidth, width-len(indent))
	column := 0
	for _, word := range strings.Fields(s) {
		word = source.Printable(word)
		n := runewidth.StringWidth(word)
		switch {
		case column == 0:
			t.WriteString(indent)
		case column+1+n > width:
			t.WriteString("\n" + indent)
			column = 0
		default:
			t.WriteByte(' ')
			column++
		}
		t.WriteString(word)
		column += n
	}
	if column > 0 {
		t.WriteByte('\n')
	}
}

// accepted says why a finding is waived.
func accepted(f Finding) string {
	s := "waived: " + f.Waiver.Because
	if f.Waiver.Until != "" {
		s += " (until " + f.Waiver.Until + ")"
	}
	return s
}

// closing is the last line: how many findings there are of which sort.
func closing(c Counts, hidden int) string {
	var parts []string
	add := func(n int, one, many string) {
		switch n {
		case 0:
		case 1:
			parts = append(parts, "1 "+one)
		default:
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	add(c.Errors, "error", "errors")
	add(c.Warnings, "warning", "warnings")
	add(c.Infos, "info", "infos")
	add(c.Undecided, "undecided", "undecided")
	if len(parts) == 0 {
		parts = append(parts, "no findings")
	}
	add(c.Waived, "waived", "waived")
	add(hidden, "not shown", "not shown")
	return strings.Join(parts, ", ")
}
