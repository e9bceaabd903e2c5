package source

import (
	"strings"
	"unicode"
)

// Printable makes a text from somebody's file safe for a terminal: control
// characters, invisible characters and those that turn the direction of the
// text become visible signs. The result is one line.
func Printable(s string) string {
	clean := true
	for _, r := range s {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		b.WriteString(visible(r))
	}
	return b.String()
}

// visible is the character itself, or a sign for one that is not to be seen:
// Unicode has a picture for each of the ASCII control characters.
func visible(r rune) string {
	switch {
	case unicode.IsPrint(r):
		return string(r)
	case r < 0x20:
		return string('␀' + r)
	case r == 0x7f:
		return "␡"
	case unicode.IsSpace(r):
		return " "
	}
	return string(unicode.ReplacementChar)
}
