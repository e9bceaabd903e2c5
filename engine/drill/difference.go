package drill

import "fmt"

// Difference is one way in which a prediction did not hold.
type Difference struct {
	Shape Shape
	// Text says what was predicted and what happened.
	Text string
	// Causes are what likely lies behind it, the likeliest first.
	Causes []Cause
}

// Shape is what kind of difference it is.
type Shape string

// The shapes of differences, those that were too good first.
const (
	LosesWrites   Shape = "loses writes"
	LosesMore     Shape = "loses more"
	StepFails     Shape = "step fails"
	StaysLost     Shape = "stays lost"
	TakesLonger   Shape = "takes longer"
	LosesLess     Shape = "loses less"
	StepHelpsMore Shape = "step helps more"
	ComesBack     Shape = "comes back"
)

// TooGood tells whether the prediction was better than what happened.
func (s Shape) TooGood() bool {
	switch s {
	case LosesLess, StepHelpsMore, ComesBack:
		return false
	}
	return true
}

// told is the difference in a sentence.
func (s Shape) told(p Prediction, o Observed) string {
	switch s {
	case LosesWrites:
		return fmt.Sprintf("%s of %d acknowledged writes %s gone, and replication promises to keep them", counted(len(o.Lost)), o.Acknowledged, isOrAre(len(o.Lost)))
	case LosesMore:
		return fmt.Sprintf("%s was to be lost, and %s was%s: %d of %d requests failed", amounted(p.Amount), amounted(o.Amount), o.forHowLong(), o.Failed, o.Requests)
	case StepFails:
		return fmt.Sprintf("after the step %s was to be lost, and %s was", amounted(p.AfterStep), amounted(o.Remains))
	case StaysLost:
		return "it was to come back by itself, and did not"
	case TakesLonger:
		return fmt.Sprintf("it came back after %s, and %s were predicted, which hold up to %s", tenths(o.Window), tenths(p.Window), tenths(HoldsUntil(p.Window)))
	case LosesLess:
		return fmt.Sprintf("%s was to be lost, and %s was: %d of %d requests failed", amounted(p.Amount), amounted(o.Amount), o.Failed, o.Requests)
	case StepHelpsMore:
		return fmt.Sprintf("after the step %s was to be lost, and %s was", amounted(p.AfterStep), amounted(o.Remains))
	case ComesBack:
		return fmt.Sprintf("it was to stay lost (%s), and came back by itself after %s", p.Recovery, tenths(o.Window))
	}
	return string(s)
}

// forHowLong says that what was lost came back.
func (o Observed) forHowLong() string {
	if o.Recovery == Transient {
		return " for a while"
	}
	return ""
}

// amounted is an amount as a noun.
func amounted(amount string) string {
	switch amount {
	case Total:
		return "all"
	case Partial:
		return "a part"
	}
	return "nothing"
}

func counted(n int) string {
	if n == 1 {
		return "one"
	}
	return fmt.Sprint(n)
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// notes are what is no difference and still to be told.
func notes(s sight, c Comparison) []string {
	var all []string
	o, p := c.Observed, c.Predicted
	add := func(is bool, format string, args ...any) {
		if is {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	add(o.Requests == 0, "no request was answered or failed in time: nothing can be said")
	manual := c.Mark == Untried && p.Recovery == Manual
	add(manual && s.seen.StepFailed != "", "what a person does was not done: %s", s.seen.StepFailed)
	add(manual && s.seen.StepFailed == "" && s.trial.Step.Undone != "", "%s", s.trial.Step.Undone)
	add(c.Mark == Untried && c.tooSoon(), "it was not watched for long enough to tell")
	add(o.InFlight > 0, "%s failed that was under way when it broke, which does not count", plural(o.InFlight, "request"))
	add(len(o.Lost) > 0 && p.MayLoseWrites, "%s of %d acknowledged writes %s gone: replication does not promise to keep them", counted(len(o.Lost)), o.Acknowledged, isOrAre(len(o.Lost)))
	add(o.Unread > 0, "%s of %d acknowledged writes could not be asked for", counted(o.Unread), o.Acknowledged)
	add(o.Recovery == Transient && p.Recovery == Transient && !p.Known, "how long it takes is not written in full, so the %s that it took are held against nothing", tenths(o.Window))
	return all
}

// plural is a number of things.
func plural(n int, thing string) string {
	if n == 1 {
		return "one " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
