package effects

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/source"
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
	defaultWidth = 80
	leastWidth   = 30 // of a paragraph, however narrow the terminal is
	indent       = "  "
)

// textWriter writes a sheet for people.
type textWriter struct {
	*bufio.Writer
	*sheet
	color bool
	width int
}

func writeText(w io.Writer, s *sheet, style source.Style) error {
	t := &textWriter{bufio.NewWriter(w), s, style.Color, style.Width}
	if t.width <= 0 {
		t.width = defaultWidth
	}
	t.paragraph("", "", t.title())
	for _, line := range t.preliminaries() {
		t.paragraph("\n", "", line)
	}
	if len(t.Without) > 0 {
		t.together()
	} else {
		t.matrix()
		t.singlePoints()
		t.pairs()
		t.blastRadius()
		t.coldStart()
		t.openQuestions(t.questions(t.Analysis.Outcomes()))
		t.cutSets()
		t.availability()
	}
	fmt.Fprintln(t)
	for _, line := range t.terms() {
		t.paragraph("", "", line)
	}
	return t.Flush()
}

// heading begins a part.
func (t *textWriter) heading(text string) { fmt.Fprintf(t, "\n%s\n", t.paint(bold, text)) }

// entry begins the text about one thing.
func (t *textWriter) entry(first bool) {
	if !first {
		fmt.Fprintln(t)
	}
}

func (t *textWriter) singlePoints() {
	points, left := t.worstPoints()
	if len(points) == 0 {
		return
	}
	t.heading("Single points of failure")
	for i, p := range points {
		t.entry(i == 0)
		t.paragraph(indent, indent+indent, t.and(t.runs(p.failures))+": "+t.effect(p.outcomes))
		if len(p.related) > 0 {
			t.paragraph(indent+indent, indent+indent, t.along(p))
		}
		for _, c := range t.chains(p.outcomes) {
			t.chain(c)
		}
		t.remedies(p)
	}
	if left > 0 {
		t.paragraph("\n"+indent, indent, more(left))
	}
}

// remedies write the edits of the first change on lines of their own, to be
// copied; those of another way are folded.
func (t *textWriter) remedies(p point) {
	for i, r := range t.sheet.remedies(p) {
		if i > 0 {
			t.paragraph(indent+indent, indent+indent+indent, r.inline())
			continue
		}
		t.paragraph(indent+indent, indent+indent+indent, r.text)
		for _, edit := range r.edits {
			t.paragraph(indent+indent+indent, indent+indent+indent+indent, edit)
		}
	}
}

// chain writes one step a line, each at its place.
func (t *textWriter) chain(c chain) {
	for _, step := range c.steps {
		at := t.Source.Locate(string(step.Path))
		text := step.Text
		if at.File != "" {
			text = at.String() + ": " + text
		}
		t.paragraph(indent+indent, indent+indent+indent, text)
	}
	if len(c.outcomes) > 1 {
		t.paragraph(indent+indent, indent+indent+indent, "the same for "+t.and(flowNames(c.outcomes[1:])))
	}
}

func (t *textWriter) blastRadius() {
	places, left := t.worstPlaces()
	if len(places) == 0 {
		return
	}
	t.heading("Blast radius")
	for i, p := range places {
		t.entry(i == 0)
		t.paragraph(indent, indent+indent, t.radius(p))
		t.paragraph(indent+indent, indent+indent, t.effect(p.outcomes))
	}
	if left > 0 {
		t.paragraph("\n"+indent, indent, more(left))
	}
}

func (t *textWriter) openQuestions(questions []*question) {
	if len(questions) == 0 {
		return
	}
	t.heading("Undecided")
	for i, q := range questions[:min(len(questions), t.most(shownAsked))] {
		t.entry(i == 0)
		t.paragraph(indent, indent+indent, t.asked(q))
		for _, sentence := range q.advice() {
			t.paragraph(indent+indent, indent+indent, sentence)
		}
	}
	if left := len(questions) - t.most(shownAsked); left > 0 {
		t.paragraph("\n"+indent, indent, more(left))
	}
}

// more says that a list is cut.
func more(left int) string { return fmt.Sprintf("... and %d more: --all shows them", left) }

func (t *textWriter) paint(color, s string) string {
	if !t.color || color == "" {
		return s
	}
	return color + s + reset
}

// colorOf is the colour of an outcome.
func colorOf(o analysis.Outcome) string {
	switch o.Recovery {
	case analysis.Hard:
		return red
	case analysis.Manual:
		return yellow
	case analysis.Undecided:
		return magenta
	case analysis.Unharmed:
		return dim
	}
	return cyan
}

// paragraph writes a text in lines no wider than the terminal, the first with
// one margin and the others with another. A word that is wider stays whole.
func (t *textWriter) paragraph(first, rest, text string) {
	margin := first
	for _, line := range wrapped(text, max(leastWidth, t.width-len(rest))) {
		fmt.Fprintln(t, margin+line)
		margin = rest
	}
}

// wrapped breaks a text between words into lines of at most width columns.
func wrapped(text string, width int) []string {
	var lines []string
	var line strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		word = source.Printable(word)
		n := runewidth.StringWidth(word)
		if column > 0 && column+1+n > width {
			lines = append(lines, line.String())
			line.Reset()
			column = 0
		}
		if column > 0 {
			line.WriteByte(' ')
			column++
		}
		line.WriteString(word)
		column += n
	}
	return append(lines, line.String())
}
