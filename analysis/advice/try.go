package advice

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// Change is edits that belong together.
type Change struct {
	// Sentence says what is done, as people do: "share the address of lb by
	// VRRP". It begins small and ends without a full stop.
	Sentence string
	Edits    []Edit
	Cost     Cost
	// rests are the places whose present values the edits go by: no other
	// change that writes there fits beside it.
	rests []model.Path
}

// Apply writes a change into an architecture that is not resolved, such as a
// copy of what was written. An error says that an edit has no place in it.
func (c Change) Apply(a *model.Architecture) error {
	for _, edit := range c.Edits {
		if err := edit.apply(a); err != nil {
			return err
		}
	}
	return nil
}

// Try applies a change to the part of the architecture that decides what
// becomes of the flows, and analyses that part; a change without edits shows
// the part as it is. The result holds the failures of that part, of the kind
// given, and flows of the same names. The architecture of r is not touched. An
// error says that the change does not fit the architecture.
func Try(r *analysis.Result, c Change, flows []*model.Flow, kind analysis.Kind) (*analysis.Result, error) {
	a, err := edited(r.Architecture, c, flows, false)
	if err != nil {
		return nil, err
	}
	return analysis.AnalyzeWith(a, analysis.Options{Kind: kind}), nil
}

// edited is the part of an architecture that the flows hang on, with a change
// in it, resolved.
func edited(a *model.Architecture, c Change, flows []*model.Flow, firewalls bool) (*model.Architecture, error) {
	w := cut(a, flows, c.Edits, firewalls)
	if !firewalls { // no failure hangs on them
		c.Edits = slices.DeleteFunc(slices.Clone(c.Edits), func(e Edit) bool { return e.Path.Within("firewalls") })
	}
	if err := c.Apply(w); err != nil {
		return nil, err
	}
	for _, problem := range w.Resolve() {
		return nil, fmt.Errorf("%s: %s", problem.Path, problem.Message)
	}
	return w, nil
}

// Proven is a change that was tried and that removes what it was tried for.
type Proven struct {
	Change
	// Remains are the servers and zones around what fails that are still a
	// single point for the flows, or have become one instead of it, innermost
	// first.
	Remains []string
}

// Removes tries a change and tells whether it removes single points: all flows
// that they stop get over them by themselves and in time, and nothing else stops
// those flows, or interrupts them too long, that did not before.
func Removes(r *analysis.Result, c Change, points ...analysis.SinglePoint) (Proven, bool) {
	return newTrial(NewJudge(r), points).proves(c)
}
