package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/docker/docker/client"

	"github.com/loadpath/loadpath/engine/drill"
)

// How long every flow has to answer before a drill begins, and before what was
// broken counts as repaired; and how long may be waited for the former.
const (
	baselineSpan   = 5 * time.Second
	calmSpan       = 3 * time.Second
	baselineAtMost = time.Minute
)

// DrillOptions are how a drill is run.
type DrillOptions struct {
	// Judged are the trials that are over already, by name.
	Judged map[string]bool
	// RepairAtMost is how long the repair of a trial may take until all is calm
	// again.
	RepairAtMost time.Duration
	// Restoring ends the repair that follows when the drill's own context has
	// ended: a person who asks twice wants to have it at once.
	Restoring context.Context
	// Record keeps an event; when it returns, nothing can lose it any more.
	Record func(drill.Event) error
	// Now is the time.
	Now func() time.Time
}

// drilling is a drill on its way.
type drilling struct {
	*Engine
	stack    *Stack
	plan     *drill.Plan
	options  DrillOptions
	progress *Progress
	probes   *probing
	broken   []drill.Broken // and not repaired yet
	over     []time.Duration

	// Before anything was broken; nil while that is not known.
	pools     []Pool
	addresses []VirtualIP
}

// Busy is that the machine has too much else to do for a verdict.
type Busy string

// Error says how that was seen.
func (b Busy) Error() string { return string(b) }

// Drill tries all of a plan, one trial after another: break, watch, repair. Before
// it does anything that has to be undone, it records that. The stack is left as it
// was found: if it ends for whatever reason while something is broken, that is
// repaired; the error is a *Broken where that was not possible. Restless or Busy:
// it did not begin. What was seen is recorded with each trial's last event.
func (e *Engine) Drill(ctx context.Context, s *Stack, plan *drill.Plan, o DrillOptions, progress *Progress) error {
	defer progress.End()
	d := &drilling{Engine: e, stack: s, plan: plan, options: o, progress: progress}
	if err := e.fit(ctx, s); err != nil {
		return err
	}
	var err error
	if d.probes, err = startProbing(context.WithoutCancel(ctx), s.Folder, plan); err != nil {
		return err
	}
	defer d.probes.end()
	if err := d.begin(ctx); err != nil {
		return err
	}
	if err := d.trials(ctx); err != nil {
		return d.stopped(ctx, err)
	}
	return d.note(drill.Event{What: drill.Ended})
}

// note keeps an event, with its time.
func (d *drilling) note(event drill.Event) error {
	event.At = d.options.Now().UTC()
	if err := d.options.Record(event); err != nil {
		return fmt.Errorf("the journal cannot be written: %w", err)
	}
	return nil
}

// begin proves that all is calm while nothing is broken.
func (d *drilling) begin(ctx context.Context) error {
	d.progress.Set("before", "is everything calm?")
	waiting, cancel := context.WithTimeout(ctx, baselineAtMost)
	defer cancel()
	if err := d.awaitCalm(waiting, baselineSpan); err != nil {
		return because(ctx, err)
	}
	now := time.Now()
	from := now.Add(-baselineSpan)
	if late := d.probes.late(from, now); late > busyShare {
		return Busy(fmt.Sprintf("the machine is too busy for a verdict: %.0f %% of the requests were sent more than %s late although nothing is broken; stop what else runs, or ask at a lower --rate", 100*late, lateAfter))
	}
	if slow := d.probes.slow(from, now); slow > slowAnswer {
		return Busy(fmt.Sprintf("the machine is too busy for a verdict: one answer in twenty takes longer than %s although nothing is broken; stop what else runs, or ask at a lower --rate", slow.Round(100*time.Millisecond)))
	}
	d.progress.End()
	return errors.Join(d.note(drill.Event{What: drill.Began, Text: d.plan.Digest}), d.note(drill.Event{What: drill.Calm}))
}

// trials are those that are left.
func (d *drilling) trials(ctx context.Context) error {
	for i, t := range d.plan.Trials {
		if d.options.Judged[t.Name] {
			continue
		}
		began := time.Now()
		came, err := d.twice(ctx, t, fmt.Sprintf("%d of %d, %s", i+1, len(d.plan.Trials), t.Name))
		if err != nil {
			return err
		}
		d.over = append(d.over, time.Since(began)-time.Duration(t.Watch))
		event := drill.Event{What: drill.Judged, Trial: t.Name, Seen: came.seen, Listened: came.heard}
		if came.seen == nil {
			event.Text = "the machine was too busy"
		}
		if err := d.note(event); err != nil {
			return err
		}
		d.progress.End()
		d.progress.Say(fmt.Sprintf("%d of %d  %s: %s; %s", i+1, len(d.plan.Trials), t.Name, d.told(t, came.seen), d.left(i+1)))
	}
	return nil
}

// twice tries something, and once more where the machine was too busy to tell
// what came of it; nothing where it was again.
func (d *drilling) twice(ctx context.Context, t drill.Trial, title string) (tried, error) {
	for range 2 {
		came, err := d.try(ctx, t, title)
		var busy Busy
		if !errors.As(err, &busy) {
			return came, err
		}
		if err := d.note(drill.Event{What: drill.Busy, Trial: t.Name, Text: busy.Error()}); err != nil {
			return tried{}, err
		}
	}
	return tried{}, nil
}

// left is about how long the rest takes.
func (d *drilling) left(done int) string {
	rest := 30 * time.Second // until it is known
	if n := len(d.over); n > 0 {
		rest = 0
		for _, took := range d.over {
			rest += took / time.Duration(n)
		}
	}
	var all time.Duration
	for _, t := range d.plan.Trials[done:] {
		if !d.options.Judged[t.Name] {
			all += time.Duration(t.Watch) + rest
		}
	}
	if all == 0 {
		return "done"
	}
	return fmt.Sprintf("about %s left", all.Round(10*time.Second))
}

// told is what came of a trial: that it agrees, or which flows do not, and what
// is gone.
func (d *drilling) told(t drill.Trial, seen *drill.Observation) string {
	if seen == nil {
		return "not judged, the machine was too busy"
	}
	verdict := drill.Judge(&drill.Plan{Flows: d.plan.Flows, Trials: []drill.Trial{t}}, []drill.Observation{*seen})
	var all []string
	gone := 0
	for _, flow := range verdict.Trials[0].Flows {
		gone += len(flow.Observed.Lost)
		if flow.Mark != drill.Agrees {
			all = append(all, flow.Predicted.Flow+" "+string(flow.Mark))
		}
	}
	text := cmp.Or(strings.Join(all, ", "), string(drill.Agrees))
	if gone > 0 {
		text += fmt.Sprintf(", %d acknowledged writes are gone", gone)
	}
	return text
}

// silent shows nothing.
func silent() *Progress { return NewProgress(io.Discard, false, 0, 0) }

// engineLost tells whether an error is that the engine is not there.
func engineLost(err error) bool { return client.IsErrConnectionFailed(err) }
