package scene

import (
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/render/internal/font"
	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/plain"
	"github.com/loadpath/loadpath/render/internal/view"
)

// The measures of the page, in pixels.
const (
	pageMargin   = 28
	headingLine  = 30
	summaryLine  = 20
	minPageWidth = 620
)

// composer carries a scene in the making.
type composer struct {
	v *view.View
	s *Scene
	// cardWidth and rowHeight make cards alike.
	cardWidth float64
	rowHeight map[int]float64
	// headroom is what stays free above the frames of a level.
	headroom map[level]float64
	// origin is where the layout begins on the page, bottom where it ends.
	origin layout.Point
	bottom float64
	// drawing is where labels may stand.
	drawing layout.Rect
}

func newComposer(v *view.View) *composer {
	c := &composer{v: v, rowHeight: map[int]float64{}, headroom: map[level]float64{}}
	c.s = &Scene{Name: v.Name, Title: v.Title, Description: c.describe()}
	for _, node := range v.Nodes {
		size := c.cardSize(node)
		c.cardWidth = max(c.cardWidth, size.W)
		c.rowHeight[node.Tier] = max(c.rowHeight[node.Tier], size.H)
	}
	c.findHeadroom()
	return c
}

// describe says in words what the picture shows.
func (c *composer) describe() string {
	parts := []string{"Architecture with " + c.v.Summary + "."}
	if c.v.Note != "" {
		parts = append(parts, c.v.Note)
	}
	for _, edge := range c.v.Edges {
		parts = append(parts, edge.Tip+".")
		if len(parts) > 60 {
			parts = append(parts, "And more.")
			break
		}
	}
	return strings.Join(parts, " ")
}

// fit cuts a text of the user to a width, on one line.
func (c *composer) fit(style font.Style, text string, limit float64) string {
	return style.Fit(plain.Line(text), limit)
}

func times(n int) string { return "× " + strconv.Itoa(n) }

// frame makes the page: its width, its heading, and where the drawing begins.
func (c *composer) frame(l *layout.Layout) {
	width := max(l.Size.W, minPageWidth) + 2*pageMargin
	c.s.Size.W = width
	room := width - 2*pageMargin
	y := float64(pageMargin)
	line := func(text string, style font.Style, colour string, height float64) {
		if text == "" {
			return
		}
		var s strip
		s.text(c.fit(style, text, room), style, colour)
		c.s.Heading.add(s.at(pageMargin, y+height/2))
		y += height
	}
	for _, part := range headingStyle.Wrap(plain.Line(c.v.Title), room, 2) {
		line(part, headingStyle, ink, headingLine)
	}
	line(c.v.Summary, plainStyle, inkFaint, summaryLine)
	line(c.v.Note, plainStyle, inkFaint, summaryLine)
	c.origin = layout.Point{X: (width - l.Size.W) / 2, Y: y + 16}
	c.bottom = c.origin.Y + l.Size.H
	c.drawing = layout.Rect{X: 0, Y: c.origin.Y, W: width, H: l.Size.H}.Grow(-pageMargin / 3)
}
