// Package source holds places in the files that a user wrote, and shows them.
package source

import (
	"cmp"
	"fmt"
)

// Pos is a place in a text. Line and Column count from 1; Column counts bytes.
type Pos struct{ Line, Column int }

// Range is a stretch of one file, from Start up to and without End. File is
// the path as it is shown: relative to where the user stands. The zero Range
// is nowhere.
type Range struct {
	File       string
	Start, End Pos
}

// Compare orders ranges by file and by where they begin.
func (r Range) Compare(other Range) int {
	return cmp.Or(
		cmp.Compare(r.File, other.File),
		cmp.Compare(r.Start.Line, other.Start.Line),
		cmp.Compare(r.Start.Column, other.Start.Column),
	)
}

// String is the beginning of the range as editors and terminals link it:
// file:line:column.
func (r Range) String() string {
	if r.Start.Line == 0 {
		return r.File
	}
	return fmt.Sprintf("%s:%d:%d", r.File, r.Start.Line, r.Start.Column)
}

// Map finds where a path of the architecture was written, and what the files
// say.
type Map struct {
	// Locate is the tightest range for the path: the label of the field that
	// the user wrote, or of the nearest one around it.
	Locate func(path string) Range
	// Text is the content of a file that Locate named.
	Text func(file string) []byte
}
