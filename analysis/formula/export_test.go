package formula

import "github.com/loadpath/loadpath/analysis"

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
