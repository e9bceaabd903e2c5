package analysis

import "github.com/loadpath/loadpath/model"

// DefaultInterruption is how long a flow may be interrupted where its
// architecture names no longest interruption. It is an assumption, to be shown
// as one.
const DefaultInterruption = 30 * model.Second

// TooSlow are the outcomes that come back by themselves, but only after a
// longer time than the flow may be interrupted for. What is known of the
// window counts: one with an unknown part is too slow only where the rest of
// it is.
func (r *Result) TooSlow() []Outcome {
	var found []Outcome
	for _, o := range r.outcomes {
		allowed := o.Flow.LongestInterruption
		if allowed == 0 {
			allowed = DefaultInterruption
		}
		if o.Recovery == Transient && o.Window.Length > allowed {
			found = append(found, o)
		}
	}
	return found
}
