package analysis

import "github.com/loadpath/loadpath/model"

// Without takes several things away at once and says what that does to every
// flow, in the order of the flows, unharmed ones included. The failures need
// not be among those that were looked at. A runbook brings a flow back only
// where every one of the failures has one.
func (r *Result) Without(failures []Failure) []Outcome {
	outcomes := make([]Outcome, 0, len(r.Architecture.Flows))
	for _, flow := range r.Architecture.Flows {
		outcomes = append(outcomes, r.WithoutFor(flow, failures))
	}
	return outcomes
}

// WithoutFor is Without for one flow.
func (r *Result) WithoutFor(flow *model.Flow, failures []Failure) Outcome {
	together := make([]Failure, len(failures))
	for i, f := range failures {
		together[i] = f.known()
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	s := r.engine.study(flow, nil)
	defer s.heal()
	s.strike(together...)
	return s.judge(together...)
}
