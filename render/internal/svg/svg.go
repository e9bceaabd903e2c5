// Package svg paints a scene as SVG 1.1, one file that needs nothing else:
// presentation attributes instead of a style sheet, so that it also shows where
// styles are forbidden, and texts that keep their measured width in whatever
// typeface the viewer has.
package svg

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/loadpath/loadpath/render/internal/font"
	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/scene"
)

// painter writes a scene. Errors of the writer show when it is flushed.
type painter struct {
	w *bufio.Writer
	// space is what all ids begin with, since pictures share the ids of a
	// page that they are put into.
	space string
	taken map[string]bool
}

// Write paints the scene.
func Write(w io.Writer, s *scene.Scene) error {
	p := &painter{w: bufio.NewWriter(w), taken: map[string]bool{}}
	p.space = "loadpath-" + identifier(s.Name)
	p.open(s)
	p.icons(s)
	p.rect(layout.Rect{W: s.Size.W, H: s.Size.H}, 0, "#ffffff", "", "")
	p.ink(s.Heading)
	for _, frame := range s.Frames {
		p.frame(frame)
	}
	for _, wire := range s.Wires {
		p.wire(wire)
	}
	for _, frame := range s.Frames {
		p.header(frame)
	}
	for _, card := range s.Cards {
		p.card(card)
	}
	for _, wire := range s.Wires {
		if wire.Label != nil {
			p.label(wire)
		}
	}
	for _, sample := range s.Samples {
		p.line(sample)
	}
	p.ink(s.Footer)
	p.printf("</svg>\n")
	return p.w.Flush()
}

func (p *painter) printf(format string, args ...any) { fmt.Fprintf(p.w, format, args...) }

func (p *painter) open(s *scene.Scene) {
	title, desc := p.id("title"), p.id("desc")
	p.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%[1]s" height="%[2]s" role="img" aria-labelledby="%[3]s %[4]s" font-family="%[5]s">`+"\n",
		number(s.Size.W), number(s.Size.H), title, desc, escape(font.Family))
	p.printf("<title id=\"%s\">%s</title>\n<desc id=\"%s\">%s</desc>\n", title, escape(s.Title), desc, escape(s.Description))
}

// id is an identifier that no other thing in the picture has.
func (p *painter) id(name string) string {
	id := p.space + "-" + identifier(name)
	for base, n := id, 2; p.taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	p.taken[id] = true
	return id
}

func (p *painter) frame(f scene.Frame) {
	p.group(f.ID, f.Tip)
	for _, back := range f.Stack {
		p.rect(back, f.Radius, f.Fill, f.Border, f.Dash)
	}
	p.rect(f.Rect, f.Radius, f.Fill, f.Border, f.Dash)
	p.printf("</g>\n")
}

// header writes what stands in a frame, over the wires that cross it.
func (p *painter) header(f scene.Frame) {
	ground := layout.Rect{X: f.Header.X - 3, Y: f.Header.Y + 2, W: f.Header.W + 6, H: f.Header.H - 4}
	p.rect(ground, 4, f.Fill, "", "")
	p.ink(f.Ink)
}

func (p *painter) card(c scene.Card) {
	p.group(c.ID, c.Tip)
	for _, back := range c.Stack {
		p.rect(back, c.Radius, c.Fill, c.Border, c.Dash)
	}
	p.rect(c.Rect, c.Radius, c.Fill, c.Border, c.Dash)
	p.ink(c.Ink)
	p.printf("</g>\n")
}

func (p *painter) wire(w scene.Wire) {
	p.group(w.ID, w.Tip)
	p.line(w)
	p.printf("</g>\n")
}

func (p *painter) label(w scene.Wire) {
	p.printf("<g><title>%s</title>\n", escape(w.Tip))
	p.ink(w.Label.Ink)
	p.printf("</g>\n")
}

func (p *painter) group(id, tip string) {
	p.printf("<g id=\"%s\"><title>%s</title>\n", p.id(id), escape(tip))
}

// line draws a wire up to the base of its arrow, and the arrow.
func (p *painter) line(w scene.Wire) {
	n := len(w.Curve)
	var d strings.Builder
	fmt.Fprintf(&d, "M%s", point(w.Curve[0]))
	for i := 1; i < n-3; i++ {
		if i%3 == 1 {
			d.WriteString("C")
		} else {
			d.WriteString(" ")
		}
		d.WriteString(point(w.Curve[i]))
	}
	dash := ""
	if w.Dash != "" {
		dash = ` stroke-dasharray="` + w.Dash + `"`
	}
	p.printf("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linecap=\"round\"%s/>\n", d.String(), w.Colour, number(w.Width), dash)
	p.arrow(w.Curve[n-4], w.Curve[n-1], w.Colour)
}

// arrow draws the head between its base and its tip.
func (p *painter) arrow(base, tip layout.Point, colour string) {
	const half = 0.45 // of the width, in lengths
	dx, dy := tip.X-base.X, tip.Y-base.Y
	left := layout.Point{X: base.X - dy*half, Y: base.Y + dx*half}
	right := layout.Point{X: base.X + dy*half, Y: base.Y - dx*half}
	p.printf("<path d=\"M%sL%sL%sZ\" fill=\"%s\"/>\n", point(left), point(tip), point(right), colour)
}

func (p *painter) rect(r layout.Rect, radius float64, fill, border, dash string) {
	p.printf(`<rect x="%s" y="%s" width="%s" height="%s"`, number(r.X), number(r.Y), number(r.W), number(r.H))
	if radius > 0 {
		p.printf(` rx="%s"`, number(radius))
	}
	p.printf(` fill="%s"`, fill)
	if border != "" {
		p.printf(` stroke="%s"`, border)
	}
	if dash != "" {
		p.printf(` stroke-dasharray="%s"`, dash)
	}
	p.printf("/>\n")
}

func (p *painter) ink(k scene.Ink) {
	for _, pill := range k.Pills {
		p.rect(pill.Rect, pill.Radius, pill.Fill, pill.Border, "")
	}
	for _, icon := range k.Icons {
		p.icon(icon)
	}
	for _, text := range k.Texts {
		p.text(text)
	}
}

func (p *painter) text(t scene.Text) {
	if t.S == "" {
		return
	}
	weight := ""
	if t.Style.Bold {
		weight = ` font-weight="600"`
	}
	p.printf(`<text x="%s" y="%s" font-size="%s"%s fill="%s" textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`+"\n",
		number(t.X), number(t.Y), number(t.Style.Size), weight, t.Colour, number(t.Width), escape(t.S))
}
