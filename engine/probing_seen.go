package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
)

// pending is how long a request may be without an answer before it counts
// against calm.
const pending = time.Second

// The machine is too busy for a verdict where more than busyShare of the turns
// were late: a failure that lasts as long could be its own. So it is where one
// answer in twenty takes longer than slowAnswer although nothing is broken.
const (
	busyShare  = 0.05
	slowAnswer = time.Second
)

// between are the requests of a flow that were sent in a span of time, as they
// are now.
func (f *probed) between(from, to time.Time) []probe {
	f.mu.Lock()
	defer f.mu.Unlock()
	first, _ := slices.BinarySearchFunc(f.sent, from, func(r probe, at time.Time) int { return r.at.Compare(at) })
	last, _ := slices.BinarySearchFunc(f.sent, to, func(r probe, at time.Time) int { return r.at.Compare(at) })
	return slices.Clone(f.sent[first:max(first, last)])
}

// trouble is what is wrong with a flow in the time up to now: the last failure,
// or that it was hardly asked. Empty: it is calm.
func (p *probing) trouble(f *probed, now time.Time, span time.Duration) string {
	sent := f.between(now.Add(-span), now)
	good := 0
	for _, r := range slices.Backward(sent) {
		switch {
		case r.wrong != "":
			return r.wrong
		case r.answered:
			good++
		case now.Sub(r.at) > pending:
			return "no answer yet"
		}
	}
	if good < int(span/p.every)/2 {
		return fmt.Sprintf("%d answers in %s", good, span)
	}
	return ""
}

// troubled are the flows that are not calm, each with what is wrong with it.
func (p *probing) troubled(span time.Duration) map[string]string {
	now := time.Now()
	found := make(map[string]string)
	for _, f := range p.flows {
		if wrong := p.trouble(f, now, span); wrong != "" {
			found[f.flow.Name] = wrong
		}
	}
	return found
}

// late is how much of the time between two moments the machine was too busy to
// send in time, as a share of the turns.
func (p *probing) late(from, to time.Time) float64 {
	late, all := 0, 0
	for _, f := range p.flows {
		for _, r := range f.between(from, to) {
			all++
			if r.late > lateAfter {
				late++
			}
		}
	}
	return float64(late) / float64(max(all, 1))
}

// slow is the time within which 19 of 20 answers came.
func (p *probing) slow(from, to time.Time) time.Duration {
	var took []time.Duration
	for _, f := range p.flows {
		for _, r := range f.between(from, to) {
			if r.answered {
				took = append(took, r.took)
			}
		}
	}
	slices.Sort(took)
	if len(took) == 0 {
		return 0
	}
	return took[len(took)*95/100]
}

// settle waits until all requests that were sent before a moment have their
// answer, or their time is over.
func (p *probing) settle(ctx context.Context, before time.Time) {
	for p.open(before) && time.Now().Before(before.Add(probeAtMost+pending)) && each(ctx, look) {
	}
}

// open tells whether a request that was sent before a moment has no answer yet.
func (p *probing) open(before time.Time) bool {
	for _, f := range p.flows {
		for _, r := range f.between(before.Add(-2*probeAtMost), before) {
			if !r.answered {
				return true
			}
		}
	}
	return false
}

// seen is what became of the requests of a trial, counted from its break: of
// those that were sent in its time, and of those that were on their way when it
// broke.
func (p *probing) seen(f *probed, from, broke, to time.Time) drill.Seen {
	s := drill.Seen{Flow: f.flow.Name}
	for _, r := range f.between(from.Add(-probeAtMost), to) {
		if r.at.Before(from) && (r.wrong == "" || r.at.Add(r.took).Before(from)) {
			continue
		}
		if !r.answered { // it is open: its answer comes later than all that is known
			r.took, r.wrong = max(probeAtMost, time.Since(r.at)+probeAtMost), "no answer"
		}
		s.Requests = append(s.Requests, drill.Request{Sent: r.at.Sub(broke), Took: r.took, Wrong: r.wrong})
		if r.written {
			s.Acknowledged++
		}
	}
	return s
}
