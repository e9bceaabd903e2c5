package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// rejoin lets members of databases that follow another than the primary, or
// nobody, follow it. A member with writes that the primary never got is stopped:
// what it has would be read, and is not the database's. Those that are on their
// way back by themselves are left alone.
func (e *Engine) rejoin(ctx context.Context, s *Stack, p *compose.Project, returning []*compose.Container) (notes []string, err error) {
	there, err := e.containers(ctx, s.Architecture.Name)
	if err != nil {
		return nil, err
	}
	for _, service := range p.Architecture.Services {
		software := e.replicationOf(service)
		if software == nil {
			continue
		}
		primary := containerOf(p, service.Primary().Name())
		r := find(there, primary.Name)
		if !r.up() {
			continue
		}
		m, err := software.ask(ctx, r.id)
		if err != nil {
			return notes, fmt.Errorf("%s does not answer: %w", displayed(primary), err)
		}
		if m.ReadOnly || m.Source != "" {
			return notes, fmt.Errorf("%s is to be the primary and is a replica: loadpath promote %s finishes that", displayed(primary), displayed(primary))
		}
		for _, i := range service.Replicas() {
			c := containerOf(p, i.Name())
			if slices.Contains(returning, c) {
				continue
			}
			note, err := e.rejoinOne(ctx, software, find(there, c.Name), i, primary, r)
			if note != "" {
				notes = append(notes, note)
			}
			if err != nil {
				return notes, err
			}
		}
	}
	return notes, nil
}

func (e *Engine) rejoinOne(ctx context.Context, software replication, r *running, i *model.Instance, primary *compose.Container, at *running) (note string, err error) {
	if !r.up() {
		return "", nil
	}
	m, err := software.ask(ctx, r.id)
	if err != nil {
		return "", fmt.Errorf("%s does not answer: %w", i.Name(), err)
	}
	if m.Kept != "" {
		note = fmt.Sprintf("%s was the primary and keeps what it had then in its volume, at %s: nobody else may have all of it; remove that when you do not need it", i.Name(), printable(m.Kept))
	}
	if m.ReadOnly && isAt(primary, m.Source) {
		return note, nil
	}
	errant, err := software.errant(ctx, at.id, m)
	if err != nil {
		return "", err
	}
	if errant != "" {
		if err := e.halt(ctx, r.id); err != nil {
			return "", err
		}
		return "", fmt.Errorf("%s has writes that %s never got (%s) and was stopped: nobody else has them. Save what you need of its volume, remove the volume (docker volume rm %s_%s_data, after docker rm of the container), then loadpath up makes it anew",
			i.Name(), displayed(primary), printable(errant), r.labels[labelProject], r.service)
	}
	if err := software.follow(ctx, r.id); err != nil {
		return "", fmt.Errorf("%s cannot follow %s: %w", i.Name(), displayed(primary), err)
	}
	return strings.TrimPrefix(note+"\n"+i.Name()+" follows "+displayed(primary)+" now", "\n"), nil
}

// isAt tells whether an address is one of a container's.
func isAt(c *compose.Container, address string) bool {
	for _, at := range c.Networks {
		if at.Address.String() == address {
			return true
		}
	}
	return false
}
