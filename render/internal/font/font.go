// Package font measures text in the typeface of the pictures, Inter, so that
// boxes can be made to fit what is written in them.
package font

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Family is the list of typefaces to ask a viewer for: Inter first, then those
// of about its width.
const Family = "Inter, 'Liberation Sans', 'Helvetica Neue', Arial, sans-serif"

// Ellipsis stands for what is left out of a text that is too long.
const Ellipsis = "…"

// Style is a weight at a size in pixels.
type Style struct {
	Size float64
	Bold bool // 600 in place of 400
}

// The files are Inter by the Inter Project Authors, under the SIL Open Font
// License in OFL.txt.
var (
	//go:embed inter-latin-400.ttf
	latin400 []byte
	//go:embed inter-latin-ext-400.ttf
	latinExt400 []byte
	//go:embed inter-latin-600.ttf
	latin600 []byte
	//go:embed inter-latin-ext-600.ttf
	latinExt600 []byte
)

// face is one weight: its files, the first that has a glyph decides.
type face []*sfnt.Font

var (
	regular  = sync.OnceValue(func() face { return parse(latin400, latinExt400) })
	semibold = sync.OnceValue(func() face { return parse(latin600, latinExt600) })
)

func parse(files ...[]byte) face {
	var f face
	for _, file := range files {
		font, err := sfnt.Parse(file)
		if err != nil {
			panic("an embedded font is damaged: " + err.Error())
		}
		f = append(f, font)
	}
	return f
}

// Width is the width of a text in pixels. Characters that Inter does not have
// come from another typeface; they count as wide as such characters mostly
// are.
func (s Style) Width(text string) float64 {
	f := regular()
	if s.Bold {
		f = semibold()
	}
	var buf sfnt.Buffer
	var ems float64
	for _, r := range text {
		ems += f.advance(&buf, r)
	}
	return ems * s.Size
}

// advance is the width of a character in ems.
func (f face) advance(buf *sfnt.Buffer, r rune) float64 {
	for _, font := range f {
		if ems, ok := glyphAdvance(font, buf, r); ok {
			return ems
		}
	}
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1F000, unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana), r >= 0x3000 && r < 0x3100, r >= 0xFF00 && r < 0xFF61:
		return 1.05
	}
	return 0.7
}

func glyphAdvance(f *sfnt.Font, buf *sfnt.Buffer, r rune) (ems float64, ok bool) {
	glyph, err := f.GlyphIndex(buf, r)
	if err != nil || glyph == 0 {
		return 0, false
	}
	units := f.UnitsPerEm()
	advance, err := f.GlyphAdvance(buf, glyph, fixed.Int26_6(units), font.HintingNone)
	if err != nil {
		return 0, false
	}
	return float64(advance) / float64(units), true
}

// Fit is the text, with its middle left out where it is wider than limit: the
// beginnings and the ends of names are what tells them apart.
func (s Style) Fit(text string, limit float64) string {
	if len(text) <= 4096 && s.Width(text) <= limit {
		return text
	}
	runes := clip([]rune(text), 4096)
	low, high := 0, len(runes) // low runes fit, high do not
	for high-low > 1 {
		if middle := (low + high) / 2; s.Width(leaveOut(runes, middle)) <= limit {
			low = middle
		} else {
			high = middle
		}
	}
	return leaveOut(runes, low)
}

// clip keeps the two ends of a text that no line could hold.
func clip(runes []rune, n int) []rune {
	if len(runes) <= n {
		return runes
	}
	return append(append([]rune{}, runes[:n/2]...), runes[len(runes)-n/2:]...)
}

// leaveOut keeps n runes of the two ends.
func leaveOut(runes []rune, n int) string {
	head := (n + 1) / 2
	return strings.TrimRight(string(runes[:head]), " ") + Ellipsis + strings.TrimLeft(string(runes[len(runes)-(n-head):]), " ")
}

// Wrap breaks a text at its spaces into at most n lines no wider than limit;
// the last one is fitted.
func (s Style) Wrap(text string, limit float64, n int) []string {
	var lines []string
	words := strings.Fields(text)
	for len(words) > 0 {
		if len(lines) == n-1 {
			return append(lines, s.Fit(strings.Join(words, " "), limit))
		}
		take := 1
		line := words[0]
		for take < len(words) && s.Width(line+" "+words[take]) <= limit {
			line += " " + words[take]
			take++
		}
		lines = append(lines, s.Fit(line, limit))
		words = words[take:]
	}
	return lines
}
