package formula

import "github.com/loadpath/loadpath/analysis"

// alone is what the flow loses where one event of the formula that was reduced
// has happened, for each. A part of what fails together in all its parts does
// nothing alone.
func (r *reduction) alone() []analysis.Amount {
	lost := make([]analysis.Amount, len(r.units))
	intact, left := r.eachAlone()
	for i := range lost {
		lost[i] = intact
	}
	for i, u := range r.kept {
		lost[u] = left[i]
	}
	for i := len(r.units) - 1; i >= r.events; i-- {
		for _, part := range r.units[i].parts {
			if r.units[i].op == opOr {
				lost[part] = lost[i]
			}
		}
	}
	return lost[:r.events]
}

// eachAlone is what the flow loses where nothing has happened, and where one of
// the events that are left has.
func (r *reduction) eachAlone() (intact analysis.Amount, lost []analysis.Amount) {
	w := newWords(r.circuit, r.total, r.partial)
	events := make([]uint64, len(r.Events))
	w.work(events)
	intact = r.amount(w, 0)
	for first := 0; first < len(events); first += 64 {
		block := min(64, len(events)-first)
		for i := range block {
			events[first+i] = 1 << i
		}
		w.work(events)
		for i := range block {
			lost, events[first+i] = append(lost, r.amount(w, i)), 0
		}
	}
	return intact, lost
}
