package drill_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
)

// TestJournal: what was appended is read back; a drill goes on where its journal
// ends, also where the last line was not written to its end.
func TestJournal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "journal.jsonl")
	events := []drill.Event{
		{At: time.Unix(1, 0).UTC(), What: drill.Began, Text: "digest"},
		{At: time.Unix(2, 0).UTC(), What: drill.Breaks, Trial: "crash of a", Broken: &drill.Broken{Container: "a", How: drill.Killed}},
	}
	for i, torn := range []string{"", `{"what":"bre`, "{\"what\":\n", "\x00\x00\x00"} {
		j, before, err := drill.OpenJournal(file)
		if err != nil {
			t.Fatal(err)
		}
		if want := i * len(events); len(before) != want {
			t.Fatalf("after %q: %d events, want %d", torn, len(before), want)
		}
		var all sync.WaitGroup
		for _, e := range events {
			all.Go(func() {
				if err := j.Append(e); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		next := []string{`{"what":"bre`, "{\"what\":\n", "\x00\x00\x00", ""}[i]
		appendTo(t, file, next)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := drill.ReadJournal(bytes.NewReader(text))
	if err != nil || len(got) != 4*len(events) {
		t.Fatalf("%d events, %v", len(got), err)
	}
	if err := os.WriteFile(file, []byte("{}\nnothing\n{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := drill.OpenJournal(file); err == nil || !strings.Contains(err.Error(), "line 2 is no event") {
		t.Errorf("a journal that is none: %v", err)
	}
}

func appendTo(t *testing.T, file, text string) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// TestStateOf: what is broken stays so until it is known to be repaired.
func TestStateOf(t *testing.T) {
	breaks := func(trial, container string) drill.Event {
		return drill.Event{What: drill.Breaks, Trial: trial, Broken: &drill.Broken{Container: container}}
	}
	judged := func(trial string, repaired time.Duration) drill.Event {
		return drill.Event{What: drill.Judged, Trial: trial, Seen: &drill.Observation{Trial: trial, Repaired: repaired}}
	}
	began, ended := drill.Event{What: drill.Began, Text: "digest"}, drill.Event{What: drill.Ended}
	steps := drill.Event{What: drill.Steps, Trial: "x"}
	restored := drill.Event{What: drill.Restored, Trial: "x"}
	one := drill.Event{What: drill.Restored, Trial: "x", Broken: &drill.Broken{Container: "a"}}
	for _, test := range []struct {
		name   string
		events []drill.Event
		want   string
	}{
		{"nothing", nil, " open: acted: seen:"},
		{"began", []drill.Event{began}, "digest open: acted: seen:"},
		{"about to be broken", []drill.Event{began, breaks("x", "a")}, "digest open: a acted: seen:"},
		{"two of a server", []drill.Event{began, breaks("x", "a"), breaks("x", "b"), {What: drill.BrokenAt}, steps}, "digest open: a b acted: x seen:"},
		{"about to be restored", []drill.Event{began, breaks("x", "a"), {What: drill.Restores, Trial: "x"}}, "digest open: a acted: seen:"},
		{"one of them restored", []drill.Event{began, breaks("x", "a"), breaks("x", "b"), steps, one}, "digest open: b acted: x seen:"},
		{"restored", []drill.Event{began, breaks("x", "a"), steps, restored, breaks("y", "a")}, "digest open: a acted: seen:"},
		{"all restored", []drill.Event{began, breaks("x", "a"), steps, breaks("y", "b"), {What: drill.Restored}}, "digest open: acted: seen:"},
		{"judged twice", []drill.Event{began, judged("x", 1), judged("y", 1), judged("x", 2)}, "digest open: acted: seen: y:1ns x:2ns"},
		{"ended", []drill.Event{began, ended}, "digest open: acted: seen: ended"},
		{"goes on", []drill.Event{began, ended, began}, "digest open: acted: seen:"},
	} {
		s := drill.StateOf(test.events)
		got := s.Digest + " open:"
		for _, o := range s.Open {
			got += " " + o.Container
		}
		got += strings.TrimRight(" acted: "+strings.Join(s.Acted, " "), " ") + " seen:"
		for _, o := range s.Seen {
			got += fmt.Sprintf(" %s:%s", o.Trial, o.Repaired)
			if !s.IsSeen(o.Trial) {
				t.Errorf("%s: %s is not seen", test.name, o.Trial)
			}
		}
		if s.Ended {
			got += " ended"
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// FuzzJournal: a journal is read or refused, and what was read is read again
// from what it is written as, whatever follows.
func FuzzJournal(f *testing.F) {
	f.Add([]byte("{\"what\":\"began\",\"text\":\"x\"}\n{\"what\":\"breaks\",\"broken\":{\"container\":\"a\"}}\n{\"wh"))
	f.Add([]byte("{\"what\":\"judged\",\"seen\":{\"trial\":\"x\",\"flows\":[{\"requests\":[{\"sent\":1}]}]}}\n\n"))
	f.Add([]byte("{\"at\":\"2026-01-01T00:00:00Z\"}\nnull\n[]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		events, err := drill.ReadJournal(bytes.NewReader(text))
		if err != nil {
			return
		}
		drill.StateOf(events)
		var b bytes.Buffer
		for _, e := range events {
			line, err := json.Marshal(e)
			if err != nil {
				return // a time that has no place in a calendar
			}
			b.Write(append(line, '\n'))
		}
		b.WriteString("{\"what\":")
		again, err := drill.ReadJournal(&b)
		if err != nil || len(again) != len(events) {
			t.Fatalf("%d of %d events are read again: %v", len(again), len(events), err)
		}
		for i := range events {
			if !again[i].At.Equal(events[i].At) {
				t.Fatalf("%v became %v", events[i].At, again[i].At)
			}
			again[i].At, events[i].At = time.Time{}, time.Time{}
			if x, y := string(must(json.Marshal(again[i]))), string(must(json.Marshal(events[i]))); x != y {
				t.Fatalf("%s became %s", y, x)
			}
		}
	})
}

func must(text []byte, _ error) []byte { return text }

// TestPlanFile: a plan is read as it was written; what is none is refused.
func TestPlanFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plan.json")
	want := plan(t, sample(t, "two-server"), drill.Options{Pairs: true, Connections: true})
	if err := want.Write(file); err != nil {
		t.Fatal(err)
	}
	got, err := drill.ReadPlan(file)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v %v, want %+v", got, err, want)
	}
	if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
		t.Errorf("a draft is left: %v %v", entries, err)
	}
	for _, test := range []struct{ text, want string }{
		{"{", "is no plan of a drill"},
		{`{"trails": []}`, "unknown field"},
		{`{"trials": [{"name": "x", "breaks": [{}]}, {"name": "x"}]}`, `it has "x" twice`},
		{`{"flows": [{"name": "f"}], "trials": [{"name": "x", "breaks": [{}]}]}`, `"x" has 0 predictions for 1 flows`},
		{`{"trials": [{"name": "x"}]}`, `"x" breaks nothing`},
	} {
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := drill.ReadPlan(file); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.text, err)
		}
	}
	if err := want.Write(filepath.Join(file, "below")); err == nil {
		t.Error("a plan is written below a file")
	}
}
