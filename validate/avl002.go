package validate

import (
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
)

// avl002 finds what stops a flow, or a part of it, until a person has acted.
// Where it stops another until it is repaired, avl001 tells both.
func avl002(in *Input) []findings.Finding {
	return singlePoints(in, func(p analysis.SinglePoint) bool { return len(p.Hard()) == 0 })
}
