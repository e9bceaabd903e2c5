package findings

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

// file is the file that the test reports are about. The second line begins
// with letters of two, three and four bytes.
const file = `services: {
	"ü漢😀": lb: on: ["lb-1"]
	db: on: ["server-1", "server-2"]
}
`

// places are where the paths of the test reports lie.
var places = map[string]source.Range{
	"services.lb":       span(2, 15, 17),
	"services.lb.on[0]": span(2, 24, 30),
	"services.db":       span(3, 2, 4),
	"services.db.on[1]": span(3, 23, 33),
	"lint.waive[0]":     {File: "other file, 100%.cue", Start: source.Pos{Line: 1, Column: 1}, End: source.Pos{Line: 1, Column: 5}},
}

func span(line, from, to int) source.Range {
	return source.Range{
		File:  "web/architecture.cue",
		Start: source.Pos{Line: line, Column: from},
		End:   source.Pos{Line: line, Column: to},
	}
}

func testMap() source.Map {
	return source.Map{
		Locate: func(path string) source.Range { return places[path] },
		Text:   func(string) []byte { return []byte(file) },
	}
}

// testReport has a finding of every sort, in no good order.
func testReport() Report {
	return Report{
		Tool: "loadpath", Version: "v1.2.3", Architecture: "two-server",
		Rules: []Rule{
			{ID: "AVL001", Title: "Single point of failure", Severity: Error, Description: "One thing.", Page: "# AVL001\n\nOne thing.\n"},
			{ID: "MDL005", Title: "Algorithm without effect", Severity: Warning, Description: "No choice.", Page: "# MDL005\n\nNo choice.\n"},
			{ID: "MDL011", Title: "Assumption", Severity: Info, Description: "Taken as given.", Page: "# MDL011\n\nTaken as given.\n"},
		},
		Source: testMap(),
		Findings: []Finding{
			{
				Rule: "AVL001", Severity: Error, Path: "services.db.on[1]", Subject: "db@server-2",
				Summary: "db@server-2 is a single point of failure: read stops until it is repaired",
				Detail:  "app reads from the replicas of db only, and db@server-2 is the only one, so that nobody answers.\nPut a second replica on another server, or let app read from the primary too:\n  services.app.uses.db.reads: \"all\"",
				Related: []Related{{"services.db", "db is replicated here"}, {"nowhere", "this is in no file"}},
			},
			{
				Rule: "MDL005", Severity: Warning, Path: "services.lb", Summary: "round robin has no effect",
				Waiver: &model.Waiver{Rule: "MDL005", Because: "we like it", Until: "2027-06-30"},
			},
			{
				Rule: "AVL001", Severity: Error, Path: "services.lb.on[0]", Subject: "lb@lb-1",
				Summary: "lb@lb-1 is a single point of failure", Detail: "There is no other.",
			},
			{
				Rule: "MDL011", Severity: Info, Path: "lint.waive[0]", Summary: "100% is assumed: a, b",
			},
			{
				Rule: "AVL001", Severity: Error, Path: "services.db", Subject: "db",
				Summary: "whether it hangs on db is undecided", Detail: "It is not written.",
				Undecided: true, Missing: []model.Path{"services.db.uses.choose"},
			},
			{
				Rule: "MDL005", Severity: Warning, Path: "nowhere", Summary: "no place at all",
			},
		},
	}
}

func TestFormatsAreGolden(t *testing.T) {
	tests := []struct {
		name   string
		format Format
		style  source.Style
		change func(*Report)
	}{
		{name: "text", format: Text, style: source.Style{Width: 60}},
		{name: "snippets.text", format: Text, style: source.Style{Width: 100, Snippets: true, Color: true}},
		{name: "json", format: JSON},
		{name: "sarif", format: SARIF},
		{name: "github", format: GitHub},
		{name: "strict.github", format: GitHub, change: func(r *Report) { r.Strict = true }},
		{name: "errors.text", format: Text, change: func(r *Report) { *r = r.AtLeast(Error) }},
		{name: "empty.text", format: Text, change: func(r *Report) { r.Findings = nil }},
		{name: "empty.json", format: JSON, change: func(r *Report) { r.Findings = nil }},
		{name: "empty.github", format: GitHub, change: func(r *Report) { r.Findings = nil }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			report := testReport()
			if test.change != nil {
				test.change(&report)
			}
			golden(t, "report."+test.name, write(t, test.format, report, test.style))
		})
	}
}

func write(t *testing.T, f Format, r Report, s source.Style) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, f, r, s); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestWriteRefusesAnUnknownFormat(t *testing.T) {
	err := Write(&bytes.Buffer{}, "jsonn", testReport(), source.Style{})
	want := `there is no format "jsonn": use text, json, sarif, github; did you mean "json"?`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestWriteReportsABrokenWriter(t *testing.T) {
	for _, format := range Formats() {
		if Write(broken{}, format, testReport(), source.Style{}) == nil {
			t.Errorf("%s: no error from a writer that refuses everything", format)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestCounts(t *testing.T) {
	report := testReport()
	if diff := cmp.Diff(Counts{Errors: 2, Warnings: 1, Infos: 1, Undecided: 1, Waived: 1}, report.Counts()); diff != "" {
		t.Error(diff)
	}
	report.Strict = true
	if diff := cmp.Diff(Counts{Errors: 3, Warnings: 1, Infos: 1, Waived: 1}, report.Counts()); diff != "" {
		t.Error(diff)
	}
}

func TestFails(t *testing.T) {
	var (
		warning   = Finding{Severity: Warning}
		undecided = Finding{Severity: Error, Undecided: true}
		waived    = Finding{Severity: Error, Waiver: &model.Waiver{}}
	)
	tests := []struct {
		name      string
		findings  []Finding
		threshold Severity
		strict    bool
		want      bool
	}{
		{"nothing", nil, Info, true, false},
		{"at the threshold", []Finding{warning}, Warning, false, true},
		{"above the threshold", []Finding{warning}, Info, false, true},
		{"below the threshold", []Finding{warning}, Error, false, false},
		{"never", []Finding{{Severity: Error}}, Never, false, false},
		{"undecided", []Finding{undecided}, Info, false, false},
		{"undecided, strict", []Finding{undecided}, Error, true, true},
		{"waived", []Finding{waived}, Info, true, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := (Report{Findings: test.findings, Strict: test.strict}).Fails(test.threshold); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

func TestFingerprintKnowsOnlyRulePathAndSubject(t *testing.T) {
	base := Finding{Rule: "AVL001", Path: "a", Subject: "b"}
	same := Finding{Rule: "AVL001", Path: "a", Subject: "b", Summary: "other words", Severity: Error}
	if base.Fingerprint() != same.Fingerprint() {
		t.Error("the words change the fingerprint")
	}
	for _, other := range []Finding{
		{Rule: "AVL002", Path: "a", Subject: "b"},
		{Rule: "AVL001", Path: "ab", Subject: ""},
		{Rule: "AVL001", Path: "a", Subject: "c"},
	} {
		if base.Fingerprint() == other.Fingerprint() {
			t.Errorf("%+v has the same fingerprint", other)
		}
	}
}
