package timeline_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/engine/drill/internal/example"
	"github.com/loadpath/loadpath/engine/drill/timeline"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

func plan(t testing.TB, sample string, o drill.Options) *drill.Plan {
	t.Helper()
	document, err := schema.Load(filepath.Join("..", "..", "..", "samples", sample), schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	stack, err := compose.Materialize(document.Architecture, compose.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var questions []drill.Question
	for _, flow := range document.Architecture.Flows {
		questions = append(questions, drill.Question{Flow: flow.Name, Method: "GET", URL: "http://127.0.0.1:8080" + flow.ProbePath})
	}
	p, err := drill.NewPlan(stack, questions, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func paint(t testing.TB, title string, v *drill.Verdict) string {
	t.Helper()
	var b bytes.Buffer
	if err := timeline.Write(&b, title, v); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("no XML: %v", err)
		}
	}
	return b.String()
}

// TestPictures holds the pictures of drills against files.
func TestPictures(t *testing.T) {
	some := drill.Options{
		Kinds: []analysis.Kind{analysis.Crash, analysis.Hang}, Pairs: true, Connections: true,
		Only: []string{"lb@lb-1", "app@web-1", "db", "az-a", "router@web-1..db@db-1"},
	}
	for _, test := range []struct {
		name, sample string
		options      drill.Options
		otherwise    map[example.Otherwise]example.Fate
	}{
		{"two-server", "two-server", drill.Options{}, map[example.Otherwise]example.Fate{
			{Trial: "crash of app@server-1", Flow: "write"}:  {Amount: drill.Total, For: 14300 * time.Millisecond},
			{Trial: "crash of db@server-2", Flow: "read"}:    {Amount: drill.None},
			{Trial: "crash of web@server-2", Flow: "static"}: {Amount: drill.None, Late: 1},
		}},
		{"highly-available", "highly-available", some, nil},
	} {
		p := plan(t, test.sample, test.options)
		got := paint(t, test.sample, drill.Judge(p, example.Observations(p, test.otherwise)))
		file := filepath.Join("testdata", test.name+".svg")
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
			t.Errorf("%s is stale (-update writes it anew):\n%s", file, diff)
		}
	}
}

// TestOdd: nothing was tried; texts mean nothing in SVG; a drill may be stopped,
// and requests may come from before the break and long after.
func TestOdd(t *testing.T) {
	const hostile = "</text><script>alert(1)</script>\x00\u202e\"&"
	p := &drill.Plan{
		Architecture: hostile, Flows: []drill.Flow{{Name: hostile}},
		Trials: []drill.Trial{{
			Name: hostile, Breaks: []drill.Break{{Kind: "crash", What: hostile}},
			Predictions: []drill.Prediction{{Flow: hostile, Amount: drill.Partial, Recovery: drill.Undecided, Text: hostile, Window: 5 * model.Second}},
		}},
	}
	seen := drill.Observation{Trial: hostile, Repaired: time.Hour, Stepped: time.Minute, Flows: []drill.Seen{{Flow: hostile, Requests: []drill.Request{
		{Sent: -time.Hour}, {Sent: -time.Millisecond}, {Sent: 2 * time.Hour, Wrong: hostile},
	}}}}
	for _, v := range []*drill.Verdict{drill.Judge(p, nil), drill.Judge(p, []drill.Observation{seen}), drill.Judge(&drill.Plan{}, nil)} {
		got := paint(t, hostile, v)
		if strings.Contains(got, "<script") || strings.Contains(got, "\u202e") {
			t.Errorf("a text means something:\n%s", got)
		}
	}
}
