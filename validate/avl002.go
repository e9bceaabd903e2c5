package validate

import (
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
)

// avl002 finds what stops a flow, or a part of it, until a person has acted,
// where nothing is found that is worse.
func avl002(in *Input) []findings.Finding {
	return singlePoints(in, func(p analysis.SinglePoint) bool {
		return recovers(p, analysis.Manual) && !recovers(p, analysis.Hard)
	})
}
