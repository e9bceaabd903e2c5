package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/docker/docker/api/types/volume"

	"github.com/loadpath/loadpath/compose"
)

// look is how often the containers are looked at while they start.
const look = 150 * time.Millisecond

// Started is a stack that runs.
type Started struct {
	Project *compose.Project
	// Wrote are the files of the project that were written or taken away.
	Wrote []string
	// Questions are how each flow was asked; those that were asked answered.
	Questions []Question
	// Notes are what the user should know.
	Notes []string
}

// Up brings the stack to what the architecture says and waits until its flows
// answer. Where something runs already, only what differs is touched. The error
// is Missing for what the machine lacks, compose.Unsupported, folder.Changed or
// folder.Foreign; else it says what went wrong and what was started.
func (e *Engine) Up(ctx context.Context, s *Stack, progress *Progress) (*Started, error) {
	defer progress.End()
	started := &Started{}
	there, err := e.containers(ctx, s.Architecture.Name)
	if err != nil {
		return nil, err
	}
	if err := e.forgetLostData(ctx, s); err != nil {
		return nil, err
	}
	for _, service := range s.settlePrimaries() {
		now, drawn := service+"@"+s.Choices.Primaries[service], s.Architecture.Service(service).Primary().Name()
		started.Notes = append(started.Notes, fmt.Sprintf("%s is the primary; the architecture draws it at %s: loadpath promote %s moves it", now, drawn, drawn))
	}
	if started.Project, err = s.Project(); err != nil {
		return nil, err
	}
	var elsewhere string
	if started.Project, elsewhere, err = e.addresses(ctx, s, started.Project); err != nil {
		return nil, err
	}
	if elsewhere != "" {
		started.Notes = append(started.Notes, elsewhere)
	}
	if err := e.check(ctx, s, started.Project, there); err != nil {
		return nil, err
	}
	if started.Wrote, err = s.write(started.Project); err != nil {
		return nil, err
	}
	if err := e.start(ctx, s, started, progress); err != nil {
		return nil, e.named(s, err)
	}
	return started, nil
}

// start fetches, builds and starts, and waits.
func (e *Engine) start(ctx context.Context, s *Stack, started *Started, progress *Progress) error {
	p := started.Project
	if err := e.fetch(ctx, s, p, progress); err != nil {
		return err
	}
	if err := e.mend(ctx, s.Architecture.Name); err != nil {
		return err
	}
	if err := e.run(ctx, s, p, progress, "up", "--detach", "--remove-orphans"); err != nil {
		return err
	}
	notes, err := e.rejoin(ctx, s, p, nil)
	started.Notes = append(started.Notes, notes...)
	if err != nil {
		return err
	}
	started.Questions = Questions(p)
	return awaitAnswers(ctx, s.Folder, started.Questions, progress)
}

// run calls docker compose and shows meanwhile how far the containers are, until
// all of them work.
func (e *Engine) run(ctx context.Context, s *Stack, p *compose.Project, progress *Progress, args ...string) error {
	done := make(chan error, 1)
	go func() {
		_, err := composed(ctx, s.Folder, args...)
		done <- err
	}()
	finished := false
	for {
		all, err := e.containers(ctx, s.Architecture.Name)
		if err != nil && ctx.Err() == nil {
			return err
		}
		ready := show(p, all, progress)
		select {
		case err := <-done:
			if err != nil {
				return e.explained(ctx, p, err)
			}
			finished = true
			continue // what it started last has not been looked at
		default:
		}
		if finished && ready {
			return nil
		}
		if died := firstDead(p, all); finished && died != nil {
			return e.explained(ctx, p, fmt.Errorf("%s ended", displayed(died)))
		}
		if !each(ctx, look) {
			if !finished {
				<-done // it stops by itself: nothing is left half made
			}
			return ctx.Err()
		}
	}
}

// await waits until containers work that were started already.
func (e *Engine) await(ctx context.Context, p *compose.Project, started []*compose.Container, progress *Progress) error {
	for {
		all, err := e.containers(ctx, p.Architecture.Name)
		if err != nil {
			return err
		}
		ready := true
		for _, c := range started {
			state := stateOf(c, find(all, c.Name))
			progress.Set(displayed(c), string(state))
			if state == Dead {
				return e.explained(ctx, p, fmt.Errorf("%s ended", displayed(c)))
			}
			ready = ready && state.good()
		}
		if ready {
			return nil
		}
		if !each(ctx, look) {
			return ctx.Err()
		}
	}
}

// show sets the progress of each container, and tells whether all work.
func show(p *compose.Project, all []running, progress *Progress) bool {
	ready := true
	for _, c := range p.Containers {
		state := stateOf(c, find(all, c.Name))
		if !state.good() {
			ready = false
		}
		if state != Absent {
			progress.Set(displayed(c), string(state))
		}
	}
	return ready
}

// firstDead is a container that has ended and should not have, or nil.
func firstDead(p *compose.Project, all []running) *compose.Container {
	for _, c := range p.Containers {
		if stateOf(c, find(all, c.Name)) == Dead {
			return c
		}
	}
	return nil
}

// forgetLostData forgets where the primary of a database is that has no data any
// more: it is made anew, as drawn.
func (e *Engine) forgetLostData(ctx context.Context, s *Stack) error {
	if len(s.Choices.Primaries) == 0 {
		return nil
	}
	list, err := e.docker.VolumeList(ctx, volume.ListOptions{Filters: ours(s.Architecture.Name)})
	if err != nil {
		return err
	}
	kept := make(map[string]string)
	for _, v := range list.Volumes {
		name := v.Labels[compose.LabelService]
		if server, known := s.Choices.Primaries[name]; known {
			kept[name] = server
		}
	}
	s.Choices.Primaries = kept
	return nil
}

// named adds to an error what was started, and how to be rid of it.
func (e *Engine) named(s *Stack, err error) error {
	// What was asked to end may have ended because the context did.
	ctx, cancel := context.WithTimeout(context.Background(), askAtMost)
	defer cancel()
	all, listed := e.containers(ctx, s.Architecture.Name)
	var names []string
	for i := range all {
		if all[i].up() {
			names = append(names, all[i].shown())
		}
	}
	switch {
	case errors.Is(err, context.Canceled):
		err = errors.New("stopped on request")
	case errors.Is(err, context.DeadlineExceeded):
		err = errors.New("the time for it is over (--timeout)")
	}
	switch {
	case listed != nil || len(all) == 0:
		return err
	case len(names) == 0:
		return fmt.Errorf("%w\nnothing runs; loadpath down takes away what was made", err)
	}
	return fmt.Errorf("%w\nrunning: %s\nloadpath down takes all of it away", err, strings.Join(names, ", "))
}

// shown is a container as the user knows it.
func (r *running) shown() string {
	if name := r.labels[compose.LabelInstance]; name != "" && r.labels[compose.LabelRole] == string(compose.Instance) {
		return printable(name)
	}
	return printable(r.service)
}
