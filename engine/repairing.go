package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
)

// Repair undoes what a drill did to containers, and brings the stack up. What
// was repaired already is left alone, so that it can be repeated. It tells which
// members of databases were made anew, as they had come back with writes that
// the primary never got: in a drill, those are the drill's own.
func (e *Engine) Repair(ctx context.Context, s *Stack, broken []drill.Broken) (anew []string, err error) {
	if err := e.standDown(ctx, s.Architecture.Name); err != nil {
		return nil, err
	}
	var failed []error
	for _, b := range slices.Backward(broken) {
		if err := e.undo(ctx, b); err != nil {
			failed = append(failed, fmt.Errorf("%s could not be repaired: %w", b.Container, err))
		}
	}
	if len(failed) > 0 {
		return nil, errors.Join(failed...)
	}
	if err := e.freeAddresses(ctx, s, broken); err != nil {
		return nil, err
	}
	return e.upAgain(ctx, s)
}

// undo repairs one container as far as it is not dead: those are started by Up,
// in their order.
func (e *Engine) undo(ctx context.Context, b drill.Broken) error {
	now, err := e.docker.ContainerInspect(ctx, b.ID)
	if err != nil {
		return gone(err) // it was made anew
	}
	switch b.How {
	case drill.Paused:
		if now.State.Paused {
			return e.docker.ContainerUnpause(ctx, b.ID)
		}
	case drill.Silenced:
		return e.unsilence(ctx, b)
	case drill.Disconnected:
		for _, n := range b.Networks {
			if _, connected := now.NetworkSettings.Networks[n.Name]; connected {
				continue
			}
			if err := e.docker.NetworkConnect(ctx, n.Name, b.ID, endpoint(n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// freeAddresses stops what moves an address at a network that was cut and is
// back: it is bound to interfaces that are not the same any more. Up starts it
// again.
func (e *Engine) freeAddresses(ctx context.Context, s *Stack, broken []drill.Broken) error {
	there, err := e.containers(ctx, s.Architecture.Name)
	if err != nil {
		return err
	}
	for _, r := range there {
		owner, shares := strings.CutPrefix(r.network, "container:")
		cut := func(b drill.Broken) bool { return b.How == drill.Disconnected && b.ID == owner }
		if shares && r.up() && r.labels[compose.LabelRole] == string(compose.VRRP) && slices.ContainsFunc(broken, cut) {
			if err := e.halt(ctx, r.id); err != nil {
				return err
			}
		}
	}
	return nil
}

// upAgain brings the stack up, without waiting for its flows: they may need a
// role that is not back yet. The members of databases that cannot come back
// otherwise are made anew.
func (e *Engine) upAgain(ctx context.Context, s *Stack) (anew []string, err error) {
	for {
		_, err := e.raise(ctx, s, silent())
		var member *Diverged
		if !errors.As(err, &member) || slices.Contains(anew, member.Instance) {
			return anew, err
		}
		p, err := s.Project()
		if err != nil {
			return anew, err
		}
		if err := e.discard(ctx, p, member.Instance); err != nil {
			return anew, err
		}
		anew = append(anew, member.Instance)
	}
}
