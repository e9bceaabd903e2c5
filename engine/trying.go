package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
)

const (
	// lead is how long before a break a trial begins: what was acknowledged
	// just before may be lost by it.
	lead = 2 * time.Second
	// lookAgain is how often is looked while something is broken.
	lookAgain = 250 * time.Millisecond
	// A window holds up to 1.5 times what was predicted, and 2 s; then the
	// calm has to be seen, too, and no request may be open from before.
	windowMore = 2*time.Second + calmSpan
	// unknownWindow is how long is waited for something to come back where
	// nobody knows how long it takes, and longer how much more for what was not
	// to fail at all.
	unknownWindow = 30 * time.Second
	longer        = 10 * time.Second
	// A step may take stepAtMost. What comes of it is watched for stepWatch at
	// least, and for afterStep while something is not back.
	stepAtMost = 90 * time.Second
	stepWatch  = 5 * time.Second
	afterStep  = 30 * time.Second
)

// tried is what was seen in a trial, and what was heard of the monitoring where
// there is one.
type tried struct {
	seen  *drill.Observation
	heard *drill.Listened
}

// try is one trial: break, watch, step, repair, put the roles back, wait for
// calm, read back.
func (d *drilling) try(ctx context.Context, t drill.Trial, title string) (tried, error) {
	p, err := d.stack.Project()
	if err != nil {
		return tried{}, err
	}
	if !slices.ContainsFunc(p.Containers, raises) {
		seen, err := d.observe(ctx, p, t, title, func(time.Time) {})
		return tried{seen: seen}, err
	}
	d.progress.Set(title, "waiting until no alert is raised")
	ears, err := d.listen(ctx, d.stack, p, t)
	if err != nil {
		return tried{}, err
	}
	seen, err := d.observe(ctx, p, t, title, func(broke time.Time) { ears.begin(ctx, broke) })
	if err != nil {
		ears.end(0, 0)
		return tried{}, err
	}
	heard := ears.end(seen.Repaired, seen.StepBegan)
	return tried{seen, &heard}, nil
}

// observe makes a trial. When all is broken, it tells when the first of it was.
func (d *drilling) observe(ctx context.Context, p *compose.Project, t drill.Trial, title string, tell func(time.Time)) (*drill.Observation, error) {
	all, err := d.breaks(ctx, p, t)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := d.note(drill.Event{What: drill.Breaks, Trial: t.Name, Broken: &all[i]}); err != nil {
			return nil, err
		}
	}
	d.progress.Set(title, "breaking")
	d.broken = all
	instead, err := d.replacements(ctx, p, t, all)
	if err != nil {
		return nil, err
	}
	broke, err := d.wreck(ctx, all, instead)
	if err != nil {
		return nil, err
	}
	from := broke.Add(-lead)
	tell(broke)
	seen := &drill.Observation{Trial: t.Name, Began: broke.UTC(), Breaking: time.Since(broke)}
	if err := d.note(drill.Event{What: drill.BrokenAt, Trial: t.Name}); err != nil {
		return nil, err
	}
	d.progress.Set(title, "watching")
	if err := d.watch(ctx, t, broke); err != nil {
		return nil, err
	}
	if err := d.step(ctx, t, broke, seen, title); err != nil {
		return nil, err
	}
	seen.Repaired = time.Since(broke)
	late := d.probes.late(from, time.Now())
	d.progress.Set(title, "repairing")
	if err := d.repair(ctx, t.Name); err != nil {
		return nil, err
	}
	calm := time.Now()
	seen.Calm = calm.Sub(broke)
	if late > busyShare {
		return nil, Busy(fmt.Sprintf("%.0f %% of the requests were sent more than %s late", 100*late, lateAfter))
	}
	d.progress.Set(title, "reading back")
	d.probes.settle(ctx, calm)
	for _, f := range d.probes.flows {
		flow := d.probes.seen(f, from, broke, calm)
		flow.Unread, flow.Lost = d.probes.readBack(ctx, f, from, calm)
		seen.Flows = append(seen.Flows, flow)
	}
	return seen, ctx.Err()
}

// watch looks on while something is broken: for the time that the trial has at
// least, and longer while a flow does not answer that should.
func (d *drilling) watch(ctx context.Context, t drill.Trial, broke time.Time) error {
	most := time.Duration(t.Watch) + longer
	back := make(map[string]bool) // flows that come back by themselves
	for _, p := range t.Predictions {
		back[p.Flow] = p.Recovery == "none" || p.Recovery == "transient"
		if p.Recovery != "transient" {
			continue
		}
		window := unknownWindow
		if p.Known {
			window = time.Duration(p.Window)*3/2 + windowMore + probeAtMost
		}
		most = max(most, window)
	}
	for {
		since := time.Since(broke)
		if since >= most || since >= time.Duration(t.Watch) && !d.waitsFor(back, broke, 0) {
			return nil
		}
		if !each(ctx, lookAgain) {
			return ctx.Err()
		}
	}
}

// waitsFor tells whether a verdict would not see one of the flows as back yet, by
// the requests from some time after the break on.
func (d *drilling) waitsFor(flows map[string]bool, broke time.Time, from time.Duration) bool {
	now := time.Now()
	for _, f := range d.probes.flows {
		if flows[f.flow.Name] && !drill.Back(d.probes.seen(f, broke.Add(from), broke, now).Requests, now.Sub(broke)) {
			return true
		}
	}
	return false
}

// step does what a person would, if a flow that takes one still fails.
func (d *drilling) step(ctx context.Context, t drill.Trial, broke time.Time, seen *drill.Observation, title string) error {
	takes := make(map[string]bool)
	back := make(map[string]bool)
	for _, p := range t.Predictions {
		takes[p.Flow] = p.Recovery == "manual" || p.Recovery == "hard" && p.AfterStep != "" && p.AfterStep != p.Amount
		back[p.Flow] = p.AfterStep == "none" || p.AfterStep == "" && p.Recovery != "hard"
	}
	if t.Step.Promote == "" || !d.waitsFor(takes, broke, 0) {
		return nil
	}
	d.progress.Set(title, "promoting "+t.Step.Promote)
	if err := d.note(drill.Event{What: drill.Steps, Trial: t.Name, Text: "promote " + t.Step.Promote}); err != nil {
		return err
	}
	acting, cancel := context.WithTimeout(ctx, stepAtMost)
	defer cancel()
	seen.StepBegan = time.Since(broke)
	_, err := d.Promote(acting, d.stack, t.Step.Promote, Promotion{AcceptLoss: true}, silent())
	seen.Stepped = time.Since(broke)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		seen.StepFailed = err.Error()
	}
	if err := d.note(drill.Event{What: drill.Stepped, Trial: t.Name, Text: seen.StepFailed}); err != nil {
		return err
	}
	for done := time.Now(); time.Since(done) < stepWatch || d.waitsFor(back, broke, seen.Stepped) && time.Since(done) < afterStep; {
		if !each(ctx, lookAgain) {
			return ctx.Err()
		}
	}
	return nil
}

// repair undoes all that is broken, and waits until the stack is as before.
func (d *drilling) repair(ctx context.Context, trial string) error {
	ctx, cancel := context.WithTimeout(ctx, d.options.RepairAtMost)
	defer cancel()
	if err := d.note(drill.Event{What: drill.Restores, Trial: trial}); err != nil {
		return err
	}
	anew, err := d.restored(ctx, d.stack, d.broken)
	if err == nil {
		err = d.restoreAddresses(ctx, d.stack, d.addresses)
	}
	if err != nil {
		return err
	}
	event := drill.Event{What: drill.Restored, Trial: trial}
	for _, member := range anew {
		event.Text += member + " was made anew: it had writes that the primary never got. "
	}
	if err := d.note(event); err != nil {
		return err
	}
	d.broken = nil
	return d.awaitCalm(ctx, calmSpan)
}

// restored repairs what is broken and puts the roles back, twice if need be: a
// database that comes back may be asked too early.
func (e *Engine) restored(ctx context.Context, s *Stack, broken []drill.Broken) (anew []string, err error) {
	for range 2 {
		var more []string
		more, err = e.Repair(ctx, s, broken)
		anew = append(anew, more...)
		if err == nil {
			err = e.restoreRoles(ctx, s)
		}
		if err == nil || ctx.Err() != nil {
			break
		}
	}
	return anew, err
}
