package effects_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/effects"
	"github.com/loadpath/loadpath/schema"
	"github.com/loadpath/loadpath/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

// reportOn analyses the architecture at a path, or the text for the path "-".
func reportOn(t *testing.T, path, text string) effects.Report {
	t.Helper()
	document, err := schema.Load(path, schema.Options{Stdin: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return effects.Report{
		Tool: "loadpath", Version: "test",
		Analysis: analysis.Analyze(document.Architecture),
		Flows:    document.Architecture.Flows,
		Source:   document.Map(),
	}
}

func written(t *testing.T, f effects.Format, r effects.Report, style source.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := effects.Write(&b, f, r, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden writes every architecture in testdata in every format.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.cue")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d architectures, %v", len(files), err)
	}
	for _, file := range files {
		for _, format := range []effects.Format{effects.Text, effects.JSON, effects.Markdown} {
			golden := strings.TrimSuffix(file, ".cue") + "." + string(format)
			t.Run(filepath.Base(golden), func(t *testing.T) {
				compare(t, golden, written(t, format, reportOn(t, file, ""), source.Style{}))
			})
		}
	}
}

func TestGoldenShop(t *testing.T) {
	r := reportOn(t, "../samples/shop", "")
	compare(t, "testdata/shop.text", written(t, effects.Text, r, source.Style{}))
	compare(t, "testdata/shop.markdown", written(t, effects.Markdown, r, source.Style{}))
}

func compare(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s is stale (go test ./effects -update writes it anew; -want +got):\n%s", golden, diff)
	}
}

// TestGoldenQuestions writes what a user may ask for beside the matrix.
func TestGoldenQuestions(t *testing.T) {
	tests := []struct {
		name, path string
		options    analysis.Options
		without    []string
		order      int
		available  bool
		all        bool
	}{
		{name: "two-server-order-2", path: "../samples/two-server", order: 2},
		{name: "two-server-hang", path: "../samples/two-server", options: analysis.Options{Kind: analysis.Hang}},
		{name: "shop-connections", path: "../samples/shop", options: analysis.Options{Connections: true}},
		{name: "two-server-without-servers", path: "../samples/two-server", without: []string{"web@server-1", "server-2"}},
		{name: "two-server-without-connection", path: "../samples/two-server", without: []string{"db@server-2", "app..db@server-1"}},
		{name: "two-server-without-backup", path: "../samples/two-server", without: []string{"web@server-2"}},
		{name: "undecided-without", path: "testdata/undecided.cue", without: []string{"db@db-1"}},
		{name: "down-order-3", path: "testdata/down.cue", order: 3},
		{name: "harmless-order-2", path: "testdata/harmless.cue", order: 2},
		{name: "two-server-availability", path: "../samples/two-server", available: true},
		{name: "shop-availability", path: "../samples/shop", available: true},
		{name: "undecided-availability", path: "testdata/undecided.cue", available: true},
		{name: "flows-availability", path: "testdata/flows.cue", available: true},
		{name: "shop-all", path: "../samples/shop", available: true, all: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := reportOn(t, test.path, "")
			r.Analysis = analysis.AnalyzeWith(r.Analysis.Architecture, test.options)
			r.Kind, r.Order, r.Availability, r.All = test.options.Kind, test.order, test.available, test.all
			for _, name := range test.without {
				failures, err := r.Analysis.Parse(name)
				if err != nil {
					t.Fatal(err)
				}
				r.Without = append(r.Without, failures...)
			}
			for _, format := range []effects.Format{effects.Text, effects.JSON, effects.Markdown} {
				if format == effects.JSON && (test.options.Connections || test.available) {
					continue // thousands of lines of the same, or of digits
				}
				compare(t, "testdata/"+test.name+"."+string(format), written(t, format, r, source.Style{}))
			}
		})
	}
}

// TestTextFits holds every line against the width of the terminal, and looks
// for every cell of the matrix in the text, at every width.
func TestTextFits(t *testing.T) {
	for _, sample := range []string{"two-server", "shop", "highly-available"} {
		r := reportOn(t, "../samples/"+sample, "")
		r.Availability = true
		cells := strings.Count(written(t, effects.Text, r, source.Style{Width: 1000}), "total, hard  ")
		for width := 60; width <= 200; width += 7 {
			text := written(t, effects.Text, r, source.Style{Width: width})
			for line := range strings.Lines(text) {
				if n := runewidth.StringWidth(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("%s at %d columns: %d columns: %q", sample, width, n, line)
				}
			}
			matrix, _, _ := strings.Cut(text, "\n\nNo flow")
			matrix += "\n"
			if n := strings.Count(strings.ReplaceAll(matrix, "total, hard\n", "total, hard  \n"), "total, hard  "); n < cells {
				t.Errorf("%s at %d columns: %d cells say total, hard; want at least %d\n%s", sample, width, n, cells, matrix)
			}
		}
	}
}

// TestColorChangesNothingElse takes the colours out again.
func TestColorChangesNothingElse(t *testing.T) {
	r := reportOn(t, "../samples/two-server", "")
	plain := written(t, effects.Text, r, source.Style{})
	colored := written(t, effects.Text, r, source.Style{Color: true})
	if !strings.Contains(colored, "\x1b[1;31mtotal, hard") {
		t.Error("what is hard is not red")
	}
	for _, code := range []string{"0", "1", "2", "1;31", "1;33", "1;35", "1;36"} {
		colored = strings.ReplaceAll(colored, "\x1b["+code+"m", "")
	}
	var lines []string
	for line := range strings.Lines(colored) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	if diff := cmp.Diff(strings.Split(strings.TrimSuffix(plain, "\n"), "\n"), lines); diff != "" {
		t.Error(diff)
	}
}

func TestParseFormat(t *testing.T) {
	if f, err := effects.ParseFormat("markdown"); f != effects.Markdown || err != nil {
		t.Errorf("got %q, %v", f, err)
	}
	for name, want := range map[string]string{
		"openspa": `there is no format "openspa"; did you mean "openpsa"? (use text, json, markdown or openpsa)`,
		"jsn":     `there is no format "jsn"; did you mean "json"? (use text, json, markdown or openpsa)`,
		"xml":     `there is no format "xml" (use text, json, markdown or openpsa)`,
	} {
		if _, err := effects.ParseFormat(name); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}
