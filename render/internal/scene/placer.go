package scene

import (
	"math"

	"github.com/loadpath/loadpath/render/internal/layout"
)

// placer finds places for labels on wires.
type placer struct {
	scene  *Scene
	ways   []way
	within layout.Rect
	taken  []layout.Rect
}

// way is where a wire runs, without its arrow.
type way struct {
	points []layout.Point
	length float64
	bounds layout.Rect
	arrow  layout.Rect
	start  layout.Rect
}

// step is the distance between the points of a way, in pixels.
const step = 5

func newPlacer(s *Scene, within layout.Rect) *placer {
	p := &placer{scene: s, within: within}
	for _, wire := range s.Wires {
		p.ways = append(p.ways, wayOf(wire.Curve))
	}
	return p
}

func wayOf(curve layout.Curve) way {
	tip, base := curve[len(curve)-1], curve[len(curve)-4]
	w := way{points: curve[:len(curve)-3].Sample(step)}
	w.arrow = layout.Rect{X: min(tip.X, base.X), Y: min(tip.Y, base.Y), W: math.Abs(tip.X - base.X), H: math.Abs(tip.Y - base.Y)}.Grow(2)
	w.start = layout.Rect{X: w.points[0].X, Y: w.points[0].Y}.Grow(4)
	low, high := w.points[0], w.points[0]
	for i, q := range w.points {
		if i > 0 {
			w.length += math.Hypot(q.X-w.points[i-1].X, q.Y-w.points[i-1].Y)
		}
		low = layout.Point{X: min(low.X, q.X), Y: min(low.Y, q.Y)}
		high = layout.Point{X: max(high.X, q.X), Y: max(high.Y, q.Y)}
	}
	w.bounds = layout.Rect{X: low.X, Y: low.Y, W: high.X - low.X, H: high.Y - low.Y}.Grow(1)
	return w
}

// The prices of what a label should not do. What it must not do has none.
const (
	onArrow  = 40.0
	onStart  = 12.0
	onWire   = 14.0
	onBorder = 14.0
	offWire  = 9.0
	offHalf  = 16.0 // at the end of the wire, in place of its middle
	farther  = 20.0 // for each further step away from the wire
)

// offset is a place beside a point, in label widths and heights and in pixels,
// and what it costs.
type offset struct{ w, h, x, y, price float64 }

// offsets are the places to try, those on the wire first.
func offsets() []offset {
	all := []offset{{}, {w: 0.5, x: 6, price: offWire}, {w: -0.5, x: -6, price: offWire}}
	for i := range 4 {
		away := float64(i) * 24
		all = append(all,
			offset{h: -0.5, y: -6 - away, price: offWire + float64(i)*farther},
			offset{h: 0.5, y: 6 + away, price: offWire + float64(i)*farther})
	}
	return all
}

// place is the cheapest place for a label of wire i: on the wire, or beside it.
// It is nowhere on a card, on a header or on another label.
func (p *placer) place(i int, size layout.Size) (best layout.Rect, ok bool) {
	points, cheapest := p.ways[i].points, math.Inf(1)
	for k, point := range points {
		along := math.Abs(float64(k)/float64(len(points))-0.5) * 2 * offHalf
		for _, o := range offsets() {
			if along+o.price >= cheapest {
				continue
			}
			rect := layout.Rect{X: point.X + o.w*size.W + o.x - size.W/2, Y: point.Y + o.h*size.H + o.y - size.H/2, W: size.W, H: size.H}
			if !p.free(rect) {
				continue
			}
			if price := along + o.price + p.price(i, rect); price < cheapest {
				best, cheapest, ok = rect, price, true
			}
		}
	}
	if ok {
		p.taken = append(p.taken, best)
	}
	return best, ok
}

func (p *placer) free(rect layout.Rect) bool {
	if !p.within.Contains(rect) {
		return false
	}
	rect = rect.Grow(labelAir)
	for _, card := range p.scene.Cards {
		if rect.Overlaps(card.Rect) {
			return false
		}
		for _, back := range card.Stack {
			if rect.Overlaps(back) {
				return false
			}
		}
	}
	for _, frame := range p.scene.Frames {
		if rect.Overlaps(frame.Header) {
			return false
		}
	}
	for _, other := range p.taken {
		if rect.Overlaps(other) {
			return false
		}
	}
	return true
}

func (p *placer) price(i int, rect layout.Rect) float64 {
	price := 0.0
	for _, frame := range p.scene.Frames {
		if near := rect.Grow(labelAir); near.Overlaps(frame.Rect) && !frame.Rect.Contains(near) {
			price += onBorder
		}
	}
	for j, way := range p.ways {
		if way.arrow.Overlaps(rect) {
			price += onArrow
		}
		if way.start.Overlaps(rect) {
			price += onStart
		}
		if j != i && way.crosses(rect.Grow(1)) {
			price += onWire
		}
	}
	return price
}

// crosses tells whether the way leads through a rectangle.
func (w way) crosses(rect layout.Rect) bool {
	if !w.bounds.Overlaps(rect) {
		return false
	}
	for _, point := range w.points {
		if point.X > rect.X && point.X < rect.Right() && point.Y > rect.Y && point.Y < rect.Bottom() {
			return true
		}
	}
	return false
}
