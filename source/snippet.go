package source

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"
)

// Style is how text for people is written.
type Style struct {
	// Color: with ANSI escape sequences.
	Color bool
	// Snippets: with the line in question and a caret below.
	Snippets bool
	// Width is how many columns the terminal has. Zero stands for 80.
	Width int
}

const (
	defaultWidth = 80
	tabWidth     = 4
	leastWidth   = 20 // of the excerpt, however narrow the terminal is
	ellipsis     = "..."
)

// The escape sequences that a snippet uses.
const (
	dim   = "\x1b[2m"
	green = "\x1b[1;32m"
	reset = "\x1b[0m"
)

// WriteSnippet writes the first line of the range with its number, and marks
// the range below it with a caret and tildes. A line too long for the style's
// width is cut around the caret. It writes nothing where the text has no such
// line.
func WriteSnippet(w io.Writer, text []byte, r Range, s Style) {
	if line, ok := lineOf(text, r.Start.Line); ok {
		WriteLine(w, line, r, s)
	}
}

// WriteLine is WriteSnippet for whoever has the line at hand, such as a report
// on many places of one long file. The line comes without its end.
func WriteLine(w io.Writer, line []byte, r Range, s Style) {
	end := len(line) + 1
	if r.End.Line == r.Start.Line {
		end = r.End.Column
	}
	number := strconv.Itoa(r.Start.Line)
	margin := strings.Repeat(" ", len(number))
	width := s.Width
	if width <= 0 {
		width = defaultWidth
	}
	e := excerptOf(line, r.Start.Column, end)
	e.cut(max(leastWidth, width-len(number)-len("  | ")))
	mark := strings.Repeat(" ", e.from) + "^" + strings.Repeat("~", max(0, e.to-e.from-1))

	bar := " |"
	if s.Color {
		number, bar, mark = dim+number, " |"+reset, green+mark+reset
		margin = dim + margin
	}
	fmt.Fprintf(w, " %s%s %s\n", number, bar, e.String())
	fmt.Fprintf(w, " %s%s %s\n", margin, bar, mark)
}

// lineOf is the line with the given number, counted from 1, without its end.
func lineOf(text []byte, number int) ([]byte, bool) {
	if number < 1 {
		return nil, false
	}
	for range number - 1 {
		i := bytes.IndexByte(text, '\n')
		if i < 0 {
			return nil, false
		}
		text = text[i+1:]
	}
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return bytes.TrimSuffix(text, []byte("\r")), true
}

// excerpt is a line as it is shown, and the columns of the screen, counted from
// 0, that are marked.
type excerpt struct {
	cells    []cell
	from, to int
}

// cell is one character as it is shown, and where.
type cell struct {
	text          string
	column, width int
}

// excerptOf shows a line whose bytes from start up to end, counted from 1, are
// marked.
func excerptOf(line []byte, start, end int) excerpt {
	e := excerpt{from: -1, to: -1}
	column := 0
	for i, r := range string(line) {
		if e.from < 0 && i+1 >= start {
			e.from = column
		}
		if e.to < 0 && i+1 >= end {
			e.to = column
		}
		c := cell{text: visible(r), column: column}
		if r == '\t' {
			c.text = strings.Repeat(" ", tabWidth-column%tabWidth)
		}
		c.width = widthOf(c.text)
		e.cells = append(e.cells, c)
		column += c.width
	}
	if e.from < 0 {
		e.from = column
	}
	if e.to < 0 {
		e.to = column
	}
	e.to = max(e.to, e.from+1)
	return e
}

// width is how many columns the excerpt takes, a mark behind the end included.
func (e *excerpt) width() int {
	width := e.from + 1
	if n := len(e.cells); n > 0 {
		width = max(width, e.cells[n-1].column+e.cells[n-1].width)
	}
	return width
}

// cut shortens the excerpt to width columns, so that the beginning of the mark
// and what is around it stay.
func (e *excerpt) cut(width int) {
	total := e.width()
	if total <= width {
		return
	}
	left := max(0, min(e.from-width/3, total-width))
	first, last := left, left+width // the columns that show the line itself
	if left > 0 {
		first += len(ellipsis)
	}
	if left+width < total {
		last -= len(ellipsis)
	}

	var kept []cell
	if left > 0 {
		kept = append(kept, cell{text: ellipsis})
	}
	end := first
	for _, c := range e.cells {
		if c.column < first || c.column+c.width > last {
			continue
		}
		// Where the cut goes through a wide character or a tab there is a gap.
		c.text = strings.Repeat(" ", c.column-end) + c.text
		kept, end = append(kept, c), c.column+c.width
	}
	if left+width < total {
		kept = append(kept, cell{text: strings.Repeat(" ", last-end) + ellipsis})
	}
	e.cells = kept
	e.from, e.to = e.from-left, min(e.to, last)-left
}

// String is the text without blanks at its end.
func (e *excerpt) String() string {
	var b strings.Builder
	for _, c := range e.cells {
		b.WriteString(c.text)
	}
	return strings.TrimRight(b.String(), " ")
}

// widthOf is how many columns a text takes. It does not depend on the locale.
func widthOf(s string) int {
	return (&runewidth.Condition{StrictEmojiNeutral: true}).StringWidth(s)
}
