package validate

import (
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
)

// avl001 finds what stops a flow, or a part of it, until it is repaired; and
// what may do so, as far as a fact is not written.
func avl001(in *Input) []findings.Finding {
	found := singlePoints(in, func(p analysis.SinglePoint) bool { return len(p.Hard()) > 0 })
	return append(found, openQuestions(in)...)
}
