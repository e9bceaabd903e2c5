package effects_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/effects"
	"github.com/loadpath/loadpath/source"
)

// TestLargeIsSummarized: a person gets a page, a program gets everything.
func TestLargeIsSummarized(t *testing.T) {
	var services, uses strings.Builder
	for i := range 120 {
		fmt.Fprintf(&services, "\t\"api-%d\": {kind: \"application-server\", on: [\"server-%d\"], port: 80}\n", i, i%50+1)
		fmt.Fprintf(&uses, "\"api-%d\": {}, ", i)
	}
	r := reportOn(t, "-", fmt.Sprintf(`
name: "large"
servers: server: {count: 50, zone: "rack-1"}
services: {
	web: {kind: "web-server", software: "nginx", on: ["server-1"], listen: [{protocol: "http", port: 80, from: "internet"}], uses: {%s}}
%s}
`, uses.String(), services.String()))
	for _, format := range []effects.Format{effects.Text, effects.Markdown} {
		text := written(t, format, r, source.Style{})
		if n := strings.Count(text, "\n"); n > 260 {
			t.Errorf("%s has %d lines", format, n)
		}
		if !strings.Contains(text, "more rows that harm less") {
			t.Errorf("%s does not say that it is cut", format)
		}
	}
	text := written(t, effects.JSON, r, source.Style{})
	for _, failure := range r.Analysis.Failures {
		if !strings.Contains(text, fmt.Sprintf("%q", failure.Name())) {
			t.Errorf("JSON lacks %s", failure.Name())
		}
	}
}

// TestAdviceOfOneFlow: what nothing was tried for among many flows is tried for
// one of them.
func TestAdviceOfOneFlow(t *testing.T) {
	var services, flows strings.Builder
	for i := range 40 {
		fmt.Fprintf(&services, "\tapi%d: {kind: \"application-server\", on: [\"server-%d\"], port: 80, uses: next: to: \"api%d\"}\n", i, i+2, i+1)
	}
	for i := range 120 {
		fmt.Fprintf(&flows, "\tf%d: {kind: \"read\", enters: \"web\", longestInterruption: \"%ds\"}\n", i, i+30)
	}
	r := reportOn(t, "-", fmt.Sprintf(`
name: "chain"
servers: server: count: 42
services: {
	web: {kind: "web-server", software: "nginx", on: ["server-1"], listen: [{protocol: "http", port: 80, from: "internet"}], uses: api0: {}}
%s	api40: {kind: "application-server", on: ["server-42"], port: 80}
}
flows: {
%s}
`, services.String(), flows.String()))
	const skipped = "--flow NAME tries those of one flow"
	style := source.Style{Width: 1000}
	if text := written(t, effects.Text, r, style); !strings.Contains(text, skipped) {
		t.Fatal("all is tried at once")
	}
	r.Flows = r.Flows[:1]
	if text := written(t, effects.Text, r, style); strings.Contains(text, "no change was tried") || strings.Count(text, "what removes it, tried") < 10 {
		t.Error(text)
	}
}

// TestAll: nothing is left out where all is asked for, and something is else.
func TestAll(t *testing.T) {
	for _, path := range []string{"../samples/shop", "testdata/flows.cue"} {
		r := reportOn(t, path, "")
		for _, format := range []effects.Format{effects.Text, effects.Markdown} {
			r.All = false
			if short := written(t, format, r, source.Style{Width: 1000}); !strings.Contains(short, " more") {
				t.Errorf("%s, %s: nothing is cut", path, format)
			}
			r.All = true
			for line := range strings.Lines(written(t, format, r, source.Style{Width: 1000})) {
				if strings.Contains(line, " more") && !strings.Contains(line, "more pair") && !strings.Contains(line, "with more members") && !strings.Contains(line, "one more server") {
					t.Errorf("%s, %s: %s", path, format, line)
				}
			}
		}
	}
}
