package drill

import (
	"fmt"
	"time"

	"github.com/loadpath/loadpath/model"
)

// Observed is what became of a flow in a trial.
type Observed struct {
	// Amount is none, partial or total; Recovery none, transient, manual or
	// hard.
	Amount, Recovery string
	// Window is how long it took from the break, or where a person brought it
	// back from the end of their step, to the first request after which nothing
	// failed. It is 0 where only the repair did.
	Window model.Duration
	// Last is when the last request was sent that failed, before anybody acted.
	Last model.Duration
	// Remains is what was lost after the step, none, partial or total; empty
	// where there was none.
	Remains string
	// Requests are those from the break to the repair, Failed those of them that
	// were not answered well. InFlight of these were under way when the break
	// was made, and do not count.
	Requests, Failed, InFlight int
	// Acknowledged are the writes that were, Unread how many could not be read
	// back, and Lost those that were gone.
	Acknowledged, Unread int
	Lost                 []string
}

// inFlight is how long after the last break a request may be sent and still meet
// a connection that was opened before.
const inFlight = time.Second

// sight is a flow in a trial, as it was seen.
type sight struct {
	trial Trial
	seen  Observation
	flow  Seen
	// stepped: what a person does was done, and worked.
	stepped bool
}

func newSight(t Trial, o Observation, flow Seen) sight {
	return sight{trial: t, seen: o, flow: flow, stepped: t.Step.Promote != "" && o.Stepped > 0 && o.StepFailed == ""}
}

// alone are the requests up to the moment at which somebody acts or repairs.
func (s sight) alone() phase {
	end := s.seen.Repaired
	switch {
	case s.seen.StepBegan > 0:
		end = s.seen.StepBegan
	case s.seen.Stepped > 0:
		end = s.seen.Stepped
	}
	return during(s.flow.Requests, before, end)
}

// observe says what became of the flow. Of an amount that the requests do not
// tell for certain, it takes what was predicted.
//
// The outage of a flow ends with the first request after which nothing failed.
// What failed while a person acted is not counted: their step may start programs
// anew.
func (s sight) observe(p Prediction) Observed {
	alone := s.alone()
	o := Observed{
		Amount: None, Recovery: None, Requests: len(alone.answers),
		Acknowledged: s.flow.Acknowledged, Unread: s.flow.Unread, Lost: s.flow.Lost,
	}
	f := failed(alone.answers)
	o.Failed, o.Last = f.count, model.Duration(f.last)
	if s.excusable(f) {
		o.InFlight = f.count
	} else {
		o.Amount = f.amount(p.Amount)
	}
	since, isBack := alone.back()
	if o.Amount != None && isBack {
		o.Recovery, o.Window = Transient, model.Duration(max(since, 0))
	}
	if o.Amount != None && !isBack {
		o.Recovery = Hard
	}
	if s.stepped {
		s.observeStep(&o, p.AfterStep)
	}
	return o
}

// excusable tells whether no more was lost than was in flight: one request for
// each thing that was broken.
func (s sight) excusable(f failures) bool {
	return f.count <= len(s.trial.Breaks) && f.last < s.seen.Breaking+inFlight
}

// amount is how much is lost. A long run of failures is all. A short one that
// holds every failure may be all or a part: it is all where that was predicted.
func (f failures) amount(predicted string) string {
	switch {
	case f.count == 0:
		return None
	case f.solid, predicted == Total && f.one && f.count >= leastRun:
		return Total
	}
	return Partial
}

// observeStep adds what was seen after the step. Too few requests to tell are
// as if there had been no step.
func (s sight) observeStep(o *Observed, predicted string) {
	after := during(s.flow.Requests, s.seen.Stepped, s.seen.Repaired)
	f := failed(after.answers)
	since, isBack := after.back()
	if !isBack && f.count == 0 {
		return
	}
	o.Requests += len(after.answers)
	o.Failed += f.count
	o.Remains = None
	if !isBack {
		o.Remains = remaining(after.answers, predicted)
		o.Amount, o.Recovery, o.Window = worse(o.Amount, o.Remains), Hard, 0
		return
	}
	if o.Recovery == Hard {
		o.Recovery, o.Window = Manual, model.Duration(since-s.seen.Stepped)
	}
}

// remaining is how much is lost at the end: all, where nothing is answered for
// long, or ever where that was predicted.
func remaining(answers []answer, predicted string) string {
	tail := len(answers)
	for tail > 0 && !answers[tail-1].good {
		tail--
	}
	if failed(answers[tail:]).solid || predicted == Total && tail == 0 && len(answers) >= leastRun {
		return Total
	}
	return Partial
}

// leastRun is how many failures in a row may be taken for an outage.
const leastRun = 3

// rank orders the amounts, and the recoveries, the worse the greater. What is
// undecided has none.
func rank(word string) int {
	switch word {
	case Partial, Transient:
		return 1
	case Total, Manual:
		return 2
	case Hard:
		return 3
	}
	return 0
}

// worse is the worse of two amounts.
func worse(x, y string) string {
	if rank(y) > rank(x) {
		return y
	}
	return x
}

// Text is what was observed as the analysis would say it: "total, transient
// 4.2s".
func (o Observed) Text() string {
	text := o.Amount
	if o.Amount == None {
		return text
	}
	if o.Remains != "" && o.Remains != None && o.Remains != o.Amount {
		text += " then " + o.Remains
	}
	text += ", " + o.Recovery
	if o.Recovery == Transient {
		text += " " + tenths(o.Window)
	}
	return text
}

// tenths is a span in tenths of a second.
func tenths(d model.Duration) string {
	return fmt.Sprintf("%.1fs", time.Duration(d).Seconds())
}
