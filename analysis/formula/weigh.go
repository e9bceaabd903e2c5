package formula

import "math"

// weighing is the diagram of a reduction with the probabilities of its units.
type weighing struct {
	*reduction
	*translation
	levels []int32
	unit   []float64 // of a unit: its probability
	q      []float64 // of a level
}

// weigh takes the probabilities of the events of the formula that was reduced.
func (r *reduction) weigh(t *translation, levels []int32, q []float64) *weighing {
	w := &weighing{reduction: r, translation: t, levels: levels, unit: r.chances(q), q: make([]float64, len(levels))}
	for i, level := range levels {
		w.q[level] = w.unit[r.kept[i]]
	}
	return w
}

// of is a function with its probability, and the importance of every event of
// the formula that was reduced.
func (w *weighing) of(root int32) quantity {
	found := w.quantify(root, w.q)
	birnbaum := make([]float64, len(w.units))
	for i, level := range w.levels {
		birnbaum[w.kept[i]] = found.birnbaum[level]
	}
	w.share(birnbaum)
	found.birnbaum = birnbaum[:w.events]
	return found
}

// chances are the probabilities of the units. Those of parts that fail
// together in one are summed up as logarithms, so that no digits of what is
// small cancel.
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

// share gives the importance of units to their parts, by the chain rule: a part
// matters where it decides, which is while no other part has happened, or all
// others have.
func (w *weighing) share(birnbaum []float64) {
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
}
