package engine

import (
	"context"
	"fmt"
	"slices"

	"github.com/docker/docker/api/types/container"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// restoreRoles lets every database have its primary where the architecture draws
// it.
func (e *Engine) restoreRoles(ctx context.Context, s *Stack) error {
	for _, service := range s.Architecture.Services {
		drawn := service.Primary()
		switch {
		case hasPrimary(service):
			if s.Choices.Primaries[service.Name] == drawn.Server.Name {
				continue
			}
			if _, err := e.Promote(ctx, s, drawn.Name(), Promotion{}, silent()); err != nil {
				return fmt.Errorf("%s could not be made the primary again: %w", drawn.Name(), err)
			}
		case elects(service):
			if err := e.elect(ctx, s, drawn); err != nil {
				return fmt.Errorf("%s could not be made the primary again: %w", drawn.Name(), err)
			}
		}
	}
	return nil
}

// restoreAddresses lets every address that moves go back to who had it before,
// where it does not do so by itself: whoever has it lets go of it for a moment.
func (e *Engine) restoreAddresses(ctx context.Context, s *Stack, before []VirtualIP) error {
	p, err := s.Project()
	if err != nil {
		return err
	}
	there, err := e.containers(ctx, s.Architecture.Name)
	if err != nil {
		return err
	}
	for i, now := range e.virtualIPs(ctx, p, there) {
		reached := s.Architecture.Service(now.Service).Reached
		if i >= len(before) || reached.Preempt == nil || *reached.Preempt {
			continue
		}
		for _, c := range p.Containers {
			if c.Role != compose.VRRP || !slices.Contains(now.Holders, c.Instance.Name()) || slices.Contains(before[i].Holders, c.Instance.Name()) {
				continue
			}
			if r := find(there, c.Name); r.up() {
				if err := e.docker.ContainerRestart(ctx, r.id, container.StopOptions{}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// elects tells whether the members of a database choose one primary themselves.
func elects(s *model.Service) bool {
	return s.Defaults.Name == "mysql" && s.Data != nil && s.Data.Mode == "group" && s.Primary() != nil && s.Primary().Server != nil
}

// elect makes a member of a group its primary, as soon as it is one of its
// members again (MySQL Reference Manual: group_replication_set_as_primary).
func (e *Engine) elect(ctx context.Context, s *Stack, drawn *model.Instance) error {
	p, err := s.Project()
	if err != nil {
		return err
	}
	for {
		there, err := e.containers(ctx, s.Architecture.Name)
		if err != nil {
			return err
		}
		r := find(there, containerOf(p, drawn.Name()).Name)
		if !r.up() {
			return fmt.Errorf("it is not up")
		}
		switch m := e.grouped(ctx, r.id, drawn); {
		case m.Role == "primary":
			return nil
		case m.Role == "replica":
			if _, err = (mysql{e}).sql(ctx, r.id, "SELECT group_replication_set_as_primary(@@server_uuid);"); err == nil {
				return nil
			}
		default:
			err = fmt.Errorf("%s", m.Trouble)
		}
		if !each(ctx, settleAgain) {
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		}
	}
}
