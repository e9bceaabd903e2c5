package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/docker/docker/api/types/container"
)

// mend brings what runs into a state from which docker compose can go on: what
// is frozen goes on; what has lost its network, or is sick, ends and is started
// anew by docker compose, which waits for nothing that is sick already.
func (e *Engine) mend(ctx context.Context, architecture string) error {
	all, err := e.containers(ctx, architecture)
	if err != nil {
		return err
	}
	lost, err := e.stranded(ctx, all)
	if err != nil {
		return err
	}
	failed := make([]error, len(all))
	var done sync.WaitGroup
	for i := range all {
		r := &all[i]
		switch {
		case r.state == "paused":
			failed[i] = e.docker.ContainerUnpause(ctx, r.id)
		case r.up() && (r.health == "unhealthy" || lost[r.id]):
			done.Go(func() {
				if err := e.end(ctx, r); err != nil {
					failed[i] = fmt.Errorf("%s could not be stopped: %w", r.shown(), err)
				}
			})
		}
	}
	done.Wait()
	return errors.Join(failed...)
}

// end stops a container that is to be started anew. One that is on no network
// would come back on none: it is taken away, without its data, and made anew.
func (e *Engine) end(ctx context.Context, r *running) error {
	err := gone(e.docker.ContainerStop(ctx, r.id, container.StopOptions{}))
	if err != nil || !r.cutOff {
		return err
	}
	return gone(e.docker.ContainerRemove(ctx, r.id, container.RemoveOptions{}))
}

// stranded are the containers, by their identity, that run and are on no network,
// or in one which is not there any more: the container that it belongs to has
// ended since, and where it runs again it has another. They look healthy from
// inside, and nobody reaches them.
func (e *Engine) stranded(ctx context.Context, all []running) (map[string]bool, error) {
	lost := make(map[string]bool)
	for i := range all {
		r := &all[i]
		if !r.up() {
			continue
		}
		owner, shares := strings.CutPrefix(r.network, "container:")
		if !shares {
			lost[r.id] = r.cutOff
			continue
		}
		mine, err := e.startedAt(ctx, r.id)
		if err != nil {
			return nil, err
		}
		theirs, err := e.startedAt(ctx, owner)
		if err != nil {
			return nil, err
		}
		lost[r.id] = theirs.IsZero() || mine.Before(theirs)
	}
	return lost, nil
}

// startedAt is when a container was started that runs; zero for one that does
// not.
func (e *Engine) startedAt(ctx context.Context, id string) (time.Time, error) {
	c, err := e.docker.ContainerInspect(ctx, id)
	if err != nil {
		return time.Time{}, gone(err)
	}
	if !c.State.Running {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, c.State.StartedAt)
}
