package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/engine/drill"
)

// Unrepaired is that a drill ended and what it broke is still broken.
type Unrepaired struct {
	Broken []drill.Broken
	// Why is what kept it from being repaired.
	Why error
}

// Error names each container and what was done to it.
func (u *Unrepaired) Error() string {
	var all []string
	for _, b := range u.Broken {
		all = append(all, fmt.Sprintf("%s is %s", b.Container, b.How))
	}
	return fmt.Sprintf("%v\nstill broken: %s\nloadpath drill --restore repairs it", u.Why, strings.Join(all, ", "))
}

// Unwrap is why it was not repaired.
func (u *Unrepaired) Unwrap() error { return u.Why }

// stopped ends a drill before its end: what is broken is repaired, with a time of
// its own, as the one of the drill may be over.
func (d *drilling) stopped(ctx context.Context, cause error) error {
	switch {
	case engineLost(cause):
		cause = fmt.Errorf("the container engine at %s does not answer any more: %w", d.docker.DaemonHost(), cause)
	case ctx.Err() != nil:
		cause = errors.New("stopped on request")
	}
	kept := d.note(drill.Event{What: drill.Stopped, Text: cause.Error()})
	if len(d.broken) == 0 {
		return errors.Join(cause, kept)
	}
	d.progress.End()
	d.progress.Say(fmt.Sprintf("%v: repairing what is broken; stop it again to leave it broken", cause))
	if err := d.restoreAll(d.options.Restoring); err != nil {
		return &Unrepaired{d.broken, errors.Join(cause, fmt.Errorf("and the repair did not work: %w", err), kept)}
	}
	return errors.Join(fmt.Errorf("%w: all that was broken is repaired; loadpath drill --resume goes on", cause), kept)
}

// restoreAll repairs all that is broken, and says so in the journal.
func (d *drilling) restoreAll(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, d.options.RepairAtMost)
	defer cancel()
	if err := d.note(drill.Event{What: drill.Restores}); err != nil {
		return err
	}
	if _, err := d.restored(ctx, d.stack, d.broken); err != nil {
		return err
	}
	p, err := d.stack.Project()
	if err != nil {
		return err
	}
	if err := awaitAnswers(ctx, d.stack.Folder, Questions(p), silent()); err != nil {
		return err
	}
	return d.note(drill.Event{What: drill.Restored})
}

// Restore repairs what an earlier drill left broken, puts the roles back, and
// ends that drill. The error is an *Unrepaired where that does not work.
func (e *Engine) Restore(ctx context.Context, s *Stack, broken []drill.Broken, o DrillOptions, progress *Progress) error {
	defer progress.End()
	d := &drilling{Engine: e, stack: s, options: o, progress: progress, broken: broken}
	switch err := e.mine(ctx, s); {
	case errors.Is(err, errNotUp): // what was broken is gone
		return errors.Join(d.note(drill.Event{What: drill.Restored}), d.note(drill.Event{What: drill.Ended, Text: "the stack is not there any more"}))
	case err != nil:
		return err
	}
	progress.Set("restoring", fmt.Sprintf("%d containers", len(broken)))
	if err := d.restoreAll(ctx); err != nil {
		return &Unrepaired{broken, fmt.Errorf("the repair did not work: %w", err)}
	}
	return d.note(drill.Event{What: drill.Ended, Text: "restored"})
}
