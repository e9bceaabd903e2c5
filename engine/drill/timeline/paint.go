package timeline

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/source"
)

// family is the list of typefaces of the pictures.
const family = "Inter, 'Liberation Sans', 'Helvetica Neue', Arial, sans-serif"

// The colours are those of the picture of an architecture. What failed is told
// from what was answered by its place and its darkness, too.
const (
	ink       = "#0f172a"
	inkSoft   = "#475569"
	inkFaint  = "#64748b"
	zoneLine  = "#94a3b8"
	laneFill  = "#f8fafc"
	goodFill  = "#86d3a1"
	lostFill  = "#b91c1c"
	shadeFill = "#fef3c7"
	shadeLine = "#d97706"
	openFill  = "#e2e8f0"
	openLine  = "#64748b"
)

// sign is how a moment is marked: a path around the origin, and how its line is
// drawn.
type sign struct{ path, colour, dash, word string }

var (
	breakSign  = sign{"M-4,-4L4,4M4,-4L-4,4", "#991b1b", "", "break"}
	stepSign   = sign{"M-4,4L0,-4L4,4Z", "#1d4ed8", "4 2", "a person acts"}
	repairSign = sign{"M-4,0L-1,4L5,-4", "#15803d", "2 2", "repair"}
)

// markColours are those of a mark's text and of the ground below it.
func markColours(m drill.Mark) (text, fill string) {
	switch m {
	case drill.TooGood:
		return "#991b1b", "#fee2e2"
	case drill.TooBad:
		return "#854d0e", "#fef9c3"
	case drill.Agrees:
		return inkFaint, ""
	}
	return "#334155", "#e2e8f0"
}

func (p *painter) printf(format string, args ...any) { fmt.Fprintf(p.w, format, args...) }

// open begins the picture, with its title and the summary.
func (p *painter) open(title string) {
	summary := p.verdict.Summary()
	id := "loadpath-drill-" + identifier(p.verdict.Plan.Architecture)
	p.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%[1]s" height="%[2]s" role="img" aria-labelledby="%[3]s-title %[3]s-desc" font-family="%[4]s">`+"\n",
		number(p.size.w), number(p.size.h), id, family)
	p.printf("<title id=\"%s-title\">%s</title>\n<desc id=\"%[1]s-desc\">%[3]s</desc>\n", id, escape(title+": a drill"), escape(summary))
	p.rect(0, 0, p.size.w, p.size.h, 0, "#ffffff")
	p.text(pageMargin, 42, 20, true, ink, shortened(title+": a drill", 20, pageWidth-2*pageMargin))
	p.text(pageMargin, 64, 12.5, false, inkSoft, summary)
}

// key explains the signs and colours.
func (p *painter) key() {
	x, y := float64(pageMargin), p.size.h-keyHeight
	entry := func(width float64, draw func(), text string) {
		draw()
		p.text(x+width+6, y+4, 11, false, inkSoft, text)
		x += width + 6 + textWidth(text, 11)*0.9 + 18
	}
	entry(10, func() { p.rect(x, y-8, 10, 14, 0, goodFill) }, "answered, a second each")
	entry(10, func() { p.rect(x, y-8, 10, 14, 0, lostFill) }, "failed")
	entry(26, func() {
		p.rect(x, y-8, 26, 14, 0, shadeFill)
		p.line(x, y-7, x+26, y-7, shadeLine, 3, "")
	}, "predicted: all is lost")
	entry(26, func() {
		p.rect(x, y-8, 26, 14, 0, shadeFill)
		p.line(x, y-7, x+26, y-7, shadeLine, 3, "4 3")
	}, "a part is")
	entry(26, func() {
		p.line(x, y-7, x+26, y-7, shadeLine, 1, "")
		p.line(x+26, y-9, x+26, y-4, shadeLine, 1, "")
	}, "may take so long")
	for _, s := range []sign{breakSign, stepSign, repairSign} {
		entry(10, func() { p.sign(x+5, y-1, s) }, s.word)
	}
}

func (p *painter) rect(x, y, w, h, radius float64, fill string) {
	rounded := ""
	if radius > 0 {
		rounded = ` rx="` + number(radius) + `"`
	}
	p.printf(`<rect x="%s" y="%s" width="%s" height="%s"%s fill="%s"/>`+"\n", number(x), number(y), number(w), number(h), rounded, fill)
}

func (p *painter) line(x1, y1, x2, y2 float64, colour string, width float64, dash string) {
	dashed := ""
	if dash != "" {
		dashed = ` stroke-dasharray="` + dash + `"`
	}
	p.printf(`<path d="M%s,%sL%s,%s" stroke="%s" stroke-width="%s"%s/>`+"\n", number(x1), number(y1), number(x2), number(y2), colour, number(width), dashed)
}

func (p *painter) fill(path, colour string) {
	if path != "" {
		p.printf(`<path d="%s" fill="%s"/>`+"\n", path, colour)
	}
}

func (p *painter) sign(x, y float64, s sign) {
	p.printf(`<path transform="translate(%s,%s)" d="%s" fill="none" stroke="%s" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`+"\n", number(x), number(y), s.path, s.colour)
}

func (p *painter) text(x, y, size float64, strong bool, colour, s string) {
	weight := ""
	if strong {
		weight = ` font-weight="600"`
	}
	p.printf(`<text x="%s" y="%s" font-size="%s"%s fill="%s">%s</text>`+"\n", number(x), number(y), number(size), weight, colour, escape(s))
}

// number writes a length in tenths of a pixel: finer is not seen, and the same
// on every machine.
func number(x float64) string {
	rounded := math.Round(x*10) / 10
	if rounded == 0 {
		return "0" // and never -0
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// textWidth is about how wide a text is: the widths of letters differ, and the
// typeface is the viewer's.
func textWidth(s string, size float64) float64 {
	return float64(runewidth.StringWidth(s)) * size * 0.56
}

// shortened is a text cut to a width.
func shortened(s string, size, width float64) string {
	return runewidth.Truncate(source.Printable(s), max(int(width/(size*0.56)), 1), "…")
}

// escape writes a text on one line where XML has text.
func escape(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(source.Printable(s))) // a buffer takes everything
	return b.String()
}

// identifier keeps of a name what an id may have.
func identifier(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '_'
	}, name)
}
