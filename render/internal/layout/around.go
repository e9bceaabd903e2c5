package layout

import (
	"math"
	"slices"

	"github.com/loadpath/loadpath/render/internal/view"
)

// The measures of a way around nodes, in pixels.
const (
	grazing  = 4  // nearer than this looks like a connection
	passing  = 12 // how far from a node a way leads past it
	abreast  = 6  // between two ways past the same node
	cornered = 12 // how far from the corner of a node a way begins or ends
)

// around leads the edges that run across a node, or graze it, past it: seen
// from outside they would end there. Graphviz draws such ones now and then
// where boxes leave it little room.
func (l *Layout) around(v *view.View) {
	taken := map[int][]float64{} // where ways pass a tier
	for _, edge := range v.Edges {
		if edge.From.Tier == edge.To.Tier || !l.hits(v, edge, l.Edges[edge]) {
			continue
		}
		way, passed := l.wayAround(v, edge, taken)
		if l.hits(v, edge, way) {
			continue
		}
		l.Edges[edge] = way
		for tier, x := range passed {
			taken[tier] = append(taken[tier], x)
		}
	}
}

// hits tells whether a curve runs across or grazes a node that is not at one of
// its ends.
func (l *Layout) hits(v *view.View, edge *view.Edge, curve Curve) bool {
	return len(l.hit(v, edge, curve)) > 0
}

// hit are the tiers of the nodes that a curve runs across or grazes.
func (l *Layout) hit(v *view.View, edge *view.Edge, curve Curve) map[int]bool {
	points := curve.Sample(grazing)
	tiers := map[int]bool{}
	for _, node := range v.Nodes {
		near := l.Nodes[node].Grow(grazing)
		if node != edge.From && node != edge.To && slices.ContainsFunc(points, near.holds) {
			tiers[node.Tier] = true
		}
	}
	return tiers
}

// row is the nodes of a tier that lie between the ends of an edge.
type row struct {
	tier        int
	top, bottom float64
	nodes       []Rect
}

// rowsBetween are the rows that lie between two rectangles, from the upper one
// to the lower one.
func (l *Layout) rowsBetween(v *view.View, upper, lower Rect) []row {
	var rows []row
	for _, node := range v.Nodes {
		rect := l.Nodes[node]
		if rect.Y < upper.Bottom() || rect.Bottom() > lower.Y {
			continue
		}
		i := slices.IndexFunc(rows, func(r row) bool { return r.tier == node.Tier })
		if i < 0 {
			i = len(rows)
			rows = append(rows, row{tier: node.Tier, top: rect.Y, bottom: rect.Bottom()})
		}
		rows[i].top, rows[i].bottom = min(rows[i].top, rect.Y), max(rows[i].bottom, rect.Bottom())
		rows[i].nodes = append(rows[i].nodes, rect)
	}
	slices.SortFunc(rows, func(a, b row) int { return a.tier - b.tier })
	return rows
}

// wayAround is a way through gaps of the rows between the ends of an edge, as
// straight as they allow, and where it passes each of these rows. Rows in which
// nothing is in the way do not bend it.
func (l *Layout) wayAround(v *view.View, edge *view.Edge, taken map[int][]float64) (way Curve, passed map[int]float64) {
	upper, lower := l.Nodes[edge.From], l.Nodes[edge.To]
	if upper.Y > lower.Y {
		upper, lower = lower, upper
	}
	rows := l.rowsBetween(v, upper, lower)
	passed = map[int]float64{}
	for range len(rows) + 1 {
		way = l.through(edge, rows, passed)
		hit := l.hit(v, edge, way)
		for _, r := range rows {
			if _, ok := passed[r.tier]; hit[r.tier] && !ok {
				share := (r.top - upper.Bottom()) / (lower.Y - upper.Bottom())
				passed[r.tier] = l.gap(r, upper.Centre().X+share*(lower.Centre().X-upper.Centre().X), taken[r.tier])
			}
		}
	}
	return way, passed
}

// through is the way of an edge that passes some rows at the given places.
func (l *Layout) through(edge *view.Edge, rows []row, passed map[int]float64) Curve {
	upper, lower := l.Nodes[edge.From], l.Nodes[edge.To]
	up := upper.Y > lower.Y
	if up {
		upper, lower = lower, upper
	}
	points := []Point{{upper.Centre().X, upper.Bottom()}}
	for _, r := range rows {
		if x, ok := passed[r.tier]; ok {
			points = append(points, Point{x, r.top - grazing}, Point{x, r.bottom + grazing})
		}
	}
	points = append(points, Point{lower.Centre().X, lower.Y})
	last := len(points) - 1
	first, final := points[1].X, points[last-1].X
	points[0].X, points[last].X = upper.inner(first), lower.inner(final)
	if up {
		slices.Reverse(points)
	}
	return smooth(points)
}

// gap is the place nearest to x where a way can pass a row.
func (l *Layout) gap(r row, x float64, taken []float64) float64 {
	var blocked [][2]float64
	for _, rect := range r.nodes {
		blocked = append(blocked, [2]float64{rect.X - passing, rect.Right() + passing})
	}
	for _, other := range taken {
		blocked = append(blocked, [2]float64{other - abreast, other + abreast})
	}
	candidates := []float64{x}
	for _, b := range blocked {
		candidates = append(candidates, b[0], b[1])
	}
	best := math.Inf(1)
	for _, at := range candidates {
		free := at > 0 && at < l.Size.W && !slices.ContainsFunc(blocked, func(b [2]float64) bool { return at > b[0] && at < b[1] })
		if free && math.Abs(at-x) < math.Abs(best-x) {
			best = at
		}
	}
	if math.IsInf(best, 1) {
		return x
	}
	return best
}

// inner is x, or the place nearest to it where a way may leave r.
func (r Rect) inner(x float64) float64 {
	return min(max(x, r.X+cornered), r.Right()-cornered)
}

// holds tells whether a point lies in r.
func (r Rect) holds(p Point) bool {
	return p.X > r.X && p.X < r.Right() && p.Y > r.Y && p.Y < r.Bottom()
}

// smooth leads upright through points, the last one of which is the tip of the
// arrow.
func smooth(points []Point) Curve {
	last := len(points) - 1
	tip := points[last]
	points[last].Y -= math.Copysign(arrow, tip.Y-points[last-1].Y)
	curve := Curve{points[0]}
	for i, p := range points[1:] {
		before := points[i]
		middle := (before.Y + p.Y) / 2
		curve = append(curve, Point{before.X, middle}, Point{p.X, middle}, p)
	}
	return extend(curve, tip)
}
