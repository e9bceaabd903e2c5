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
func (f *Formula) solve(q []float64, budget int) solution { return f.reduce().solve(q, budget) }

func (r *reduction) solve(q []float64, budget int) solution {
	w := r.weigh(q)
	t, levels := r.translate(budget)
	var s solution
	total := t.known[r.total]
	exact := total != -1
	if exact {
		s.total = w.shared(t.quantifyEvents(total, levels, w.q))
		s.totalIn = Interval{s.total.probability, s.total.probability}
	}
	if s.exactly(w, t, levels) {
		return s
	}
	few := r.lookAtFew(w.q, r.affordable())
	s.anything, s.partials = w.shared(few.estimate(&few.anything)), few.bounds(&few.partial)
	if !exact {
		s.total, s.totalIn = w.shared(few.estimate(&few.total)), few.bounds(&few.total)
	}
	return s
}

// exactly fills in what is not the total loss, unless the diagram is or gets
// full.
func (s *solution) exactly(w *weighing, t *translation, levels []int32) bool {
	if t.full {
		return false
	}
	total := t.of(w.total)
	anything := t.apply(disjoin, t.of(w.partial), total)
	partly := t.apply(subtract, anything, total)
	if t.full {
		return false
	}
	s.anything = s.total
	if anything != total {
		s.anything = w.shared(t.quantifyEvents(anything, levels, w.q))
	}
	p := t.quantifyEvents(partly, levels, w.q).probability
	s.partials = Interval{p, p}
	s.monotone = w.isMonotone(t, w.total) && w.isMonotone(t, w.partial)
	return true
}

// quantifyEvents is quantify for probabilities and importances by event, which
// have these levels.
func (t *translation) quantifyEvents(root int32, levels []int32, q []float64) quantity {
	byLevel := make([]float64, len(q))
	for i, level := range levels {
		byLevel[level] = q[i]
	}
	found := t.quantify(root, byLevel)
	for i, level := range levels {
		byLevel[i] = found.birnbaum[level]
	}
	found.birnbaum = byLevel
	return found
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
