package drill_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
)

// TestWrites: an acknowledged write that is gone breaks a promise, or is a note,
// also where it is undecided what becomes of the flow.
func TestWrites(t *testing.T) {
	mayLose := harmless
	mayLose.MayLoseWrites = true
	lost := drill.Seen{Acknowledged: 20, Lost: []string{"a", "b"}}
	for _, test := range []struct {
		name      string
		predicted drill.Prediction
		writes    drill.Seen
		want      string
		notes     []string
	}{
		{"none is", harmless, drill.Seen{Acknowledged: 20}, "agrees: none", nil},
		{"promised", harmless, lost, "too good: none [loses writes]", nil},
		{"promised, and undecided", undecided, lost, "too good: none [loses writes]", nil},
		{"not promised", mayLose, lost, "agrees: none", []string{"2 of 20 acknowledged writes are gone: replication does not promise to keep them"}},
		{"not known", harmless, drill.Seen{Acknowledged: 20, Unread: 1}, "agrees: none", []string{"one of 20 acknowledged writes could not be asked for"}},
	} {
		c := judged(test.predicted, sent(t, "12s+"), false, test.writes)
		if got := told(c); got != test.want || !slices.Equal(c.Notes, test.notes) {
			t.Errorf("%s: got %q %q, want %q %q", test.name, got, c.Notes, test.want, test.notes)
		}
	}
}

// TestWorseIsNoBetter: where a prediction was too good, it still is when one
// more request fails, or one more write is lost.
func TestWorseIsNoBetter(t *testing.T) {
	noise := rand.New(rand.NewPCG(7, 7))
	predictions := []drill.Prediction{
		harmless, transient, unknown, flicker, slow, manual, partly, undone, hard, hole, undecided,
		withAfter(harmless, drill.None), withAfter(transient, drill.None), withAfter(hole, drill.Partial), withAfter(hard, drill.Total),
	}
	tooGood := 0
	for range 6_000 {
		p := predictions[noise.IntN(len(predictions))]
		requests := random(noise)
		step := noise.IntN(2) == 0
		if judged(p, requests, step, drill.Seen{}).Mark != drill.TooGood {
			continue
		}
		tooGood++
		worse := slices.Clone(requests)
		for range 1 + noise.IntN(5) {
			worse[noise.IntN(len(worse))].Wrong = "503"
		}
		if c := judged(p, worse, step, drill.Seen{}); c.Mark != drill.TooGood {
			t.Fatalf("%s, of which was too good %v: %s, after %v", p.Text, requests, told(c), worse)
		}
		if c := judged(p, requests, step, drill.Seen{Acknowledged: 1, Lost: []string{"a"}}); c.Mark != drill.TooGood {
			t.Fatalf("%s: a lost write makes it %s", p.Text, told(c))
		}
	}
	if tooGood < 1000 {
		t.Errorf("only %d were too good", tooGood)
	}
}

// random are stretches in which more or fewer requests fail, sooner or later.
func random(noise *rand.Rand) []drill.Request {
	var all []drill.Request
	at := time.Duration(noise.IntN(100)) * time.Millisecond
	for at < 20*time.Second {
		share := []float64{0, 0, 0.5, 1, 0.05}[noise.IntN(5)]
		took := []time.Duration{5, 5, 300, 4000}[noise.IntN(4)] * time.Millisecond
		for end := at + time.Duration(noise.IntN(6000))*time.Millisecond; at < end; at += 100 * time.Millisecond {
			r := drill.Request{Sent: at, Took: took}
			if noise.Float64() < share {
				r.Wrong = "503"
			}
			all = append(all, r)
		}
		at += time.Millisecond
	}
	return all
}

// TestBack: whoever watches stops when the verdict will see the flow as back,
// and the longest watch is long enough for what a window holds up to.
func TestBack(t *testing.T) {
	requests := sent(t, "5s- 10s+")
	if drill.Back(requests, 6*time.Second) || !drill.Back(requests, 7*time.Second) {
		t.Error("it is back between second 6 and 7")
	}
	trial := drill.Trial{Watch: harmless.Window, Predictions: []drill.Prediction{harmless, transient}}
	most := trial.AtMost(4 * time.Second)
	longest := sent(t, "7900ms- 20s+")
	if !drill.Back(longest, most) {
		t.Errorf("after %s it is not back", most)
	}
}

// TestStepFailed: what was predicted of the step is held against nothing.
func TestStepFailed(t *testing.T) {
	p := manual
	p.Flow = "f"
	trial := drill.Trial{
		Name: "crash of x", Breaks: []drill.Break{{Kind: "crash"}}, Predictions: []drill.Prediction{p},
		Step: drill.Step{Promote: "db@server-2"},
	}
	seen := drill.Observation{
		Trial: trial.Name, StepBegan: 8 * time.Second, Stepped: 9 * time.Second, StepFailed: "it does not answer",
		Repaired: 12 * time.Second, Calm: 15 * time.Second, Flows: []drill.Seen{{Flow: "f", Requests: sent(t, "15s-")}},
	}
	v := drill.Judge(&drill.Plan{Trials: []drill.Trial{trial, {Name: "crash of y"}}}, []drill.Observation{seen, {Trial: "of another plan"}})
	c := v.Trials[0].Flows[0]
	if c.Mark != drill.Untried || !slices.Equal(c.Notes, []string{"what a person does was not done: it does not answer"}) {
		t.Errorf("got %s %q", told(c), c.Notes)
	}
	if !slices.Equal(v.Unmade, []string{"crash of y"}) {
		t.Errorf("unmade are %v", v.Unmade)
	}
}

// TestBefore: what failed before the break is none of the trial; what was under
// way then counts as one that was in flight.
func TestBefore(t *testing.T) {
	over := drill.Request{Sent: -2 * time.Second, Took: time.Second, Wrong: "503"}
	underWay := drill.Request{Sent: -time.Second, Took: 2 * time.Second, Wrong: "503"}
	c := judged(harmless, append([]drill.Request{over, over, underWay}, sent(t, "12s+")...), false, drill.Seen{})
	if c.Mark != drill.Agrees || c.Observed.Failed != 1 || c.Observed.InFlight != 1 {
		t.Errorf("got %s, %+v", told(c), c.Observed)
	}
}
