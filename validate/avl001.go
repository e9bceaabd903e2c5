package validate

import (
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
)

// avl001 finds what stops a flow, or a part of it, until it is repaired; and
// what may do so, as far as a fact is not written.
func avl001(in *Input) []findings.Finding {
	return singlePoints(in, func(p analysis.SinglePoint) bool {
		return recovers(p, analysis.Hard) || !recovers(p, analysis.Manual)
	})
}

// recovers tells whether one of the flows recovers that way.
func recovers(p analysis.SinglePoint, how analysis.Recovery) bool {
	for _, o := range p.Outcomes {
		if o.Recovery == how {
			return true
		}
	}
	return false
}
