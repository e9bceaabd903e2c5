package formula

import "math"

// weighing is a reduction with the probabilities of its units.
type weighing struct {
	*reduction
	unit []float64
	q    []float64 // of the events that are left
}

// weigh takes the probabilities of the events of the formula that was reduced.
func (r *reduction) weigh(q []float64) *weighing {
	w := &weighing{reduction: r, unit: r.chances(q), q: make([]float64, len(r.kept))}
	for i, u := range r.kept {
		w.q[i] = w.unit[u]
	}
	return w
}

// chances are the probabilities of the units. Those of parts one of which is
// enough are summed up as logarithms, so that no digits of what is small
// cancel.
func (r *reduction) chances(q []float64) []float64 {
	chances := append(make([]float64, 0, len(r.units)), q...)
	for _, u := range r.units[len(q):] {
		p := 1.0
		if u.op == opAnd {
			for _, part := range u.parts {
				p *= chances[part]
			}
		} else {
			none := 0.0
			for _, part := range u.parts {
				none += math.Log1p(-chances[part])
			}
			p = -math.Expm1(none)
		}
		chances = append(chances, p)
	}
	return chances
}

// shared is a quantity with the importance of every event of the formula that
// was reduced, by the chain rule: a part of a unit matters where it decides,
// which is while no other part has happened, or all others have.
func (w *weighing) shared(x quantity) quantity {
	birnbaum := make([]float64, len(w.units))
	for i, u := range w.kept {
		birnbaum[u] = x.birnbaum[i]
	}
	var before []float64
	for i := len(w.units) - 1; i >= w.events; i-- {
		u := &w.units[i]
		others := func(part int32) float64 {
			if u.op == opAnd {
				return w.unit[part]
			}
			return 1 - w.unit[part]
		}
		before = append(before[:0], 1)
		for _, part := range u.parts {
			before = append(before, before[len(before)-1]*others(part))
		}
		after := 1.0
		for k := len(u.parts) - 1; k >= 0; k-- {
			part := u.parts[k]
			birnbaum[part] += birnbaum[i] * before[k] * after
			after *= others(part)
		}
	}
	x.birnbaum = birnbaum[:w.events]
	return x
}
