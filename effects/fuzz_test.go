package effects_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/effects"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
	"github.com/loadpath/loadpath/source"
)

// FuzzTexts: whatever a user writes, nothing of it means anything to a terminal
// or in Markdown.
func FuzzTexts(f *testing.F) {
	for _, seed := range []string{"", "plain", "\x1b[31mred", "a | b\n# c", "<b>&amp;", "`x` *y* _z_ ~w~", "\u202eright", "\u0605", "\xff", "- - -", "1. one"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, title, because string) {
		document, err := schema.Load("-", schema.Options{Stdin: strings.NewReader(`{
			"name": "x", "servers": {"s": {}},
			"services": {"w": {"kind": "web-server", "on": ["s"], "listen": [{"protocol": "http", "port": 80, "from": "internet"}]}}
		}`)})
		if err != nil {
			t.Fatal(err)
		}
		a := document.Architecture
		a.Title, a.Assumptions = title, []*model.Assumption{{Perfect: "s", Because: because}}
		r := effects.Report{
			Analysis: analysis.Analyze(a), Flows: a.Flows, Availability: true,
			Source: source.Map{Locate: func(path string) source.Range { return source.Range{File: because} }},
		}
		for _, format := range []effects.Format{effects.Text, effects.Markdown} {
			var b bytes.Buffer
			if err := effects.Write(&b, format, r, source.Style{}); err != nil {
				t.Fatal(err)
			}
			for _, c := range b.String() {
				if c != '\n' && !unicode.IsPrint(c) {
					t.Fatalf("%s: %q in %q", format, c, b.String())
				}
			}
			if format == effects.Markdown && (strings.ContainsAny(b.String(), "<>") || strings.Count(b.String(), "\n#") != 8) {
				t.Fatalf("a text means something in Markdown: %q", b.String())
			}
		}
	})
}
