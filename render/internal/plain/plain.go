// Package plain makes one line that shows what it says of a text that somebody
// wrote: what cannot be seen may hide what a name really is, or, as the
// bidirectional controls do, turn the words after it around.
package plain

import (
	"strings"
	"unicode"
)

// Line is the text on one line. Every run of white space becomes a single
// space, bytes that are no UTF-8 become U+FFFD, and what is never visible is
// left out: controls, formatting such as zero-width and bidirectional
// characters, variation selectors, fillers and non-characters (Unicode 15.0,
// sections 5.21 and 23).
func Line(text string) string {
	seen := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(seen), " ")
}

func invisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}
