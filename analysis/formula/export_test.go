package formula

import (
	"encoding/xml"
	"fmt"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// Probabilities are those of total and of partial loss, exactly or as bounds,
// and the Birnbaum importances for the total loss.
func (f *Formula) Probabilities(q []float64, budget int) (total, partial Interval, birnbaum []float64) {
	s := f.solve(q, budget)
	return s.totalIn, s.partials, s.total.birnbaum
}

// Bounds are those from the states with at most so many failures.
func (f *Formula) Bounds(q []float64, most int) (total, partial Interval) {
	s := f.lookAtFew(q, most)
	return s.bounds(&s.total), s.bounds(&s.partial)
}

// RateOf is what is taken for a failure: its unavailability, failures a year
// and hours until repair, and what of that was assumed.
func RateOf(f analysis.Failure) (unavailability, frequency, repair float64, assumed *Assumption) {
	r, assumed := rateOf(f)
	return r.unavailability, r.frequency, r.repair, assumed
}

// Ladder is a formula as deep as it has events: one or (the next and (one or
// ...)). No simplification makes it flat.
func Ladder(depth int) *Formula {
	c := newCircuit()
	f := &Formula{circuit: c}
	top := never
	for i := range depth {
		f.Events = append(f.Events, analysis.Failure{Server: &model.Server{Name: fmt.Sprint("s-", i), Group: &model.Group{}}})
		if i%2 == 0 {
			top = c.or(c.event(int32(i)), top)
		} else {
			top = c.and(c.event(int32(i)), top)
		}
	}
	f.total, f.partial = top, top
	return f
}

// Unavailabilities are those that an export writes.
func (f *Formula) Unavailabilities() []float64 {
	q := make([]float64, len(f.Events))
	for i, event := range f.Events {
		r, _ := rateOf(event)
		q[i] = r.unavailability
	}
	return q
}

// OpenPSA is the formula as a document of its own.
func (f *Formula) OpenPSA() []byte {
	t := tree{formula: f, prefix: "g-", used: make([]bool, len(f.Events))}
	top, _ := t.top()
	e := exporter{known: make(map[analysis.Failure]bool)}
	gates := append([]mefGate{{Name: "top", Formula: top}}, t.gates...)
	e.document.Trees = []mefTree{{Name: "ladder", Label: "ladder", Gates: gates}}
	e.define(t)
	text, err := xml.Marshal(e.document)
	if err != nil {
		panic(err)
	}
	return text
}
