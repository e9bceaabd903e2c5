package validate

import (
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// trialWork bounds the trials of a run, in instances that a flow hangs on,
// summed up over the flows of every trial: a part of a second. It is in addition
// to what so many analyses of the whole cost.
const (
	trialWork     = 60_000
	trialAnalyses = 4
)

// trials mend mistakes in copies of the architecture, as long as that is no
// more work than is good.
type trials struct {
	judge *advice.Judge
	reach *reach
	left  int
}

func newTrials(in *Input, r *reach) *trials {
	return &trials{judge: advice.NewJudge(in.Analysis), reach: r, left: trialWork + trialAnalyses*r.work(in.Architecture.Flows)}
}

// try tries a change on some flows. It is nil where the change does not fit
// the architecture; and whether there was work left for it.
func (t *trials) try(c advice.Change, flows []*model.Flow) (*advice.Comparison, bool) {
	heard, _ := advice.Unlike(flows)
	work := t.reach.work(heard)
	if work > t.left {
		return nil, false
	}
	t.left -= work
	made, err := t.judge.Compare(c, flows, analysis.Crash)
	if err != nil {
		return nil, true
	}
	return made, true
}

// mend tries the changes that may mend a mistake, the cheapest first, until one
// lifts all the harm of some points. Else it is the first that lifts some, or
// nil; and whether all could be tried.
func (t *trials) mend(c *cause, points []analysis.SinglePoint) (*advice.Comparison, bool) {
	var best *advice.Comparison
	most := -1
	for _, change := range c.mends {
		made, tried := t.try(change, c.flows)
		if !tried {
			return best, best != nil
		}
		if made == nil || !made.Helps {
			continue
		}
		lifted, all := 0, 0
		for _, p := range points {
			all += len(p.Outcomes)
			lifted += len(liftedOf(made, p))
		}
		if lifted == all {
			return made, true
		}
		if lifted > most {
			best, most = made, lifted
		}
	}
	return best, true
}

// liftedOf are the outcomes of a point that the flows get over by themselves
// after a change.
func liftedOf(made *advice.Comparison, p analysis.SinglePoint) []analysis.Outcome {
	var lifted []analysis.Outcome
	for _, o := range p.Outcomes {
		if made.Lifts(o) {
			lifted = append(lifted, o)
		}
	}
	return lifted
}
