package analysis

import "github.com/loadpath/loadpath/model"

// Losses are what each failure takes away of each flow at one horizon: the
// blast radius, without what brings the flows back. They cost a fraction of a
// Result.
type Losses struct {
	Architecture *model.Architecture
	// Failures are all that were looked at, as in Result.
	Failures []Failure
	ledger   ledger
}

// Loss is how much of a flow is lost.
type Loss struct {
	Flow   *model.Flow
	Amount Amount
}

// LossesAt takes away each thing that the options name, and says how much of
// each flow is lost at a horizon, where that is more than with nothing failed.
// What is not written is taken for the worse, and nobody follows a runbook.
func LossesAt(a *model.Architecture, h Horizon, o Options) *Losses {
	e := newEngine(a, o)
	pages := e.sweepAll(&h)
	return &Losses{Architecture: a, Failures: e.listed.failures, ledger: bind(pages, len(e.listed.failures))}
}

// By are the losses by the i-th failure, in the order of the flows.
func (l *Losses) By(i int) []Loss {
	var all []Loss
	for _, what := range l.ledger.of(i) {
		o := &l.ledger.told[what]
		all = append(all, Loss{o.Flow, o.Amount})
	}
	return all
}

// loss is the outcome of which only the amount at one horizon is known, as a
// place among those told; none where no more is lost than with nothing failed.
func (s *sweep) loss() int32 {
	lost, base := None, s.baseline()
	for i := range s.fates {
		s.turn(i)
		lost = max(lost, s.hear(false, base).atWorst[*s.only])
	}
	if lost <= base {
		return none
	}
	return s.amountLost(lost)
}

// amountLost is the place of the outcome of which only that is known.
func (s *sweep) amountLost(lost Amount) int32 {
	if s.amounts[lost] == none {
		s.amounts[lost] = s.write(Outcome{Flow: s.flow, Amount: lost})
	}
	return s.amounts[lost]
}
