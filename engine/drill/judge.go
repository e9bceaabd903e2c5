package drill

import (
	"slices"
	"time"

	"github.com/loadpath/loadpath/model"
)

// Mark is how a prediction and what happened compare.
type Mark string

// The marks. A drill fails where a prediction was too good.
const (
	Agrees  Mark = "agrees"
	TooGood Mark = "too good" // what happened was worse
	TooBad  Mark = "too bad"  // what happened was better
	Open    Mark = "undecided"
	Untried Mark = "untried" // what a person does could not be done
)

// Verdict is a plan beside what was seen.
type Verdict struct {
	Plan *Plan
	// Trials are those that were made, in the order of the plan.
	Trials []Judgement
	// Unmade are the trials that were not.
	Unmade []string
}

// Judgement is one trial.
type Judgement struct {
	Trial Trial
	Seen  Observation
	// Flows are those that were asked, in the order of the predictions.
	Flows []Comparison
}

// Comparison is what was predicted of a flow beside what was observed.
type Comparison struct {
	Predicted Prediction
	Observed  Observed
	Mark      Mark
	// Differences are all there are, what was too good first.
	Differences []Difference
	// Notes are what else a reader should know.
	Notes []string
}

// Judge lays what was predicted and what was seen side by side. Observations of
// what is not in the plan do not count.
func Judge(p *Plan, seen []Observation) *Verdict {
	v := &Verdict{Plan: p}
	for _, trial := range p.Trials {
		i := slices.IndexFunc(seen, func(o Observation) bool { return o.Trial == trial.Name })
		if i < 0 {
			v.Unmade = append(v.Unmade, trial.Name)
			continue
		}
		j := Judgement{Trial: trial, Seen: seen[i]}
		for _, prediction := range trial.Predictions {
			j.Flows = append(j.Flows, compare(newSight(trial, seen[i], flowOf(seen[i], prediction.Flow)), prediction))
		}
		v.Trials = append(v.Trials, j)
	}
	return v
}

// flowOf is what was seen of a flow, nothing where it was not asked.
func flowOf(o Observation, name string) Seen {
	for _, flow := range o.Flows {
		if flow.Flow == name {
			return flow
		}
	}
	return Seen{Flow: name}
}

// compare judges one flow in one trial.
func compare(s sight, p Prediction) Comparison {
	c := Comparison{Predicted: p, Observed: s.observe(p)}
	c.Differences = differences(p, c.Observed)
	c.Mark = c.mark()
	c.Notes = notes(s, c)
	for i := range c.Differences {
		c.Differences[i].Causes = causes(c.Differences[i].Shape, p)
	}
	return c
}

// mark is the worst that can be said: one thing that was too good outweighs
// what was too bad, and both outweigh what could not be tried. Of what is
// undecided anything may happen, but for the loss of what was promised to be
// kept.
func (c Comparison) mark() Mark {
	is := func(tooGood bool) func(Difference) bool {
		return func(d Difference) bool { return d.Shape.TooGood() == tooGood }
	}
	switch {
	case slices.ContainsFunc(c.Differences, is(true)):
		return TooGood
	case c.Predicted.Recovery == Undecided:
		return Open
	case c.Observed.Requests == 0:
		return Untried
	case slices.ContainsFunc(c.Differences, is(false)):
		return TooBad
	case c.Predicted.Recovery == Manual && c.Observed.Recovery == Hard && c.Observed.Remains == "", c.tooSoon():
		return Untried
	}
	return Agrees
}

// differences are where the two part.
func differences(p Prediction, o Observed) []Difference {
	var found []Difference
	add := func(is bool, shape Shape) {
		if is {
			found = append(found, Difference{Shape: shape, Text: shape.told(p, o)})
		}
	}
	// Whoever loses what was promised to be kept cannot be undecided.
	add(len(o.Lost) > 0 && !p.MayLoseWrites, LosesWrites)
	if p.Recovery == Undecided || o.Requests == 0 {
		return found
	}
	add(rank(o.Amount) > rank(p.Amount), LosesMore)
	// A step that is predicted to help is held against what is left after it,
	// and what is left tells more than when it came back.
	stepped := o.Remains != "" && p.AfterStep != ""
	fails := stepped && rank(o.Remains) > rank(p.AfterStep)
	add(fails, StepFails)
	harmed := p.Amount != None && o.Amount != None
	add(harmed && !fails && p.Recovery == Transient && rank(o.Recovery) > rank(Transient) && o.Last > longest(p), StaysLost)
	add(harmed && p.Recovery == Transient && p.Known && o.Recovery == Transient && o.Window > HoldsUntil(p.Window), TakesLonger)
	add(rank(o.Amount) < rank(p.Amount), LosesLess)
	add(stepped && rank(o.Remains) < rank(p.AfterStep), StepHelpsMore)
	add(harmed && rank(p.Recovery) > rank(Transient) && o.Recovery == Transient, ComesBack)
	return found
}

// tooSoon tells whether somebody acted or repaired before a flow could come back
// by itself: that says nothing.
func (c Comparison) tooSoon() bool {
	return c.Predicted.Recovery == Transient && rank(c.Observed.Recovery) > rank(Transient) && c.Observed.Last <= longest(c.Predicted)
}

// longest is when a flow that is to come back by itself has to be back; where a
// part of its window is not known, when whoever watches gives up.
func longest(p Prediction) model.Duration {
	if p.Known {
		return HoldsUntil(p.Window)
	}
	return max(mostWatch, HoldsUntil(p.Window))
}

// HoldsUntil is how long an outage may last of which a window is predicted: a
// half more, as containers of one machine share its processors and checks do not
// begin with the break; and two seconds, as a request is sent now and then and
// may wait for its answer.
func HoldsUntil(window model.Duration) model.Duration {
	return window + window/2 + model.Duration(2*time.Second)
}
