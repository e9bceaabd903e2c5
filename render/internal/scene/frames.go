package scene

import (
	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/view"
)

// The measures of a frame, in pixels.
const (
	headerLine = 22
	maxHeader  = 260
	frameInset = 4 // Graphviz puts boxes border to border
	headerPad  = 14
)

// headerLines are what the header of a box says: its name, and in a second
// line, where there is something, its signs and badges.
func (c *composer) headerLines(box *view.Box) []strip {
	var name, signs strip
	sign, style, colour := "zone", boldStyle, inkSoft
	if box.Kind == view.Server {
		sign, colour = "server", ink
	}
	name.icon(sign, 14, inkFaint)
	name.gap(6)
	name.text(c.fit(style, box.Title, maxHeader), style, colour)
	if box.Sub != "" {
		name.gap(7)
		name.text(c.fit(smallStyle, box.Sub, maxHeader/2), smallStyle, inkFaint)
	}
	if box.Firewall && box.Kind == view.Server {
		signs.icon("firewall", 13, "#15803d")
		signs.gap(3)
		signs.text("firewall", labelStyle, inkSoft)
	}
	if box.Agent != "" {
		signs.gap(10)
		signs.icon("monitoring", 13, "#0e7490")
		signs.gap(3)
		signs.text(c.fit(labelStyle, box.Agent, maxHeader/2), labelStyle, inkSoft)
	}
	if len(box.Badges) == 0 && signs.width == 0 {
		return []strip{name}
	}
	signs.badges(box.Badges, max(c.cardWidth, signs.width+90))
	return []strip{name, signs}
}

// headerSize is the room for the header of a box.
func (c *composer) headerSize(box *view.Box) layout.Size {
	var size layout.Size
	for _, line := range c.headerLines(box) {
		size.W = max(size.W, line.width)
		size.H += headerLine
	}
	return size
}

// boxes composes the frames, the outer ones first.
func (c *composer) boxes(l *layout.Layout) {
	var add func(box *view.Box, depth int)
	add = func(box *view.Box, depth int) {
		c.s.Frames = append(c.s.Frames, c.frameOf(box, l.Boxes[box].Move(c.origin.X, c.origin.Y), depth))
		for _, inner := range box.Boxes {
			add(inner, depth+1)
		}
	}
	for _, box := range c.v.Boxes {
		add(box, 0)
	}
}

func (c *composer) frameOf(box *view.Box, r layout.Rect, depth int) Frame {
	frame := Frame{ID: box.ID, Tip: box.Tip, Rect: r.Grow(-frameInset), Radius: 10, Fill: paper, Border: serverLine}
	if box.Kind == view.Zone {
		frame.Radius, frame.Border, frame.Dash = 14, zoneLine, "6 4"
		frame.Fill = zoneFill
		if depth%2 == 1 {
			frame.Fill = zoneInner
		}
	}
	if box.Count > 1 {
		frame.Rect, frame.Stack = stacked(frame.Rect)
	}
	x, y := frame.Rect.X+headerPad, frame.Rect.Y+6
	frame.Header = layout.Rect{X: x, Y: y}
	for _, line := range c.headerLines(box) {
		frame.Ink.add(line.at(x, y+headerLine/2))
		frame.Header.W = max(frame.Header.W, line.width)
		y += headerLine
		frame.Header.H += headerLine
	}
	return frame
}
