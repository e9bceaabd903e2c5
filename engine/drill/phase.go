package drill

import (
	"cmp"
	"slices"
	"time"
)

// When a flow is back: so many requests in a row were answered, for so long. Of
// a flow that loses every second request so many in a row are answered once in
// a thousand times. At the least rate the tenth comes 1.8 seconds after the
// first.
const (
	calmRequests = 10
	calmFor      = 1800 * time.Millisecond
)

// When all of a flow is lost, and not a part: so many requests in a row failed,
// for so long.
const (
	totalRequests = 20
	totalFor      = 2 * time.Second
)

// answer is a request as it stood at the end of a phase.
type answer struct {
	sent time.Duration
	good bool
}

// phase is a stretch of a trial.
type phase struct {
	// answers are the requests that were sent in it and came to an end, in the
	// order in which they were sent.
	answers []answer
	// settled are those of them that were sent before any that is still open.
	settled int
}

// during is a phase of a trial. What was over when the break was made is none of
// the trial.
//
// A request that is open when the phase ends says nothing: it may be answered
// only because of what ends the phase, or fail when its time is up. But where
// nothing at all was answered for a while before the end, the flow hangs, and
// those that are open are lost.
func during(requests []Request, from, to time.Duration) phase {
	var p phase
	var open []answer
	hangs, waiting := true, to
	for _, r := range requests {
		done := r.Sent + r.Took
		if r.Sent < from || r.Sent >= to || done < 0 {
			continue
		}
		if done > to {
			open, waiting = append(open, answer{r.Sent, false}), min(waiting, r.Sent)
			continue
		}
		good := r.Wrong == ""
		p.answers = append(p.answers, answer{r.Sent, good})
		hangs = hangs && !(good && done > to-calmFor)
	}
	if hangs {
		p.answers, waiting = append(p.answers, open...), to
	}
	slices.SortStableFunc(p.answers, func(x, y answer) int { return cmp.Compare(x.sent, y.sent) })
	for p.settled < len(p.answers) && p.answers[p.settled].sent < waiting {
		p.settled++
	}
	return p
}

// back tells whether nothing is lost any more at the end of a phase, and when
// the first request was sent after which nothing failed. While an earlier
// request is open nobody knows, so those count that are settled.
func (p phase) back() (since time.Duration, is bool) {
	first := len(p.answers)
	for first > 0 && p.answers[first-1].good {
		first--
	}
	calm := p.answers[min(first, p.settled):p.settled]
	if len(calm) < calmRequests || calm[len(calm)-1].sent-calm[0].sent < calmFor {
		return 0, false
	}
	return calm[0].sent, true
}

// Back tells whether a flow is back by itself by some moment after the break,
// as a verdict will see it. Whoever watches a flow that is to come back may stop
// then.
func Back(requests []Request, by time.Duration) bool {
	_, is := during(requests, before, by).back()
	return is
}

// before is earlier than any request.
const before = time.Duration(-1 << 62)

// failures are what failed in a phase.
type failures struct {
	count int
	// solid: nothing was answered for so long that all is lost. one: they are
	// one run.
	solid, one bool
	last       time.Duration
}

func failed(answers []answer) failures {
	var f failures
	var began time.Duration
	run, runs := 0, 0
	for _, a := range answers {
		if a.good {
			run = 0
			continue
		}
		if run == 0 {
			began, runs = a.sent, runs+1
		}
		run++
		f.count++
		f.last = a.sent
		f.solid = f.solid || run >= totalRequests && a.sent-began >= totalFor
	}
	f.one = runs == 1
	return f
}
