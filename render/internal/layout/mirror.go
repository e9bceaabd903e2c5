package layout

import "github.com/loadpath/loadpath/render/internal/view"

// backwards tells whether more nodes stand left of those that come before them
// in the architecture than right of them, each among those of its tier.
// Graphviz orders by crossings alone.
func (l *Layout) backwards(v *view.View) bool {
	balance := 0
	for i, node := range v.Nodes {
		for _, before := range v.Nodes[:i] {
			switch {
			case before.Tier != node.Tier:
			case l.Nodes[before].X < l.Nodes[node].X:
				balance++
			default:
				balance--
			}
		}
	}
	return balance < 0
}

// mirror swaps left and right, which changes nothing else.
func (l *Layout) mirror() {
	flip := func(r Rect) Rect { return Rect{l.Size.W - r.Right(), r.Y, r.W, r.H} }
	for node, rect := range l.Nodes {
		l.Nodes[node] = flip(rect)
	}
	for box, rect := range l.Boxes {
		l.Boxes[box] = flip(rect)
	}
	for _, curve := range l.Edges {
		for i, p := range curve {
			curve[i].X = l.Size.W - p.X
		}
	}
}
