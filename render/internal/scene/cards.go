package scene

import (
	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/view"
)

// The measures of a card, in pixels.
const (
	cardPad      = 12
	cardPadY     = 10
	tile         = 32 // the square with the sign
	tileGap      = 10
	titleLine    = 18
	subLine      = 16
	badgeLine    = 24
	minCardWidth = 148
	maxCardWidth = 250
	stackStep    = 4 // how far the next one of a stack looks out
	stackDepth   = 2
)

// cardText is what a card says, cut to the widest card: its title, what it is,
// and its role and badges.
func (c *composer) cardText(node *view.Node) (title, sub, tags strip) {
	title.text(c.fit(nodeStyle, node.Title, maxText-countWidth(node)), nodeStyle, ink)
	if node.Count > 1 && node.Kind != view.Empty {
		title.width += 5
		title.text(times(node.Count), nodeStyle, inkFaint)
	}
	if node.Sub != "" {
		sub.text(c.fit(smallStyle, node.Sub, maxText), smallStyle, inkSoft)
	}
	if node.Role != "" {
		tags.pill("", node.Role, "#1e40af", "#dbeafe", "#bfdbfe")
	}
	tags.badges(node.Badges, maxCardWidth-2*cardPad)
	return title, sub, tags
}

// maxText is the room for text in the widest card.
const maxText = maxCardWidth - 2*cardPad - tile - tileGap

func countWidth(node *view.Node) float64 {
	if node.Count < 2 {
		return 0
	}
	return 5 + nodeStyle.Width(times(node.Count))
}

// cardSize is the size that a card needs by itself.
func (c *composer) cardSize(node *view.Node) layout.Size {
	title, sub, tags := c.cardText(node)
	size := layout.Size{
		W: max(title.width+tile+tileGap, sub.width+tile+tileGap, tags.width) + 2*cardPad,
		H: titleLine + 2*cardPadY,
	}
	if sub.width > 0 {
		size.H += subLine
	}
	if tags.width > 0 {
		size.H += badgeLine
	}
	size.W = max(size.W, minCardWidth)
	return size
}

// nodeSize is the room for a node: all cards are of one width and those of a
// row of one height, so that columns and rows are straight.
func (c *composer) nodeSize(node *view.Node) layout.Size {
	size := layout.Size{W: c.cardWidth, H: c.rowHeight[node.Tier]}
	if node.Count > 1 {
		size.W += stackStep * stackDepth
		size.H += stackStep * stackDepth
	}
	return size
}

// nodes composes the cards.
func (c *composer) nodes(l *layout.Layout) {
	for _, node := range c.v.Nodes {
		rect := l.Nodes[node].Move(c.origin.X, c.origin.Y)
		card := Card{ID: node.ID, Tip: node.Tip, Rect: rect, Radius: 8, Fill: paper, Border: accent(node.Kind)}
		if node.Count > 1 {
			card.Rect, card.Stack = stacked(rect)
		}
		switch node.Kind {
		case view.Internet, view.Client:
			card.Radius = 16
		case view.Address:
			card.Radius, card.Border = 16, zoneLine
		case "external":
			card.Dash = "5 3"
		case view.Empty:
			card.Border, card.Dash = zoneLine, "3 3"
		}
		card.Ink = c.cardInk(node, card.Rect)
		c.s.Cards = append(c.s.Cards, card)
	}
}

// stacked is the front and the backs of a stack in a rectangle.
func stacked(r layout.Rect) (front layout.Rect, backs []layout.Rect) {
	front = layout.Rect{X: r.X, Y: r.Y, W: r.W - stackStep*stackDepth, H: r.H - stackStep*stackDepth}
	for i := stackDepth; i > 0; i-- {
		backs = append(backs, front.Move(float64(i)*stackStep, float64(i)*stackStep))
	}
	return front, backs
}

func (c *composer) cardInk(node *view.Node, r layout.Rect) Ink {
	title, sub, tags := c.cardText(node)
	x, y := r.X+cardPad, r.Y+(r.H-c.cardSize(node).H)/2+cardPadY
	lines := float64(titleLine)
	if sub.width > 0 {
		lines += subLine
	}
	square := layout.Rect{X: x, Y: y + (lines-tile)/2, W: tile, H: tile}
	drawn := Ink{
		Pills: []Pill{{Rect: square, Radius: 7, Fill: tint(node.Kind), Border: tint(node.Kind)}},
		Icons: []Icon{{X: square.X + 5, Y: square.Y + 5, Size: tile - 10, Name: string(node.Kind), Colour: accent(node.Kind)}},
	}
	text := x + tile + tileGap
	drawn.add(title.at(text, y+titleLine/2))
	drawn.add(sub.at(text, y+titleLine+subLine/2))
	drawn.add(tags.at(x, y+lines+badgeLine/2+2))
	return drawn
}
