package svg

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/loadpath/loadpath/render/internal/layout"
)

// number writes a length in tenths of a pixel: finer is not seen, and the same
// on every machine.
func number(x float64) string {
	rounded := math.Round(x*10) / 10
	if rounded == 0 {
		return "0" // and never -0
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

func point(p layout.Point) string { return number(p.X) + "," + number(p.Y) }

// maxText is the number of bytes of a text that no reader needs more of.
const maxText = 2000

// escape writes a text of the user where XML has text or an attribute's value.
// What XML 1.0 has no room for becomes U+FFFD.
func escape(text string) string {
	if len(text) > maxText {
		end := maxText
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "…"
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t', r == '\n', r == '\r':
			b.WriteByte(' ')
		case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xFFFE, r == 0xFFFF:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// identifier keeps of a name what an id and a style sheet's selector may have.
func identifier(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '_'
	}, name)
	return name[:min(len(name), 200)]
}

// scale writes a factor, in thousandths.
func scale(x float64) string {
	return strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64)
}
