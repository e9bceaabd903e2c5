package scene

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/view"
)

// wires composes the edges, without their labels.
func (c *composer) wires(l *layout.Layout) {
	for _, edge := range c.v.Edges {
		wire := Wire{ID: edge.ID, Tip: edge.Tip, Curve: l.Edges[edge].Move(c.origin.X, c.origin.Y)}
		wire.Colour, wire.Dash, wire.Width = lineStyle(edge)
		c.s.Wires = append(c.s.Wires, wire)
	}
}

// lineStyle is how an edge is drawn.
func lineStyle(edge *view.Edge) (colour, dash string, width float64) {
	colour, width = classColour(edge.Class), 1.6
	switch {
	case edge.Backup:
		dash = "7 5"
	case edge.Class == view.Replication, edge.Class == view.Copy:
		dash = "2 4"
	case edge.Optional:
		dash, width = "1 3", 1.3
	}
	return colour, dash, width
}

// labelHeight is the height of a label on a wire, labelPad the room at its
// ends, labelAir what is kept free around it.
const (
	labelHeight = 18
	labelPad    = 6
	labelAir    = 3
	maxLabel    = 190
)

// labelStrip is what stands on a wire. One with a badge says what it is, so
// that it is clear what was found there.
func (c *composer) labelStrip(edge *view.Edge) strip {
	var s strip
	text := edge.Label
	if len(edge.Badges) > 0 {
		text = edge.Text
	}
	if edge.Encrypted && text != "" {
		s.icon("lock", 11, safe)
		s.gap(3)
	}
	if text != "" {
		s.text(c.fit(labelStyle, text, maxLabel), labelStyle, classColour(edge.Class))
	}
	s.badges(edge.Badges, max(maxLabel, s.width+80))
	return s
}

// labelSize is the room that a label takes.
func (c *composer) labelSize(edge *view.Edge) layout.Size {
	s := c.labelStrip(edge)
	if s.width == 0 {
		return layout.Size{}
	}
	size := layout.Size{W: s.width + 2*labelPad, H: labelHeight}
	if len(edge.Badges) > 0 {
		size.H = badgeHeight + 5
	}
	return size
}

// labels finds a place for each label, the shortest wires first, since they
// leave the least choice. What finds none stays in the wire's tip.
func (c *composer) labels() {
	order := make([]int, len(c.s.Wires))
	for i := range order {
		order[i] = i
	}
	p := newPlacer(c.s, c.drawing)
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p.ways[i].length, p.ways[j].length) })
	for _, i := range order {
		s := c.labelStrip(c.v.Edges[i])
		if s.width == 0 {
			continue
		}
		rect, ok := p.place(i, c.labelSize(c.v.Edges[i]))
		if !ok {
			continue
		}
		ink := Ink{Pills: []Pill{{Rect: rect, Radius: 5, Fill: paper, Border: labelLine}}}
		ink.add(s.at(rect.X+labelPad, rect.Y+rect.H/2))
		c.s.Wires[i].Label = &Label{Rect: rect, Ink: ink}
	}
}
