package schema

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/source"
)

// Error is one mistake in the input.
type Error struct {
	// Range is where the mistake was written. Its Line is 0 where the whole
	// file or folder is meant.
	Range source.Range
	// Path is the place in the architecture, or empty.
	Path string
	// Message is one line: what is wrong, and what to write instead.
	Message string

	// text is the content of the file, for the snippet.
	text []byte
}

// Error is the mistake in one line, as "file:line:col: path: message". What
// comes from the user's file is made safe for a terminal.
func (e Error) Error() string {
	var parts []string
	for _, part := range []string{e.Range.String(), e.Path, e.Message} {
		if part != "" {
			parts = append(parts, source.Printable(part))
		}
	}
	return strings.Join(parts, ": ")
}

// Errors are all mistakes of one run, in the order of files and lines.
type Errors []Error

// Error is every mistake on a line of its own.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, mistake := range e {
		lines[i] = mistake.Error()
	}
	return strings.Join(lines, "\n")
}

// Write writes each mistake on a line of its own, and below it, where the
// style asks for snippets, the line in question with a caret.
func (e Errors) Write(w io.Writer, style source.Style) {
	for _, mistake := range e {
		fmt.Fprintln(w, mistake.Error())
		if style.Snippets && mistake.Range.Start.Line > 0 {
			source.WriteSnippet(w, mistake.text, mistake.Range, style)
		}
	}
}

// sorted orders mistakes by file, place and path, and drops repeated ones.
func (e Errors) sorted() Errors {
	slices.SortStableFunc(e, func(x, y Error) int {
		return cmp.Or(
			x.Range.Compare(y.Range),
			cmp.Compare(x.Path, y.Path),
			cmp.Compare(x.Message, y.Message),
		)
	})
	return slices.CompactFunc(e, func(x, y Error) bool {
		return x.Range == y.Range && x.Path == y.Path && x.Message == y.Message
	})
}

// oneLine joins the lines of a message from elsewhere.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
