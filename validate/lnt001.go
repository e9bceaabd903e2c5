package validate

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// lnt001 finds waivers whose last day is over while what they waived is still
// there.
func lnt001(in *Input, checked []findings.Finding) []findings.Finding {
	var found []findings.Finding
	for i, w := range in.Architecture.Lint.Waive {
		if !findings.Expired(w, in.Today) || !coversAny(w, checked) {
			continue
		}
		found = append(found, findings.Finding{
			Path:    model.Path("lint.waive").Index(i).Field("until"),
			Summary: fmt.Sprintf("the waiver of %s expired on %s", w.Rule, w.Until),
			Detail: fmt.Sprintf("It was accepted because: %s\nSince then the finding counts again. Mend what it finds, or, if it is still accepted, write a later day.",
				w.Because),
			Subject: w.Rule,
		})
	}
	return found
}

func coversAny(w *model.Waiver, found []findings.Finding) bool {
	return slices.ContainsFunc(found, func(f findings.Finding) bool { return findings.Covers(w, f) })
}
