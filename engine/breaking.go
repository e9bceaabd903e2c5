package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/model"
)

// hows are what is done to a container for each kind of failure.
var hows = map[string]drill.How{"crash": drill.Killed, "hang": drill.Paused, "cut": drill.Disconnected}

// breaks are what is done to the containers of a stack for the breaks of a
// trial, with all that it takes to repair it. What does not run cannot be
// broken and is left out.
func (e *Engine) breaks(ctx context.Context, p *compose.Project, trial drill.Trial) ([]drill.Broken, error) {
	there, err := e.containers(ctx, p.Architecture.Name)
	if err != nil {
		return nil, err
	}
	var all []drill.Broken
	for _, b := range trial.Breaks {
		if b.Connection {
			silenced, err := e.silenced(ctx, p, b)
			if err != nil {
				return nil, err
			}
			all = append(all, silenced...)
			continue
		}
		how, known := hows[b.Kind]
		if !known {
			return nil, fmt.Errorf("%s: there is no kind %q", trial.Name, b.Kind)
		}
		for _, c := range carriers(p, hit(p, b), how) {
			r := find(there, c.Name)
			if !r.up() || slices.ContainsFunc(all, func(other drill.Broken) bool { return other.ID == r.id }) {
				continue
			}
			broken := drill.Broken{Container: c.Name, ID: r.id, How: how}
			if how == drill.Disconnected {
				if broken.Networks, err = e.networksOf(ctx, r.id); err != nil {
					return nil, err
				}
			}
			all = append(all, broken)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: nothing of it runs", trial.Name)
	}
	return all, nil
}

// hit are the containers that a break takes along: of an instance its own, of a
// server or a zone all that runs there, agents and holders of addresses too.
func hit(p *compose.Project, b drill.Break) []*compose.Container {
	var found []*compose.Container
	for _, c := range p.Containers {
		if c.Server != nil && (c.Server.Name == b.What || lies(c.Server.Zone, b.What)) ||
			c.Role == compose.Instance && c.Instance.Name() == b.What {
			found = append(found, c)
		}
	}
	return found
}

// lies tells whether a zone is the one of that name or lies in it.
func lies(zone *model.Zone, name string) bool {
	for ; zone != nil; zone = zone.Parent {
		if zone.Name == name {
			return true
		}
	}
	return false
}

// carriers are the containers to which something is done: to cut one off is to
// take its network from whoever holds it.
func carriers(p *compose.Project, all []*compose.Container, how drill.How) []*compose.Container {
	if how != drill.Disconnected {
		return all
	}
	var holders []*compose.Container
	for _, c := range all {
		for c.Shares != "" {
			c = p.Containers[slices.IndexFunc(p.Containers, func(other *compose.Container) bool { return other.Name == c.Shares })]
		}
		if !slices.Contains(holders, c) {
			holders = append(holders, c)
		}
	}
	return holders
}

// networksOf are the networks that a container is on, in the order of their
// names, with its addresses and names there.
func (e *Engine) networksOf(ctx context.Context, id string) ([]drill.Network, error) {
	now, err := e.docker.ContainerInspect(ctx, id)
	if err != nil {
		return nil, err
	}
	var found []drill.Network
	for name, at := range now.NetworkSettings.Networks {
		n := drill.Network{Name: name, Aliases: at.Aliases}
		if at.IPAMConfig != nil {
			n.Address = at.IPAMConfig.IPv4Address
		}
		found = append(found, n)
	}
	slices.SortFunc(found, func(a, b drill.Network) int { return strings.Compare(a.Name, b.Name) })
	return found, nil
}

// wreck breaks containers, all at once, and tells when the first was broken. In
// the place of those of which there is one that stands in, it starts that.
func (e *Engine) wreck(ctx context.Context, all []drill.Broken, instead map[string]string) (time.Time, error) {
	failed, broke := make([]error, len(all)), make([]time.Time, len(all))
	var done sync.WaitGroup
	for i, b := range all {
		done.Go(func() {
			began := time.Now()
			err := e.wreckOne(ctx, b)
			if broke[i] = began; err == nil && b.How == drill.Killed {
				broke[i], err = e.ended(ctx, b.ID, began)
			}
			if id, stands := instead[b.ID]; stands && err == nil {
				err = e.standUp(ctx, id)
			}
			if err != nil {
				failed[i] = fmt.Errorf("%s could not be %s: %w", b.Container, b.How, err)
			}
		})
	}
	done.Wait()
	return slices.MinFunc(broke, time.Time.Compare), errors.Join(failed...)
}

// ended is when a container that was killed ended. On a busy machine the engine
// says so seconds later.
func (e *Engine) ended(ctx context.Context, id string, after time.Time) (time.Time, error) {
	now, err := e.docker.ContainerInspect(ctx, id)
	if err != nil {
		return after, err
	}
	at, err := time.Parse(time.RFC3339Nano, now.State.FinishedAt)
	if took := at.Sub(after); err != nil || took < 0 || took > time.Since(after) {
		return after, nil
	}
	return after.Add(at.Sub(after)), nil // by the clock that does not jump
}

// replacements make those who stand in for what crashes alone, by whom they
// replace.
func (e *Engine) replacements(ctx context.Context, p *compose.Project, t drill.Trial, all []drill.Broken) (map[string]string, error) {
	alone := crashesAlone(p, t)
	instead := make(map[string]string)
	for _, b := range all {
		if !alone[b.Container] || b.How != drill.Killed {
			continue
		}
		id, err := e.replace(ctx, p, b)
		if err != nil {
			return nil, err
		}
		instead[b.ID] = id
	}
	return instead, nil
}

func (e *Engine) wreckOne(ctx context.Context, b drill.Broken) error {
	switch b.How {
	case drill.Killed:
		return e.docker.ContainerKill(ctx, b.ID, "KILL")
	case drill.Paused:
		return e.docker.ContainerPause(ctx, b.ID)
	case drill.Silenced:
		return e.silence(ctx, b)
	}
	for _, n := range b.Networks {
		if err := e.docker.NetworkDisconnect(ctx, n.Name, b.ID, true); err != nil {
			return err
		}
	}
	return nil
}
