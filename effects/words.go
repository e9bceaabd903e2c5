package effects

import (
	"strings"

	"github.com/loadpath/loadpath/analysis"
)

// unharmed is the cell of a flow that a failure does not touch.
const unharmed = "-"

// effect says what becomes of the flows, those of one fate together: "total,
// hard for read and write; total, transient 6s for static".
func (s *sheet) effect(outcomes []analysis.Outcome) string {
	var fates []string
	flows := make(map[string][]string)
	for _, o := range outcomes {
		fate := o.Fate()
		if flows[fate] == nil {
			fates = append(fates, fate)
		}
		flows[fate] = append(flows[fate], o.Flow.Name)
	}
	for i, fate := range fates {
		fates[i] = fate + " for " + s.and(flows[fate])
	}
	return strings.Join(fates, "; ")
}

// plural is the verb or noun that fits a number of things.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
