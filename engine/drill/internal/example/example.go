// Package example makes up what a drill saw, for tests and pictures: of each
// prediction what would bear it out, and of some what would not.
package example

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
)

// Otherwise is a flow in a trial that does not do what is predicted.
type Otherwise struct{ Trial, Flow string }

// Fate is what becomes of a flow instead: how much is lost, and until when; as
// 0 it is until the repair.
type Fate struct {
	Amount string
	For    time.Duration
	// Lost are so many acknowledged writes; Late is how many requests fail that
	// were in flight.
	Lost, Late int
}

// Observations bear a plan out, but for what is to go otherwise. They are the
// same every time.
func Observations(p *drill.Plan, otherwise map[Otherwise]Fate) []drill.Observation {
	began := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	var all []drill.Observation
	for _, trial := range p.Trials {
		o := observe(trial, p.Rate, otherwise)
		o.Began = began
		began = began.Add(o.Calm + 10*time.Second).Truncate(time.Millisecond)
		all = append(all, o)
	}
	return all
}

func observe(t drill.Trial, rate float64, otherwise map[Otherwise]Fate) drill.Observation {
	o := drill.Observation{Trial: t.Name}
	end := time.Duration(t.Watch)
	for _, p := range t.Predictions {
		fate := fateOf(t, p, otherwise)
		if fate.For > 0 {
			_, open := wrong(t.Breaks[0].Kind)
			end = max(end, fate.For+3*time.Second+open)
		}
	}
	if t.Step.Promote != "" {
		o.StepBegan = end
		o.Stepped = end + 3400*time.Millisecond
		end = o.Stepped + 4*time.Second
	}
	o.Repaired = end
	o.Calm = end + 6500*time.Millisecond
	for i, p := range t.Predictions {
		noise := rand.New(rand.NewPCG(uint64(len(t.Name)), uint64(i)))
		o.Flows = append(o.Flows, flow(t, o, p, fateOf(t, p, otherwise), rate, noise))
	}
	return o
}

// fateOf is what was to become of a flow, or becomes of it instead.
func fateOf(t drill.Trial, p drill.Prediction, otherwise map[Otherwise]Fate) Fate {
	if fate, is := otherwise[Otherwise{t.Name, p.Flow}]; is {
		return fate
	}
	fate := Fate{Amount: p.Amount}
	if p.Recovery == drill.Transient {
		fate.For = time.Duration(p.Window) * 4 / 5
	}
	return fate
}

func flow(t drill.Trial, o drill.Observation, p drill.Prediction, fate Fate, rate float64, noise *rand.Rand) drill.Seen {
	seen := drill.Seen{Flow: p.Flow}
	until := fate.For
	if until == 0 {
		until = o.Repaired + 3*time.Second
		if p.AfterStep == drill.None && t.Step.Promote != "" {
			until = o.Stepped + 400*time.Millisecond
		}
	}
	every := time.Duration(float64(time.Second) / rate)
	for n, sent := 0, 20*time.Millisecond; sent < o.Calm; n, sent = n+1, sent+every {
		r := drill.Request{Sent: sent, Took: time.Duration(8+noise.IntN(30)) * time.Millisecond}
		lost := sent < until && (fate.Amount == drill.Total || fate.Amount == drill.Partial && n%2 == 0)
		if lost || n < fate.Late {
			r.Wrong, r.Took = wrong(t.Breaks[0].Kind)
		}
		if p.Flow == "write" && r.Wrong == "" {
			seen.Acknowledged++
		}
		seen.Requests = append(seen.Requests, r)
	}
	for i := range fate.Lost {
		seen.Lost = append(seen.Lost, fmt.Sprintf("write %d", i+1))
	}
	return seen
}

// wrong is how a request fails, and how soon.
func wrong(kind string) (string, time.Duration) {
	if kind == "crash" {
		return "503 Service Unavailable", 5 * time.Millisecond
	}
	return "no answer within 4s", 4 * time.Second
}
