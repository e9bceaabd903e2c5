package engine

import (
	"context"
	"fmt"

	"github.com/docker/docker/api/types/container"

	"github.com/loadpath/loadpath/compose"
)

// takeOver lets the new primary take writes, and the others follow it. The one
// that was fenced gives up its role before another has it.
func (p *promoting) takeOver(ctx context.Context) error {
	if _, err := p.stack.write(p.project); err != nil {
		return err
	}
	if p.old != nil {
		if err := p.software.retire(ctx, p.old.id); err != nil {
			return fmt.Errorf("the old primary could not be retired: %w", err)
		}
	}
	p.progress.Set(p.target.Name(), "becomes the primary")
	if err := p.software.lead(ctx, p.running(p.target).id); err != nil {
		return fmt.Errorf("%s could not be made the primary: %w", p.target.Name(), err)
	}
	p.progress.Set(p.target.Name(), "primary")
	returning, err := p.bringBack(ctx)
	if err != nil {
		return err
	}
	told, err := p.tellCallers(ctx)
	if err != nil {
		return err
	}
	notes, err := p.rejoin(ctx, p.stack, p.project, returning)
	p.notes = append(p.notes, notes...)
	if err != nil {
		return err
	}
	if err := p.await(ctx, p.project, append(told, returning...), p.progress); err != nil {
		return err
	}
	return p.tellRoles(ctx)
}

// bringBack starts the old primary again where it was stopped to keep it from
// writing: it comes back as a replica, by itself.
func (p *promoting) bringBack(ctx context.Context) ([]*compose.Container, error) {
	if p.old == nil {
		return nil, nil
	}
	now, err := p.docker.ContainerInspect(ctx, p.old.id)
	if err != nil || now.State.Running {
		return nil, err
	}
	if err := p.docker.ContainerStart(ctx, p.old.id, container.StartOptions{}); err != nil {
		return nil, err
	}
	for _, c := range p.project.Containers {
		if c.Name == p.old.service {
			return []*compose.Container{c}, nil
		}
	}
	return nil, nil
}

// tellRoles shows what the other members are now, and notes who is away.
func (p *promoting) tellRoles(ctx context.Context) (err error) {
	if p.there, err = p.containers(ctx, p.stack.Architecture.Name); err != nil {
		return err
	}
	for _, i := range p.service.Instances {
		switch {
		case i.Name() == p.target.Name():
		case p.running(i).up():
			p.progress.Set(i.Name(), "replica")
		default:
			p.notes = append(p.notes, i.Name()+" is not up; loadpath up brings it back as a replica")
		}
	}
	return nil
}
