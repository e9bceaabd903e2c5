package drill_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/model"
)

// sent are requests, ten a second, as a text says: "3s-" is three seconds in
// which all fail, "+" in which none does, "~" every second one, "h" in which
// they fail only after four seconds, "x" in which every second one does, "l" in
// which they are answered after three, "w" in which they are, after a minute.
func sent(t testing.TB, text string) []drill.Request {
	t.Helper()
	var all []drill.Request
	at := 10 * time.Millisecond
	for _, part := range strings.Fields(text) {
		span, err := time.ParseDuration(part[:len(part)-1])
		if err != nil {
			t.Fatal(err)
		}
		for end := at + span; at < end; at += 100 * time.Millisecond {
			r := drill.Request{Sent: at, Took: 5 * time.Millisecond}
			switch how := part[len(part)-1]; {
			case how == 'h', how == 'x' && len(all)%2 == 0:
				r.Took, r.Wrong = 4*time.Second, "no answer"
			case how == 'w':
				r.Took = time.Minute
			case how == 'l':
				r.Took = 3 * time.Second
			case how == '-', how == '~' && len(all)%2 == 0:
				r.Wrong = "503"
			}
			all = append(all, r)
		}
	}
	return all
}

// Predictions as the analysis makes them.
var (
	harmless  = drill.Prediction{Amount: drill.None, Recovery: drill.None, Text: "none"}
	transient = drill.Prediction{Amount: drill.Total, Recovery: drill.Transient, Window: 4 * model.Second, Known: true, Text: "total, transient 4s"}
	unknown   = drill.Prediction{Amount: drill.Total, Recovery: drill.Transient, Window: 1 * model.Second, Text: "total, transient over 1s"}
	flicker   = drill.Prediction{Amount: drill.Partial, Recovery: drill.Transient, Window: 4 * model.Second, Known: true, Text: "partial, transient 4s"}
	slow      = drill.Prediction{Amount: drill.Total, Recovery: drill.Transient, Window: 20 * model.Second, Known: true, Text: "total, transient 20s"}
	manual    = drill.Prediction{Amount: drill.Total, Recovery: drill.Manual, AfterStep: drill.None, Text: "total, manual"}
	partly    = drill.Prediction{Amount: drill.Total, Recovery: drill.Hard, AfterStep: drill.Partial, Text: "total then partial, hard"}
	undone    = drill.Prediction{Amount: drill.Total, Recovery: drill.Manual, Text: "total, manual"}
	hard      = drill.Prediction{Amount: drill.Total, Recovery: drill.Hard, Text: "total, hard"}
	hole      = drill.Prediction{Amount: drill.Partial, Recovery: drill.Hard, Text: "partial, hard"}
	undecided = drill.Prediction{Amount: drill.Total, Recovery: drill.Undecided, Text: "total, undecided"}
)

// TestJudge: each rule of a verdict at its edges. A step takes from second 8 to
// second 11, and the repair begins at 16; without a step it begins at 12.
func TestJudge(t *testing.T) {
	for _, test := range []struct {
		name      string
		predicted drill.Prediction
		requests  string
		step      bool
		want      string // how it compares, what was observed, the differences
	}{
		{"all is well", harmless, "12s+", false, "agrees: none"},
		{"one in flight", harmless, "100ms- 12s+", false, "agrees: none"},
		{"two are no longer in flight", harmless, "200ms- 12s+", false, "too good: partial, transient 0.2s [loses more]"},
		{"one that was not in flight", harmless, "2s+ 100ms- 10s+", false, "too good: partial, transient 2.1s [loses more]"},
		{"late answers are answers", harmless, "14sl", false, "agrees: none"},
		{"no answers any more", harmless, "6s+ 8sw", false, "too good: total, hard [loses more]"},
		{"what fails after the repair", harmless, "12s+ 2s-", false, "agrees: none"},

		{"within the window", transient, "3s- 9s+", false, "agrees: total, transient 3.0s"},
		{"a half more and two seconds", transient, "7900ms- 4s+", false, "agrees: total, transient 7.9s"},
		{"longer than that", transient, "8100ms- 4s+", false, "too good: total, transient 8.1s [takes longer]"},
		{"short, as predicted", transient, "400ms- 11s+", false, "agrees: total, transient 0.4s"},
		{"only a part of it", transient, "4s~ 8s+", false, "too bad: partial, transient 3.9s [loses less]"},
		{"nothing of it", transient, "12s+", false, "too bad: none [loses less]"},
		{"not back", transient, "12s-", false, "too good: total, hard [stays lost]"},
		{"not back for long enough", transient, "10400ms- 4s+", false, "too good: total, hard [stays lost]"},
		{"not watched for long enough", slow, "12s-", false, "untried: total, hard"},
		{"a window that is not known", unknown, "7s- 5s+", false, "agrees: total, transient 7.0s"},

		{"a part for a while", flicker, "3s~ 9s+", false, "agrees: partial, transient 2.9s"},
		{"all for a moment may be a part", flicker, "1500ms- 11s+", false, "agrees: partial, transient 1.5s"},
		{"all for nearly as long may be", flicker, "2s- 11s+", false, "agrees: partial, transient 2.0s"},
		{"all for long is no part", flicker, "2200ms- 11s+", false, "too good: total, transient 2.2s [loses more]"},

		{"all until the repair", hard, "13s-", false, "agrees: total, hard"},
		{"a hang until the repair, which answers those that are open", hard, "9sh 5sl", false, "agrees: total, hard"},
		{"every second one hangs", hole, "14sx", false, "agrees: partial, hard"},
		{"hangs for a while", transient, "3sh 11s+", false, "agrees: total, transient 3.0s"},
		{"back by itself", hard, "4s- 9s+", false, "too bad: total, transient 4.0s [comes back]"},
		{"a part until the repair", hole, "13s~", false, "agrees: partial, hard"},
		{"all in place of a part", hole, "13s-", false, "too good: total, hard [loses more]"},
		{"a part in place of all", hard, "13s~", false, "too bad: partial, hard [loses less]"},

		{"the step helps", manual, "11500ms- 6s+", true, "agrees: total, manual"},
		{"the step does not", manual, "17s-", true, "too good: total, hard [step fails]"},
		{"the step helps a part", manual, "11s- 6s~", true, "too good: total then partial, hard [step fails]"},
		{"back before the step", manual, "3s- 14s+", true, "too bad: total, transient 3.0s [comes back]"},
		{"what fails during the step does not count", harmless, "8s+ 3s- 6s+", true, "agrees: none"},
		{"what fails after it does", withAfter(harmless, drill.None), "11s+ 6s-", true, "too good: total, hard [loses more step fails]"},
		{"a part is left, as predicted", partly, "11s- 6s~", true, "agrees: total then partial, hard"},
		{"all is left", partly, "17s-", true, "too good: total, hard [step fails]"},
		{"nothing is left", partly, "11s- 6s+", true, "too bad: total, manual [step helps more]"},

		{"nobody could act", undone, "13s-", false, "untried: total, hard"},
		{"nobody had to", undone, "3s- 10s+", false, "too bad: total, transient 3.0s [comes back]"},
		{"undecided, and harmless", undecided, "12s+", false, "undecided: none"},
		{"undecided, and hard", undecided, "13s-", false, "undecided: total, hard"},
		{"nothing was asked", harmless, "", false, "untried: none"},
	} {
		c := judged(test.predicted, sent(t, test.requests), test.step, drill.Seen{})
		if got := told(c); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
		for _, d := range c.Differences {
			if d.Text == "" || len(d.Causes) == 0 {
				t.Errorf("%s: %s says %q, because of %v", test.name, d.Shape, d.Text, d.Causes)
			}
		}
	}
}

func withAfter(p drill.Prediction, amount string) drill.Prediction {
	p.AfterStep = amount
	return p
}

// judged is one prediction beside requests.
func judged(p drill.Prediction, requests []drill.Request, step bool, writes drill.Seen) drill.Comparison {
	p.Flow = "f"
	trial := drill.Trial{Name: "crash of x", Breaks: []drill.Break{{Kind: "crash", What: "x"}}, Predictions: []drill.Prediction{p}}
	seen := drill.Observation{Trial: trial.Name, Repaired: 12 * time.Second, Calm: 20 * time.Second}
	if step {
		trial.Step = drill.Step{Promote: "db@server-2", Back: "db@server-1"}
		seen.StepBegan, seen.Stepped, seen.Repaired = 8*time.Second, 11*time.Second, 16*time.Second
	}
	writes.Flow, writes.Requests = "f", requests
	seen.Flows = []drill.Seen{writes}
	v := drill.Judge(&drill.Plan{Flows: []drill.Flow{{Name: "f"}}, Trials: []drill.Trial{trial}}, []drill.Observation{seen})
	return v.Trials[0].Flows[0]
}

// told is a comparison in a line.
func told(c drill.Comparison) string {
	text := fmt.Sprintf("%s: %s", c.Mark, c.Observed.Text())
	var shapes []string
	for _, d := range c.Differences {
		shapes = append(shapes, string(d.Shape))
	}
	if len(shapes) > 0 {
		text += " [" + strings.Join(shapes, " ") + "]"
	}
	return text
}
