package drill_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds a text against a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// sample is the stack of a sample.
func sample(t testing.TB, name string) *compose.Project {
	t.Helper()
	return stack(t, load(t, name).Architecture)
}

// load reads a sample. Its places are in the file that the sample's folder has.
func load(t testing.TB, name string) *schema.Document {
	t.Helper()
	document, err := schema.Load(filepath.Join("..", "..", "samples", name), schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// written is the stack of an architecture in CUE, of which the head is given.
func written(t testing.TB, text string) *compose.Project {
	t.Helper()
	folder := t.TempDir()
	head := "package architecture\n\nimport \"github.com/loadpath/loadpath/schema\"\n\n"
	if err := os.WriteFile(filepath.Join(folder, "architecture.cue"), []byte(head+text), 0o600); err != nil {
		t.Fatal(err)
	}
	document, err := schema.Load(folder, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return stack(t, document.Architecture)
}

func stack(t testing.TB, a *model.Architecture) *compose.Project {
	t.Helper()
	p, err := compose.Materialize(a, compose.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// questions ask every flow that has a path.
func questions(p *compose.Project) []drill.Question {
	var all []drill.Question
	for _, flow := range p.Architecture.Flows {
		q := drill.Question{Flow: flow.Name, Method: "GET", URL: "http://127.0.0.1:8080" + flow.ProbePath}
		if flow.Kind == model.WriteFlow {
			q.Method = "POST"
		}
		all = append(all, q)
	}
	return all
}

func plan(t testing.TB, p *compose.Project, o drill.Options) *drill.Plan {
	t.Helper()
	made, err := drill.NewPlan(p, questions(p), o)
	if err != nil {
		t.Fatal(err)
	}
	return made
}
