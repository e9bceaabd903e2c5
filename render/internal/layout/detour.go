package layout

import (
	"cmp"
	"math"
	"slices"

	"github.com/loadpath/loadpath/render/internal/view"
)

// The measures of a detour, in pixels.
const (
	detourDepth = 22 // below the row: past the frames of its servers
	detourStep  = 8  // between two below each other
	detourPort  = 14 // between two at one node
	detourRoom  = 14 // for what is written on it
)

// detour leads the edges within a row that have to pass a neighbour below the
// row. Graphviz leads them above it, where all that comes from the row above
// runs.
func (l *Layout) detour(v *view.View) {
	var long []*view.Edge
	for _, edge := range v.Edges {
		if edge.From.Tier == edge.To.Tier && l.passes(v, edge) {
			long = append(long, edge)
		}
	}
	slices.SortStableFunc(long, func(a, b *view.Edge) int { return cmp.Compare(l.span(a), l.span(b)) })
	depths := map[*view.Edge]int{}
	for i, edge := range long {
		depth := 0
		for _, other := range long[:i] {
			if edge.From.Tier == other.From.Tier && l.share(edge, other) {
				depth = max(depth, depths[other]+1)
			}
		}
		depths[edge] = depth
		l.leadBelow(v, edge, depth)
	}
}

// passes tells whether a node of the row stands between the two ends.
func (l *Layout) passes(v *view.View, edge *view.Edge) bool {
	low, high := l.reach(edge)
	return slices.ContainsFunc(v.Nodes, func(node *view.Node) bool {
		x := l.Nodes[node].Centre().X
		return node.Tier == edge.From.Tier && x > low+1 && x < high-1
	})
}

// reach is from where to where an edge leads, from left to right.
func (l *Layout) reach(edge *view.Edge) (low, high float64) {
	a, b := l.Nodes[edge.From].Centre().X, l.Nodes[edge.To].Centre().X
	return min(a, b), max(a, b)
}

func (l *Layout) span(edge *view.Edge) float64 {
	low, high := l.reach(edge)
	return high - low
}

// share tells whether two edges run above the same place.
func (l *Layout) share(a, b *view.Edge) bool {
	aLow, aHigh := l.reach(a)
	bLow, bHigh := l.reach(b)
	return aLow < bHigh && bLow < aHigh
}

// leadBelow draws an edge below its row, if nothing stands there.
func (l *Layout) leadBelow(v *view.View, edge *view.Edge, depth int) {
	y := 0.0
	for _, node := range v.Nodes {
		if node.Tier == edge.From.Tier {
			y = max(y, l.Nodes[node].Bottom())
		}
	}
	y += detourDepth + float64(depth)*detourStep
	low, high := l.reach(edge)
	run := Rect{X: low, Y: y - 1, W: high - low, H: 2}
	for _, rect := range l.Nodes {
		if rect.Overlaps(run) {
			return
		}
	}
	from, to := l.Nodes[edge.From], l.Nodes[edge.To]
	l.Edges[edge] = below(from, to, y, depth)
	l.Size.H = max(l.Size.H, y+detourRoom)
}

// below leads from the bottom of one node down to y, along it, and up to the
// bottom of the other.
func below(from, to Rect, y float64, depth int) Curve {
	side := math.Copysign(1, to.Centre().X-from.Centre().X)
	port := func(r Rect) float64 { return max(r.W/4-float64(depth)*detourPort, 0) }
	start := Point{from.Centre().X + side*port(from), from.Bottom()}
	tip := Point{to.Centre().X - side*port(to), to.Bottom()}
	base := Point{tip.X, tip.Y + arrow}
	bend := side * min(24, math.Abs(tip.X-start.X)/4)
	curve := Curve{start, {start.X, y}, {start.X + bend/2, y}, {start.X + bend, y}}
	curve = extend(curve, Point{tip.X - bend, y})
	curve = append(curve, Point{tip.X - bend/2, y}, Point{tip.X, y}, base)
	return extend(curve, tip)
}
