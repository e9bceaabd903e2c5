package effects

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

const (
	shownColumns = 12 // flows with a column of their own; more are told in words
	gap          = 2  // blanks between columns
	leastName    = 12 // columns for the names of failures
	widestFlow   = 24 // columns for the name of a flow
	ellipsis     = "..."
)

// matrix writes every failure against every flow. Where the flows do not fit
// side by side it goes on below with the next ones.
func (t *textWriter) matrix() {
	if len(t.rows) == 0 {
		t.paragraph("\n", "", "Nothing that fails harms a flow.")
		return
	}
	rows, left := t.worstRows()
	fmt.Fprintln(t)
	if len(t.Flows) > shownColumns {
		t.inWords(rows)
	} else {
		g := t.grid(rows)
		for i, from := 0, 0; from < len(g.columns); i++ {
			t.entry(i == 0)
			to := g.fits(from, t.width)
			t.block(g, from, to)
			from = to
		}
	}
	if left > 0 {
		t.paragraph("\n", "", fmt.Sprintf("... and %d more rows that harm less: --all shows them, --flow those of one flow", left))
	}
	if len(t.harmless) > 0 {
		t.paragraph("\n", indent, "No flow is harmed by "+t.and(t.everyRun(t.harmless))+".")
	}
}

// inWords writes a row as a sentence, for so many flows that columns would
// hold little but dashes.
func (t *textWriter) inWords(rows []row) {
	for _, row := range rows {
		t.paragraph("", indent, t.and(t.runs(row.failures))+": "+t.effect(row.outcomes))
	}
}

// grid is the matrix as text.
type grid struct {
	names   [][]string // of each row, word by word
	least   int        // columns that the widest word takes
	columns []column
}

// column is a flow.
type column struct {
	header string
	cells  []string
	colors []string
	width  int
}

func (t *textWriter) grid(rows []row) *grid {
	g := &grid{least: leastName}
	for _, row := range rows {
		parts := wrapped(t.and(t.runs(row.failures)), 0)
		for _, part := range parts {
			g.least = max(g.least, len(indent)+runewidth.StringWidth(part))
		}
		g.names = append(g.names, parts)
	}
	g.least = min(g.least, max(leastName, t.width*2/5))
	for _, flow := range t.Flows {
		g.columns = append(g.columns, columnOf(flow, rows))
	}
	return g
}

func columnOf(flow *model.Flow, rows []row) column {
	header := runewidth.Truncate(source.Printable(flow.Name), widestFlow, ellipsis)
	c := column{header: header, width: runewidth.StringWidth(header)}
	for _, row := range rows {
		text, color := unharmed, dim
		if o, harmed := row.of(flow); harmed {
			text, color = o.Fate(), colorOf(o)
		}
		c.cells, c.colors = append(c.cells, text), append(c.colors, color)
		c.width = max(c.width, len(text))
	}
	return c
}

// of is the row's outcome for a flow.
func (r row) of(flow *model.Flow) (analysis.Outcome, bool) {
	for _, o := range r.outcomes {
		if o.Flow == flow {
			return o, true
		}
	}
	return analysis.Outcome{}, false
}

// fits is up to which column the matrix fits into a width, at least one.
func (g *grid) fits(from, width int) int {
	used := g.least
	for to := from; to < len(g.columns); to++ {
		used += gap + g.columns[to].width
		if used > width && to > from {
			return to
		}
	}
	return len(g.columns)
}

// block writes some columns, and the rows that have something to say there.
func (t *textWriter) block(g *grid, from, to int) {
	rest := t.width
	for _, c := range g.columns[from:to] {
		rest -= gap + c.width
	}
	lines := make([][]string, len(g.names))
	width := 0
	for i, words := range g.names {
		lines[i] = broken(words, max(rest, g.least))
		for j, line := range lines[i] {
			if j > 0 {
				lines[i][j] = indent + line
			}
			width = max(width, runewidth.StringWidth(lines[i][j]))
		}
	}
	line := pad("", width)
	for _, c := range g.columns[from:to] {
		line += pad("", gap) + t.paint(bold, pad(c.header, c.width))
	}
	t.line(line)
	for i, name := range lines {
		if g.silent(i, from, to) {
			continue
		}
		line := pad(name[0], width)
		for _, c := range g.columns[from:to] {
			line += pad("", gap) + t.paint(c.colors[i], pad(c.cells[i], c.width))
		}
		t.line(line)
		for _, more := range name[1:] {
			t.line(more)
		}
	}
}

// silent tells whether a row has only dashes in some of the columns.
func (g *grid) silent(row, from, to int) bool {
	for _, c := range g.columns[from:to] {
		if c.cells[row] != unharmed {
			return false
		}
	}
	return true
}

// line writes a line without the blanks at its end.
func (t *textWriter) line(s string) { fmt.Fprintln(t, strings.TrimRight(s, " ")) }

// broken puts words into lines of at most width columns. The lines after the
// first are indented. A word that is wider is cut.
func broken(words []string, width int) []string {
	cut := make([]string, len(words))
	for i, word := range words {
		cut[i] = runewidth.Truncate(word, width-len(indent), ellipsis)
	}
	return wrapped(strings.Join(cut, " "), width-len(indent))
}

// pad fills a text up with blanks.
func pad(s string, width int) string { return runewidth.FillRight(s, width) }
