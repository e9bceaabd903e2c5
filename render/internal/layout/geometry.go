package layout

import "math"

// Size is a width and a height.
type Size struct{ W, H float64 }

// Point is a place.
type Point struct{ X, Y float64 }

// to is how far q is from p.
func (p Point) to(q Point) float64 { return math.Hypot(q.X-p.X, q.Y-p.Y) }

// Rect is a rectangle; X and Y are its top left corner.
type Rect struct{ X, Y, W, H float64 }

// Right and Bottom are the far sides.
func (r Rect) Right() float64  { return r.X + r.W }
func (r Rect) Bottom() float64 { return r.Y + r.H }

// Centre is the middle.
func (r Rect) Centre() Point { return Point{r.X + r.W/2, r.Y + r.H/2} }

// Grow is the rectangle with a margin all round, or with less for a negative
// one.
func (r Rect) Grow(by float64) Rect {
	return Rect{r.X - by, r.Y - by, r.W + 2*by, r.H + 2*by}
}

// Move is the rectangle elsewhere.
func (r Rect) Move(x, y float64) Rect { return Rect{r.X + x, r.Y + y, r.W, r.H} }

// Overlaps tells whether the two share more than a border.
func (r Rect) Overlaps(s Rect) bool {
	const hair = 0.01
	return r.X < s.Right()-hair && s.X < r.Right()-hair && r.Y < s.Bottom()-hair && s.Y < r.Bottom()-hair
}

// Contains tells whether s lies in r, give or take a rounding.
func (r Rect) Contains(s Rect) bool {
	const slack = 0.6
	return s.X >= r.X-slack && s.Y >= r.Y-slack && s.Right() <= r.Right()+slack && s.Bottom() <= r.Bottom()+slack
}

// Distance is how far a point is from the border of r.
func (r Rect) Distance(p Point) float64 {
	dx := max(r.X-p.X, 0, p.X-r.Right())
	dy := max(r.Y-p.Y, 0, p.Y-r.Bottom())
	if dx > 0 || dy > 0 {
		return math.Hypot(dx, dy)
	}
	return min(p.X-r.X, r.Right()-p.X, p.Y-r.Y, r.Bottom()-p.Y)
}

// Curve is a chain of cubic Bézier curves: a first point, then three for each
// part. It ends at the tip of the arrow.
type Curve []Point

// Move is the curve elsewhere.
func (c Curve) Move(x, y float64) Curve {
	moved := make(Curve, len(c))
	for i, p := range c {
		moved[i] = Point{p.X + x, p.Y + y}
	}
	return moved
}

// Sample are points along the curve, about a step apart, and its end.
func (c Curve) Sample(step float64) []Point {
	var points []Point
	for i := 0; i+3 < len(c); i += 3 {
		reach := c[i].to(c[i+1]) + c[i+1].to(c[i+2]) + c[i+2].to(c[i+3])
		n := max(int(math.Ceil(reach/step)), 1)
		for k := range n {
			points = append(points, bezier(c[i:i+4], float64(k)/float64(n)))
		}
	}
	return append(points, c[len(c)-1])
}

func bezier(p []Point, t float64) Point {
	u := 1 - t
	a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{
		a*p[0].X + b*p[1].X + c*p[2].X + d*p[3].X,
		a*p[0].Y + b*p[1].Y + c*p[2].Y + d*p[3].Y,
	}
}

// arrow is the length of the head of an arrow, in pixels: Graphviz's ten
// points, scaled by the arrowsize that write asks for.
const arrow = 8

// straight leads from the border of one rectangle to that of another.
func straight(from, to Rect) Curve {
	a, tip := from.border(to.Centre()), to.border(from.Centre())
	length := a.to(tip)
	share := 0.0
	if length > arrow {
		share = (length - arrow) / length
	}
	b := Point{a.X + (tip.X-a.X)*share, a.Y + (tip.Y-a.Y)*share}
	return extend(extend(Curve{a}, b), tip)
}

// border is where the line from the centre to p leaves r.
func (r Rect) border(p Point) Point {
	c := r.Centre()
	dx, dy := p.X-c.X, p.Y-c.Y
	scale := math.Inf(1)
	if dx != 0 {
		scale = r.W / 2 / math.Abs(dx)
	}
	if dy != 0 {
		scale = min(scale, r.H/2/math.Abs(dy))
	}
	if math.IsInf(scale, 1) {
		return c
	}
	return Point{c.X + dx*scale, c.Y + dy*scale}
}
