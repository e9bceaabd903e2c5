package analysis

import (
	"cmp"

	"github.com/loadpath/loadpath/model"
)

// DefaultInterruption is how long a flow may be interrupted where its
// architecture names no longest interruption. It is an assumption, to be shown
// as one.
const DefaultInterruption = 30 * model.Second

// Allowed is how long a flow may be interrupted.
func Allowed(f *model.Flow) model.Duration { return cmp.Or(f.LongestInterruption, DefaultInterruption) }

// TooSlow are the outcomes that come back by themselves, but only after a
// longer time than the flow may be interrupted for. What is known of the
// window counts: one with an unknown part is too slow only where the rest of
// it is.
func (r *Result) TooSlow() []Outcome {
	return r.those(func(o *Outcome) bool {
		return o.Recovery == Transient && o.Window.Length > Allowed(o.Flow)
	})
}
