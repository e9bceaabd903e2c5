package schema

import (
	"fmt"
	"unicode"
)

// control is the first character of a text that nobody sees and that changes
// what others see: a control character, or one that turns the direction of
// writing (Unicode Standard Annex 9). It is 0 where there is none. A text that
// may have lines may have their ends and tabs.
func control(text string, lines bool) rune {
	for _, r := range text {
		switch {
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return r
		case unicode.IsControl(r) && !(lines && (r == '\n' || r == '\r' || r == '\t')):
			return r
		}
	}
	return 0
}

// controlNoun is what such a character is called.
func controlNoun(r rune) string {
	switch r {
	case '\n', '\r':
		return "the end of a line"
	case '\t':
		return "a tab"
	}
	return fmt.Sprintf("the control character %U", r)
}

// linesMayEnd tells whether a text may have several lines: prose, and what
// goes to a program as it is.
func linesMayEnd(n *node) bool {
	for _, part := range [...]*node{n, n.parent} {
		switch part.name {
		case "description", "because", "steps", "when", "command", "env":
			return true
		}
	}
	return false
}
