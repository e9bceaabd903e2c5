package findings

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// FuzzWrite puts any text into every field that comes from a user's file.
func FuzzWrite(f *testing.F) {
	f.Add("db", "\x1b]0;owned\x07\u202e")
	f.Add("a\r\n::error::b", "100%, really:\nno")
	f.Add("\xff\xfe", "漢字")
	f.Fuzz(func(t *testing.T, name, text string) {
		report := testReport()
		report.Architecture = name
		report.Source.Locate = func(string) source.Range {
			return source.Range{File: name, Start: source.Pos{Line: 1, Column: 1}, End: source.Pos{Line: 1, Column: 2}}
		}
		report.Source.Text = func(string) []byte { return []byte(text) }
		report.Findings = []Finding{{
			Rule: "AVL001", Severity: Error, Path: model.Path(name), Subject: name, Summary: name, Detail: text,
			Related: []Related{{model.Path(name), text}}, Undecided: true, Missing: []model.Path{model.Path(name)},
			Waiver: &model.Waiver{Because: text, Until: name},
		}, {
			Rule: "AVL001", Severity: Error, Path: model.Path(name), Summary: name, Detail: text,
		}}
		harmless(t, write(t, Text, report, source.Style{Width: 40, Snippets: true}))
		annotations := write(t, GitHub, report, source.Style{})
		harmless(t, annotations)
		if lines := strings.Count(string(annotations), "\n"); lines != 1 {
			t.Errorf("%d lines for one annotation: %q", lines, annotations)
		}
		validateSARIF(t, write(t, SARIF, report, source.Style{}))
		write(t, JSON, report, source.Style{})
	})
}

// harmless fails where a character steers the terminal.
func harmless(t *testing.T, out []byte) {
	t.Helper()
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSuffix(line, "\n")
		if safe := source.Printable(line); safe != line {
			t.Errorf("a terminal would obey %q", line)
		}
	}
}
