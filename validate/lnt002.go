package validate

import (
	"fmt"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// lnt002 finds lint settings that change nothing: for a rule that does not
// exist, or a waiver that covers no finding.
func lnt002(in *Input, checked []findings.Finding) []findings.Finding {
	lint := in.Architecture.Lint
	rules := make(map[string]Rule)
	var ids []string
	for _, rule := range Rules() {
		rules[rule.ID] = rule
		ids = append(ids, rule.ID)
	}
	var found []findings.Finding
	for _, setting := range lint.Rules {
		if _, known := rules[setting.Key]; !known {
			found = append(found, unknownRule(setting.Key, model.Path("lint.rules").Field(setting.Key), ids))
		}
	}
	for i, w := range lint.Waive {
		at := model.Path("lint.waive").Index(i)
		rule, known := rules[w.Rule]
		switch {
		case !known:
			found = append(found, unknownRule(w.Rule, at.Field("rule"), ids))
		case rule.Review != nil:
			// What the settings themselves are found guilty of is not known yet.
		case !coversAny(w, checked):
			found = append(found, idleWaiver(w, at))
		}
	}
	return found
}

func unknownRule(id string, at model.Path, ids []string) findings.Finding {
	guess := "`loadpath rules` lists those that there are."
	if meant := model.Suggest(id, ids); meant != "" {
		guess = fmt.Sprintf("Did you mean %s? %s", meant, guess)
	}
	return findings.Finding{
		Path:    at,
		Summary: "there is no rule " + id,
		Detail:  "This setting changes nothing. " + guess,
		Subject: id,
	}
}

func idleWaiver(w *model.Waiver, at model.Path) findings.Finding {
	f := findings.Finding{
		Path:    at,
		Summary: fmt.Sprintf("the waiver of %s covers nothing", w.Rule),
		Detail:  fmt.Sprintf("%s finds nothing here. If it was mended, remove the waiver, so that it cannot hide a later finding.", w.Rule),
		Subject: w.Rule,
	}
	if w.At != "" {
		f.Detail = fmt.Sprintf("%s finds nothing at %s. If it was mended, remove the waiver, so that it cannot hide a later finding; else correct the path: it is the one that the finding names, or one above it.", w.Rule, w.At)
	}
	return f
}
