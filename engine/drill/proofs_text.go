package drill

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/source"
)

// WriteText writes the proofs for people.
func (p *Proofs) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	for i, s := range p.sections() {
		if i > 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "%s: %s\n  %s\n", s.title, s.result, source.Printable(s.summary))
		for _, t := range s.tables {
			if len(t.lines) > 0 {
				fmt.Fprintf(b, "\n  %s\n", t.heading)
				t.text(b)
			}
		}
	}
	return b.Flush()
}

// text writes the lines in columns as wide as what is in them.
func (t *proofTable) text(w io.Writer) {
	titles := []string{""}
	for _, column := range t.used() {
		titles = append(titles, t.columns[column+1])
	}
	rows := [][]string{titles}
	for _, line := range t.lines {
		row := []string{marks[line.result]}
		for _, column := range t.used() {
			row = append(row, source.Printable(line.cells[column]))
		}
		rows = append(rows, row)
	}
	widths := make([]int, len(titles))
	for _, row := range rows {
		for j, cell := range row {
			widths[j] = max(widths[j], runewidth.StringWidth(cell))
		}
	}
	for _, row := range rows {
		line := " "
		for j, cell := range row {
			line += " " + cell + strings.Repeat(" ", widths[j]-runewidth.StringWidth(cell)+1)
		}
		fmt.Fprintln(w, " "+strings.TrimRight(line, " "))
	}
}

// WriteMarkdown writes the proofs as sections of a page.
func (p *Proofs) WriteMarkdown(w io.Writer) error {
	b := bufio.NewWriter(w)
	for i, s := range p.sections() {
		if i > 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "## %s: %s\n\n%s.\n", s.title, s.result, markdown.Text(s.summary))
		for _, t := range s.tables {
			if len(t.lines) > 0 {
				fmt.Fprintf(b, "\n### %s\n\n", markdown.Text(strings.ToUpper(t.heading[:1])+t.heading[1:]))
				t.markdown(b)
			}
		}
	}
	return b.Flush()
}

func (t *proofTable) markdown(w io.Writer) {
	titles, rule := "| |", "|---|"
	for _, column := range t.used() {
		titles, rule = titles+" "+t.columns[column+1]+" |", rule+"---|"
	}
	fmt.Fprintf(w, "%s\n%s\n", titles, rule)
	for _, line := range t.lines {
		row := "| " + marks[line.result] + " |"
		for _, column := range t.used() {
			row += " " + markdown.Text(line.cells[column]) + " |"
		}
		fmt.Fprintln(w, row)
	}
}
