package svg

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/plain"
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

// escape writes a text of the user on one line where XML has text or an
// attribute's value.
func escape(text string) string {
	if len(text) > maxText {
		end := maxText
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "…"
	}
	var b strings.Builder
	for _, r := range plain.Line(text) {
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '"':
			b.WriteString("&quot;")
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
