package advice

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// loaded is the architecture in a folder or file.
func loaded(t testing.TB, path string) *model.Architecture {
	t.Helper()
	document, err := schema.Load(path, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return document.Architecture
}

// told is what is proposed for every single point, as text.
func told(a *model.Architecture) string {
	var b strings.Builder
	r := analysis.Analyze(a)
	advisor := New(r, DefaultBudget())
	for _, point := range r.SinglePoints() {
		var flows []string
		for _, o := range point.Outcomes {
			flows = append(flows, o.Flow.Name+" "+o.Recovery.String())
		}
		answer := advisor.For(point)
		fmt.Fprintf(&b, "%s (%s): %d tried\n", point.Failure.Name(), strings.Join(flows, ", "), answer.Tried)
		for _, proven := range answer.Proven {
			fmt.Fprintf(&b, "  %s (%s)\n", proven.Sentence, proven.Cost)
			for _, edit := range proven.Edits {
				fmt.Fprintf(&b, "    %s\n", edit)
			}
			if len(proven.Remains) > 0 {
				fmt.Fprintf(&b, "    remains: %s\n", strings.Join(proven.Remains, ", "))
			}
		}
	}
	return b.String()
}

func TestSamples(t *testing.T) {
	for _, path := range []string{"single-server", "two-server", "secured", "shop", "highly-available"} {
		t.Run(path, func(t *testing.T) {
			golden(t, path, told(loaded(t, filepath.Join("../../samples", path))))
		})
	}
}

// golden holds a text against the file of that name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want, +got):\n%s", file, diff)
	}
}
