package findings

import (
	"time"

	"github.com/loadpath/loadpath/model"
)

// Off is the word that, in place of a severity, drops a rule's findings.
const Off = "off"

// Apply puts the linter's settings of an architecture into force: findings get
// the severity that it gives their rule, or go where it says "off", and those
// that a waiver covers today carry it. Of several waivers the first counts.
// A severity that does not exist changes nothing.
func Apply(found []Finding, lint model.Lint, today time.Time) []Finding {
	settings := make(map[string]string, len(lint.Rules))
	for _, setting := range lint.Rules {
		settings[setting.Key] = setting.Value
	}
	var kept []Finding
	for _, f := range found {
		if settings[f.Rule] == Off {
			continue
		}
		if severity, err := ParseSeverity(settings[f.Rule]); err == nil {
			f.Severity = severity
		}
		f.Waiver = waiverFor(f, lint.Waive, today)
		kept = append(kept, f)
	}
	return kept
}

func waiverFor(f Finding, waivers []*model.Waiver, today time.Time) *model.Waiver {
	for _, w := range waivers {
		if Covers(w, f) && !Expired(w, today) {
			return w
		}
	}
	return nil
}

// Covers tells whether a waiver is about a finding: its rule, at the waiver's
// path or below it. Whether the waiver still holds is another question.
func Covers(w *model.Waiver, f Finding) bool {
	return w.Rule == f.Rule && f.Path.Within(model.Path(w.At))
}

// Expired tells whether the last day of a waiver is over.
func Expired(w *model.Waiver, today time.Time) bool {
	return w.Until != "" && w.Until < today.Format(time.DateOnly)
}
