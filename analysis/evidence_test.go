package analysis_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// story is every outcome with its evidence.
func story(r *analysis.Result) string {
	var b strings.Builder
	for _, o := range r.Outcomes() {
		fmt.Fprintf(&b, "%s, %s: %s %s\n", o.Failure.Name(), o.Flow.Name, o.Amount, o.Recovery)
		for _, step := range r.Evidence(o) {
			fmt.Fprintf(&b, "  %s  [%s]\n", step.Text, step.Path)
		}
	}
	return b.String()
}

func TestEvidence(t *testing.T) {
	for name, a := range stories() {
		t.Run(name, func(t *testing.T) { golden(t, name, story(analysis.Analyze(resolved(t, a)))) })
	}
	for name, o := range otherStories() {
		t.Run(name, func(t *testing.T) { golden(t, name, story(analysis.AnalyzeWith(resolved(t, twoServer()), o))) })
	}
}

func golden(t *testing.T, name, got string) {
	file := "testdata/" + name + ".txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (rewrite it with -update):\n%s", file, diff)
	}
}

// Every outcome of random architectures has a chain that begins with what
// failed, and every step of it a place.
func TestEvidenceOfAnything(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		a := throw(seed, seed%2 == 1)
		a.Resolve()
		o := analysis.Options{Kind: analysis.Kind(seed % 3), Connections: seed%4 == 3}
		r := analysis.AnalyzeWith(a, o)
		for _, o := range r.Outcomes() {
			steps := r.Evidence(o)
			if len(steps) < 2 || o.Failure.From == nil && !strings.HasPrefix(steps[0].Text, o.Failure.Name()+[...]string{" is dead", " hangs", " is cut off"}[o.Failure.Kind]) {
				t.Fatalf("seed %d: %s, %s: %v", seed, o.Failure.Name(), o.Flow.Name, steps)
			}
			for _, step := range steps {
				if step.Path == "" {
					t.Fatalf("seed %d: %s, %s: %q hangs nowhere", seed, o.Failure.Name(), o.Flow.Name, step.Text)
				}
			}
		}
	}
}
