// Package markdown makes text from elsewhere plain in Markdown (GitHub's
// dialect): it says what it says, and means nothing else.
package markdown

import (
	"strings"
	"unicode"
)

// Text is a user's text on one line. Nothing in it means anything in Markdown,
// in HTML or in a table, nor begins a heading, and it holds no invisible
// character.
func Text(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	var b strings.Builder
	for i, c := range s {
		switch {
		case strings.ContainsRune("\\`*_[]|~$", c), i == 0 && len(s) > 1 && strings.ContainsRune("#+=", c):
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '<':
			b.WriteString("&lt;")
		case c == '>':
			b.WriteString("&gt;")
		case c == '&':
			b.WriteString("&amp;")
		case unicode.IsPrint(c) && c != unicode.ReplacementChar:
			b.WriteRune(c)
		}
	}
	return b.String()
}
