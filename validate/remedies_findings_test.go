package validate

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

// judged are the findings of all rules about an architecture.
func judged(a *model.Architecture) []findings.Finding {
	return Run(&Input{Architecture: a, Analysis: analysis.Analyze(a)})
}

// TestRemediesBringNothingElse: with a change that is proposed in it, a sample
// has no finding that it did not have, but for what the proposal says remains.
func TestRemediesBringNothingElse(t *testing.T) {
	files, err := filepath.Glob("../samples/*/architecture.cue")
	if err != nil {
		t.Fatal(err)
	}
	changes := 0
	for _, file := range files {
		document, err := schema.Load(file, schema.Options{})
		if err != nil {
			t.Fatal(err)
		}
		a := document.Architecture
		var had []string
		for _, f := range judged(a) {
			had = append(had, f.Rule+" "+f.Subject)
		}
		r := analysis.Analyze(a)
		advisor := advice.New(r, advice.DefaultBudget())
		for _, point := range r.SinglePoints() {
			for _, p := range advisor.For(point).Proven {
				changes++
				changed := a.Written()
				if err := p.Apply(changed); err != nil {
					t.Fatal(err)
				}
				if problems := changed.Resolve(); len(problems) > 0 {
					t.Fatalf("%s: %s: %v", file, p.Sentence, problems)
				}
				for _, f := range judged(changed) {
					told := slices.ContainsFunc(p.Remains, func(name string) bool { return strings.Contains(f.Summary, name) })
					if !slices.Contains(had, f.Rule+" "+f.Subject) && !told {
						t.Errorf("%s: %s\nbrings %s: %s", file, p.Sentence, f.Rule, f.Summary)
					}
				}
			}
		}
	}
	if changes < 8 {
		t.Errorf("only %d changes were looked at", changes)
	}
}
