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
	clusterPad = 16 // what Graphviz adds to the width of a label
)

// headerLines are what the header of a box says: its name and its signs, and
// its badges, in a second line where they do not fit beside the name.
func (c *composer) headerLines(box *view.Box) []strip {
	var name, badges strip
	sign, colour := "zone", inkSoft
	if box.Kind == view.Server {
		sign, colour = "server", ink
	}
	name.icon(sign, 14, inkFaint)
	name.gap(6)
	name.text(c.fit(boldStyle, box.Title, maxHeader), boldStyle, colour)
	if box.Sub != "" {
		name.gap(7)
		name.text(c.fit(smallStyle, box.Sub, maxHeader*2/3), smallStyle, inkFaint)
	}
	if box.Firewall && box.Kind == view.Server {
		name.gap(8)
		name.icon("firewall", 14, safe)
	}
	if box.Agent != "" {
		name.gap(6)
		name.icon("monitoring", 14, watched)
	}
	if len(box.Badges) == 0 {
		return []strip{name}
	}
	badges.badges(box.Badges, max(c.cardWidth, name.width))
	if name.width+8+badges.width <= c.cardWidth {
		name.gap(8)
		name.append(badges)
		return []strip{name}
	}
	return []strip{name, badges}
}

// headerSize is the room for the header of a box, and above its frame.
func (c *composer) headerSize(box *view.Box) layout.Size {
	size := layout.Size{H: c.headroom[levelOf(box)]}
	for _, line := range c.headerLines(box) {
		size.W = max(size.W, line.width)
		size.H += headerLine
	}
	size.W += 2*(headerPad+frameInset) - clusterPad
	if box.Count > 1 {
		size.W += stackStep * stackDepth
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
	room := c.headroom[levelOf(box)]
	r.Y, r.H = r.Y+room, r.H-room
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
	frame.Header, frame.Ink = c.header(box, frame.Rect)
	return frame
}

// header is what stands at the top of a frame: on the left, or on the right
// where fewer wires cross it.
func (c *composer) header(box *view.Box, frame layout.Rect) (layout.Rect, Ink) {
	lines := c.headerLines(box)
	size := layout.Size{H: float64(len(lines)) * headerLine}
	for _, line := range lines {
		size.W = max(size.W, line.width)
	}
	left := layout.Rect{X: frame.X + headerPad, Y: frame.Y + 6, W: size.W, H: size.H}
	right := left.Move(frame.W-2*headerPad-size.W, 0)
	at := left
	if c.crossings(right) < c.crossings(left) {
		at = right
	}
	var drawn Ink
	for i, line := range lines {
		drawn.add(line.at(at.X, at.Y+(float64(i)+0.5)*headerLine))
	}
	return at, drawn
}

// crossings is the number of wires that lead through a rectangle.
func (c *composer) crossings(r layout.Rect) int {
	count := 0
	for _, wire := range c.s.Wires {
		if wayOf(wire.Curve).crosses(r.Grow(2)) {
			count++
		}
	}
	return count
}
