package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/schema"
)

// drillRun is one run of the command.
type drillRun struct {
	*cli.Streams
	flags    drillFlags
	args     []string
	document *schema.Document
	stack    *engine.Stack
	plan     *drill.Plan
	outputs  []drillOutput

	results *results
	lock    *drillLock
	engine  *engine.Engine
}

// run opens the results, finds the engine, and does what is asked for.
func (d *drillRun) run() (err error) {
	dir := d.flags.results
	if dir == "" {
		dir = filepath.Join(d.stack.Home, ".loadpath", d.plan.Architecture+"-drill")
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return cli.WorldError(err)
	}
	if d.lock, err = lockDrill(d.stack.Folder); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.lock.release()) }()
	if other := d.lock.of(); other != "" && other != dir {
		return unfinished(other, " -o "+other)
	}
	if d.results, err = openResults(dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.results.journal.Close()) }()
	if err := d.choose(); err != nil {
		return err
	}
	ctx, restoring, stop := untilTold()
	defer stop()
	if d.engine, err = engine.Connect(ctx); err != nil {
		return cli.WorldError(err)
	}
	defer func() { err = errors.Join(err, d.engine.Close()) }()
	if where, local := d.engine.Where(ctx); !local && d.flags.remote != where {
		return fmt.Errorf("the container engine at %s is not on this machine: a drill breaks what runs there; --remote-engine %s allows that", where, where)
	}
	if d.flags.restore {
		return d.restore(ctx)
	}
	return d.drill(ctx, restoring)
}

// choose refuses to forget a drill that is not finished, and takes its plan where
// that is to be gone on with.
func (d *drillRun) choose() (err error) {
	switch {
	case d.flags.resume:
		d.plan, err = d.results.goOn(d.plan)
		return err
	case d.flags.restore && !d.results.begun():
		return fmt.Errorf("%s: there is no drill to restore", d.results.dir)
	case !d.flags.restore && d.results.unfinished():
		where := ""
		if d.flags.results != "" {
			where = " -o " + d.flags.results
		}
		return unfinished(d.results.dir, where)
	}
	return nil
}

// unfinished refuses a second drill while one was stopped in the middle.
func unfinished(dir, where string) error {
	return cli.WorldError(fmt.Errorf("%s has a drill that is not finished: loadpath drill%s --resume goes on with it, --restore repairs what it left broken and ends it", dir, where))
}

// untilTold are two contexts: the first ends when somebody stops the program, the
// second when they do so again.
func untilTold() (once, twice context.Context, stop func()) {
	once, end := context.WithCancel(context.Background())
	twice, endAll := context.WithCancel(context.Background())
	told := make(chan os.Signal, 2)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	over := make(chan struct{})
	go func() {
		for _, act := range []func(){end, endAll} {
			select {
			case <-told:
				act()
			case <-over:
				return
			}
		}
	}()
	return once, twice, func() {
		signal.Stop(told)
		close(over)
		end()
		endAll()
	}
}

// drill runs the plan, or what is left of it.
func (d *drillRun) drill(ctx, restoring context.Context) error {
	taken, err := d.start(ctx)
	if err != nil {
		return err
	}
	err = d.broken(ctx, restoring)
	var proofs *drill.Proofs
	if err == nil && d.flags.prove {
		proofs, err = d.prove(ctx)
	}
	var unrepaired *engine.Unrepaired
	if !errors.As(err, &unrepaired) {
		err = errors.Join(err, taken(restoring))
	}
	if err != nil {
		return err
	}
	return d.tell(proofs)
}

// prove finds out what else can be about the stack while it is up.
func (d *drillRun) prove(ctx context.Context) (*drill.Proofs, error) {
	proofs, err := d.engine.Prove(ctx, d.stack, progressOf(d.Streams))
	if err != nil {
		return nil, cli.WorldError(fmt.Errorf("the drill is done, and the firewalls and the encryption could not be proved (--prove=false leaves that out): %w", err))
	}
	return proofs, nil
}

// start brings the stack up where that is asked for. What it gives takes away
// what was started, and nothing that was there before.
func (d *drillRun) start(ctx context.Context) (func(context.Context) error, error) {
	nothing := func(context.Context) error { return nil }
	if !d.flags.up {
		return nothing, nil
	}
	before, err := d.engine.Traces(ctx, d.plan.Architecture)
	if err != nil {
		return nil, cli.WorldError(err)
	}
	down := func(ctx context.Context) error {
		_, err := d.engine.Down(ctx, d.plan.Architecture, !before.Data, progressOf(d.Streams))
		if err != nil {
			return cli.WorldError(fmt.Errorf("%w\nrepeat loadpath down --name %s", err, d.plan.Architecture))
		}
		return nil
	}
	if before.Containers {
		down = nothing
	}
	starting, cancel := context.WithTimeout(ctx, d.flags.timeout)
	defer cancel()
	if _, err := d.engine.Up(starting, d.stack, progressOf(d.Streams)); err != nil {
		return nil, notRun(d.stack, d.document, err)
	}
	return down, nil
}

// broken is the drill itself.
func (d *drillRun) broken(ctx, restoring context.Context) error {
	if open := d.open(); len(open) > 0 || len(d.results.state.Acted) > 0 {
		if err := d.engine.Restore(ctx, d.stack, open, d.options(restoring), progressOf(d.Streams)); err != nil {
			return notRun(d.stack, d.document, err)
		}
	}
	if !d.flags.resume {
		if err := d.results.renew(d.plan); err != nil {
			return err
		}
	}
	if err := d.engine.Drill(ctx, d.stack, d.plan, d.options(restoring), progressOf(d.Streams)); err != nil {
		return notRun(d.stack, d.document, err)
	}
	return d.lock.set("")
}

func (d *drillRun) options(restoring context.Context) engine.DrillOptions {
	o := engine.DrillOptions{
		Judged: make(map[string]bool), RepairAtMost: d.flags.timeout, Restoring: restoring, Now: d.Now,
		Record: func(e drill.Event) error {
			if e.What == drill.Began {
				if err := d.lock.set(d.results.dir); err != nil {
					return err
				}
			}
			return d.results.journal.Append(e)
		},
	}
	for _, seen := range d.results.state.Seen {
		o.Judged[seen.Trial] = true
	}
	return o
}

// open is what an earlier drill left broken.
func (d *drillRun) open() []drill.Broken {
	var all []drill.Broken
	for _, b := range d.results.state.Open {
		all = append(all, b.Broken)
	}
	return all
}

// restore repairs what is broken, and ends the drill.
func (d *drillRun) restore(ctx context.Context) error {
	open := d.open()
	if err := d.engine.Restore(ctx, d.stack, open, d.options(ctx), progressOf(d.Streams)); err != nil {
		return notRun(d.stack, d.document, err)
	}
	if err := d.lock.set(""); err != nil {
		return err
	}
	_, err := fmt.Fprintf(d.Out, "repaired %d containers; the drill is ended\n", len(open))
	return err
}
