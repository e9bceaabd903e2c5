package drill_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/engine/drill/internal/example"
	"github.com/loadpath/loadpath/source"
)

// twoServer is a drill of the two-server sample in which a check takes longer
// than written, reads have a second way, and writes are lost where replication
// allows it.
func twoServer(t *testing.T) drill.Report {
	t.Helper()
	document := load(t, "two-server")
	p := plan(t, stack(t, document.Architecture), drill.Options{})
	seen := example.Observations(p, map[example.Otherwise]example.Fate{
		{Trial: "crash of app@server-1", Flow: "write"}:  {Amount: drill.Total, For: 14300 * time.Millisecond},
		{Trial: "crash of db@server-2", Flow: "read"}:    {Amount: drill.None},
		{Trial: "crash of db@server-1", Flow: "write"}:   {Amount: drill.Total, Lost: 2},
		{Trial: "crash of web@server-2", Flow: "static"}: {Amount: drill.None, Late: 1},
	})
	return drill.Report{
		Tool: "loadpath", Version: "test", Title: document.Architecture.Display(),
		Verdict: drill.Judge(p, seen), Picture: "time line (1).svg", Source: document.Map(),
	}
}

func TestReports(t *testing.T) {
	r := twoServer(t)
	for _, test := range []struct {
		file  string
		write func(*bytes.Buffer) error
	}{
		{"two-server.txt", func(b *bytes.Buffer) error { return r.WriteText(b, source.Style{}) }},
		{"two-server-narrow.txt", func(b *bytes.Buffer) error { return r.WriteText(b, source.Style{Width: 60, Color: true}) }},
		{"two-server.md", func(b *bytes.Buffer) error { return r.WriteMarkdown(b) }},
	} {
		var b bytes.Buffer
		if err := test.write(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, test.file, b.String())
	}
}

// TestJSON: the document has every trial, flow and request, and never null.
func TestJSON(t *testing.T) {
	r := twoServer(t)
	var b bytes.Buffer
	if err := r.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "null") {
		t.Error("a list is null")
	}
	var got struct {
		Holds  bool
		Counts struct{ Agrees, TooGood, TooBad int }
		Trials []struct {
			Flows []struct {
				Flow     string
				Observed struct {
					Text   string
					Window float64
				}
				Requests []struct{ Sent float64 }
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Holds || got.Counts.Agrees != 31 || got.Counts.TooGood != 1 || got.Counts.TooBad != 1 {
		t.Errorf("got %v %+v", got.Holds, got.Counts)
	}
	write := got.Trials[3].Flows[1]
	if write.Flow != "write" || write.Observed.Text != "total, transient 14.3s" || write.Observed.Window < 14.3 || write.Observed.Window > 14.4 {
		t.Errorf("got %+v", write.Observed)
	}
	if len(got.Trials) != 11 || len(write.Requests) < 100 {
		t.Errorf("%d trials, %d requests", len(got.Trials), len(write.Requests))
	}
}

// TestHostile: names mean nothing in a terminal, in Markdown and in JSON.
func TestHostile(t *testing.T) {
	const hostile = "\x1b[2J</td>|`<script>\u202e\n# x"
	p := &drill.Plan{
		Architecture: hostile, Flows: []drill.Flow{{Name: hostile}, {Name: "g", Unprobed: hostile}}, Skipped: []drill.Skipped{{What: hostile, Why: hostile}},
		Trials: []drill.Trial{{
			Name: "crash of " + hostile, Breaks: []drill.Break{{Kind: "crash", What: hostile}},
			Predictions: []drill.Prediction{{Flow: hostile, Amount: drill.Total, Recovery: drill.Hard, Text: hostile, Why: []drill.Reason{{Text: hostile, Path: "services.x.uses.y"}}}},
		}},
	}
	seen := drill.Observation{Trial: "crash of " + hostile, Repaired: 12e9, StepFailed: hostile, Flows: []drill.Seen{{Flow: hostile, Requests: sent(t, "14s+"), Unread: 1}}}
	r := drill.Report{Title: hostile, Verdict: drill.Judge(p, []drill.Observation{seen}), Picture: "a b)<x>.svg"}
	var text, page bytes.Buffer
	if err := r.WriteText(&text, source.Style{}); err != nil {
		t.Fatal(err)
	}
	if err := r.WriteMarkdown(&page); err != nil {
		t.Fatal(err)
	}
	for _, c := range text.String() + page.String() {
		if c != '\n' && !unicode.IsPrint(c) {
			t.Fatalf("%q comes through:\n%s", c, text.String()+page.String())
		}
	}
	for _, bad := range []string{"<script", "\n# x", "(a b", "<x>"} {
		if strings.Contains(page.String(), bad) {
			t.Errorf("%q means something:\n%s", bad, page.String())
		}
	}
}

// TestLists: long lists are cut, and say so, unless all is asked for.
func TestLists(t *testing.T) {
	p := plan(t, sample(t, "highly-available"), drill.Options{Pairs: true})
	for _, all := range []bool{false, true} {
		var b bytes.Buffer
		r := drill.Report{Title: "x", Verdict: drill.Judge(p, nil), All: all}
		if err := r.WriteText(&b, source.Style{}); err != nil {
			t.Fatal(err)
		}
		cut := strings.Contains(b.String(), "more: --all shows them")
		last := strings.Contains(b.String(), "crash of az-b and az-c")
		if cut == all || last != all {
			t.Errorf("all %v: cut %v, the last %v\n%s", all, cut, last, b.String())
		}
	}
}
