package advice

import (
	"fmt"

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
}

// Try applies a change to the part of the architecture that decides what
// becomes of the flows, and analyses that part; a change without edits shows
// the part as it is. The result holds the failures of that part, of the kind
// given, and flows of the same names. The architecture of r is not touched. An
// error says that the change does not fit the architecture.
func Try(r *analysis.Result, c Change, flows []*model.Flow, kind analysis.Kind) (*analysis.Result, error) {
	a := cut(r.Architecture, flows, c.Edits)
	for _, edit := range c.Edits {
		if edit.Path.Within("firewalls") {
			continue // no failure hangs on it
		}
		if err := edit.apply(a); err != nil {
			return nil, err
		}
	}
	for _, problem := range a.Resolve() {
		return nil, fmt.Errorf("%s: %s", problem.Path, problem.Message)
	}
	return analysis.AnalyzeWith(a, analysis.Options{Kind: kind}), nil
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
	return newTrial(r, points).proves(c)
}
