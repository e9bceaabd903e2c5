package layout

import (
	"math"

	"github.com/loadpath/loadpath/render/internal/view"
)

// nearlyStraight is how far an edge may stray from the vertical and still be
// meant to be straight, in pixels.
const nearlyStraight = 14

// straighten makes the edges upright that are upright but for Graphviz's
// roundings: a small kink looks like a mistake.
func (l *Layout) straighten(v *view.View) {
	for _, edge := range v.Edges {
		curve := l.Edges[edge]
		if len(curve) == 0 || edge.From.Tier == edge.To.Tier {
			continue
		}
		low, high := math.Inf(1), math.Inf(-1)
		for _, p := range curve {
			low, high = min(low, p.X), max(high, p.X)
		}
		if high-low > nearlyStraight {
			continue
		}
		x := (low + high) / 2
		from, to := l.Nodes[edge.From], l.Nodes[edge.To]
		if middle := (from.Centre().X + to.Centre().X) / 2; math.Abs(middle-x) < nearlyStraight {
			x = middle
		}
		top, bottom := curve[0].Y, curve[len(curve)-1].Y
		base := bottom - math.Copysign(min(arrow, math.Abs(bottom-top)), bottom-top)
		l.Edges[edge] = extend(extend(Curve{{x, top}}, Point{x, base}), Point{x, bottom})
	}
}
