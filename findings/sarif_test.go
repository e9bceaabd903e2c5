package findings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compileSARIF reads the official schema, once.
var compileSARIF = sync.OnceValues(func() (*jsonschema.Schema, error) {
	text, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(sarifSchema, document); err != nil {
		return nil, err
	}
	return compiler.Compile(sarifSchema)
})

func validateSARIF(t *testing.T, log []byte) {
	t.Helper()
	schema, err := compileSARIF()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Errorf("not SARIF 2.1.0: %v", err)
	}
}

func TestSARIFIsValid(t *testing.T) {
	validateSARIF(t, write(t, SARIF, testReport(), source.Style{}))
	validateSARIF(t, write(t, SARIF, Report{Tool: "loadpath", Architecture: "empty"}, source.Style{}))
	if schema, err := compileSARIF(); err != nil || schema.Validate(map[string]any{"version": "2.1.0"}) == nil {
		t.Errorf("the schema takes anything (%v)", err)
	}
}

func TestSARIFColumnsAreUTF16(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal(write(t, SARIF, testReport(), source.Style{}), &log); err != nil {
		t.Fatal(err)
	}
	for _, result := range log.Runs[0].Results {
		if result.Locations[0].Logical[0].Name != "services.lb.on[0]" {
			continue
		}
		// A tab, a quote, ü (1), 漢 (1), 😀 (2), then ASCII: 23 bytes are 18 units.
		got := *result.Locations[0].Physical.Region
		if want := (sarifRegion{2, 19, 2, 25}); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
		return
	}
	t.Fatal("no such result")
}

func TestSARIFKeepsTheWorst(t *testing.T) {
	report := testReport()
	report.Findings = nil
	for i := range sarifResults + 10 {
		f := Finding{Rule: "AVL001", Severity: Warning, Path: model.Path(fmt.Sprintf("services.x[%d]", i)), Summary: "a"}
		if i >= sarifResults {
			f.Severity = Error
		}
		report.Findings = append(report.Findings, f)
	}
	run := report.sarif()
	errors := 0
	for _, result := range run.Results {
		if result.Level == "error" {
			errors++
		}
	}
	if len(run.Results) != sarifResults || errors != 10 {
		t.Errorf("%d results with %d errors", len(run.Results), errors)
	}
	if len(run.Invocations) != 1 {
		t.Error("it is not said that results are missing")
	}
}

func TestSARIFMessagesHaveNoLinks(t *testing.T) {
	got := sarifMessage(Finding{Summary: "a", Detail: "[click](https://example.com)"}).Text
	if want := "a.\n\n[click] (https://example.com)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFileURI(t *testing.T) {
	for file, want := range map[string]string{
		"samples/two-server/architecture.cue": "samples/two-server/architecture.cue",
		"a b/100%.cue":                        "a%20b/100%25.cue",
		"../x.cue":                            "../x.cue",
		"c:d.cue":                             "./c:d.cue",
		"/srv/x.cue":                          "file:///srv/x.cue",
	} {
		if got := fileURI(file); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}
