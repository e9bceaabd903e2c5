package validate

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// isOff tells whether the findings of a rule are not wanted: it takes no point
// from another rule then.
func (in *Input) isOff(rule string) bool {
	return slices.ContainsFunc(in.Architecture.Lint.Rules, func(l model.Label) bool {
		return l.Key == rule && l.Value == findings.Off
	})
}

// accepts tells whether a waiver names the point under its own rule. It stays
// there, so that the waiver goes on to cover it; and a mistake whose effects
// are all accepted is accepted with them.
func (in *Input) accepts(p analysis.SinglePoint) bool {
	if len(p.Hard()) > 0 {
		return in.waives("AVL001", in.pathOf(p))
	}
	return in.waives("AVL002", in.pathOf(p))
}

func (in *Input) waives(rule string, at model.Path) bool {
	return slices.ContainsFunc(in.Architecture.Lint.Waive, func(w *model.Waiver) bool {
		return findings.Covers(w, findings.Finding{Rule: rule, Path: at})
	})
}
