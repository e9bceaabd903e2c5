package analysis

import "slices"

// ledger holds what failures do to flows. Failures of things that are alike do
// the same, so what they do is told once.
type ledger struct {
	told []Outcome // without their failures
	// what[starts[i]:starts[i+1]] are the outcomes of failure i, as positions
	// in told, in the order of the flows.
	what   []int32
	starts []int32
}

// effect is one outcome: the number of the failure, and its position in told.
type effect struct{ failure, what int32 }

// page is the ledger of some flows in a row, in the order in which they were
// worked out.
type page struct {
	told      []Outcome
	effects   []effect
	baselines []Amount
}

// bind sorts the effects of all pages, which come flow by flow, into the order
// of the failures, by counting.
func bind(pages []page, failures int) ledger {
	var l ledger
	total := 0
	l.starts = make([]int32, failures+1)
	for _, p := range pages {
		total += len(p.told)
		for _, e := range p.effects {
			l.starts[e.failure+1]++
		}
	}
	for i := range failures {
		l.starts[i+1] += l.starts[i]
	}
	l.what = make([]int32, l.starts[failures])
	l.told = make([]Outcome, 0, total)
	next := slices.Clone(l.starts)
	for _, p := range pages {
		first := int32(len(l.told))
		l.told = append(l.told, p.told...)
		for _, e := range p.effects {
			l.what[next[e.failure]] = first + e.what
			next[e.failure]++
		}
	}
	return l
}

// of are the positions in told of the outcomes of a failure.
func (l *ledger) of(failure int) []int32 { return l.what[l.starts[failure]:l.starts[failure+1]] }
