package formula

// nodeBudget is how many nodes a diagram may have where nothing else is said:
// about 40 MB with its tables.
const nodeBudget = 1 << 20

// solution is the probabilities of a formula, exactly, or as bounds and
// estimates.
type solution struct {
	total, anything   quantity // by event; anything is total or partial
	totalIn, partials Interval
	monotone          bool // for sure
}

// solve works out the probabilities of a formula for those of its events.
func (f *Formula) solve(q []float64, budget int) solution {
	r := f.reduce()
	t, levels := r.translate(budget)
	w := r.weigh(t, levels, q)
	var s solution
	total := t.known[r.total]
	exact := total != -1
	if exact {
		s.total = w.of(total)
		s.totalIn = Interval{s.total.probability, s.total.probability}
	}
	if s.exactly(w, total) {
		return s
	}
	few := f.lookAtFew(q, f.affordable())
	s.anything, s.partials = few.estimate(&few.anything), few.bounds(&few.partial)
	if !exact {
		s.total, s.totalIn = few.estimate(&few.total), few.bounds(&few.total)
	}
	return s
}

// exactly fills in what is not the total loss, unless the diagram is or gets
// full.
func (s *solution) exactly(w *weighing, total int32) bool {
	t, f := w.translation, w.reduction
	if t.full {
		return false
	}
	anything := t.apply(disjoin, t.of(f.partial), total)
	partly := t.apply(subtract, anything, total)
	if t.full {
		return false
	}
	s.anything = s.total
	if anything != total {
		s.anything = w.of(anything)
	}
	p := t.quantify(partly, w.q).probability
	s.partials = Interval{p, p}
	s.monotone = f.isMonotone(t, f.total) && f.isMonotone(t, f.partial)
	return true
}

// translate is a diagram that holds both functions of the formula, and the
// level of each event. If the diagram is full in every order of the events it
// is that of the last; the total loss may still be in it.
func (f *Formula) translate(budget int) (*translation, []int32) {
	var t *translation
	var levels []int32
	for _, levels = range f.orders() {
		t = newTranslation(f.circuit, levels, budget)
		t.of(f.total)
		t.of(f.partial)
		if !t.full {
			break
		}
	}
	return t, levels
}

// Monotone tells whether a further failure is known never to make the flow
// better. It is not known where the formula holds a "not" and its diagram is
// too large.
func (f *Formula) Monotone() bool {
	t, _ := f.translate(nodeBudget)
	return f.isMonotone(t, f.total) && f.isMonotone(t, f.partial)
}

func (f *Formula) isMonotone(t *translation, root ref) bool {
	if f.circuit.gates[root].positive {
		return true
	}
	function := t.of(root)
	return !t.full && t.monotone(function) && !t.full
}
