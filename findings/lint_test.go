package findings

import (
	"testing"
	"time"

	"github.com/loadpath/loadpath/model"
)

func TestApply(t *testing.T) {
	today := time.Date(2027, 3, 31, 23, 0, 0, 0, time.UTC)
	lb := Finding{Rule: "AVL001", Severity: Error, Path: "services.lb.on[0]"}
	tests := []struct {
		name     string
		lint     model.Lint
		gone     bool
		severity Severity
		because  string
	}{
		{name: "nothing set", severity: Error},
		{name: "severity", lint: model.Lint{Rules: []model.Label{{Key: "AVL001", Value: "info"}}}, severity: Info},
		{name: "another rule", lint: model.Lint{Rules: []model.Label{{Key: "AVL002", Value: "off"}}}, severity: Error},
		{name: "off", lint: model.Lint{Rules: []model.Label{{Key: "AVL001", Value: "off"}}}, gone: true},
		{name: "waived everywhere", lint: waive(model.Waiver{Rule: "AVL001", Because: "a"}), severity: Error, because: "a"},
		{name: "waived above", lint: waive(model.Waiver{Rule: "AVL001", At: "services.lb", Because: "a"}), severity: Error, because: "a"},
		{name: "waived elsewhere", lint: waive(model.Waiver{Rule: "AVL001", At: "services.l", Because: "a"}), severity: Error},
		{name: "another rule waived", lint: waive(model.Waiver{Rule: "AVL002", Because: "a"}), severity: Error},
		{name: "on its last day", lint: waive(model.Waiver{Rule: "AVL001", Because: "a", Until: "2027-03-31"}), severity: Error, because: "a"},
		{name: "a day late", lint: waive(model.Waiver{Rule: "AVL001", Because: "a", Until: "2027-03-30"}), severity: Error},
		{name: "the first that holds", lint: waive(
			model.Waiver{Rule: "AVL001", Because: "old", Until: "2020-01-01"},
			model.Waiver{Rule: "AVL001", Because: "a"},
			model.Waiver{Rule: "AVL001", Because: "b"},
		), severity: Error, because: "a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Apply([]Finding{lb}, test.lint, today)
			if test.gone {
				if len(got) != 0 {
					t.Errorf("got %v", got)
				}
				return
			}
			if len(got) != 1 {
				t.Fatalf("got %d findings", len(got))
			}
			because := ""
			if got[0].Waiver != nil {
				because = got[0].Waiver.Because
			}
			if got[0].Severity != test.severity || because != test.because {
				t.Errorf("got %s, waived %q", got[0].Severity, because)
			}
		})
	}
}

func waive(waivers ...model.Waiver) model.Lint {
	var lint model.Lint
	for _, w := range waivers {
		lint.Waive = append(lint.Waive, &w)
	}
	return lint
}
