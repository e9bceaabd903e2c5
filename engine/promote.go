package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// Promotion is how a replica is to be made the primary.
type Promotion struct {
	// AcceptLoss: go on although acknowledged writes may be on a replica that
	// cannot be asked.
	AcceptLoss bool
}

// Refused is that something was asked for which the architecture does not have.
type Refused string

// Error says what.
func (r Refused) Error() string { return string(r) }

// promoting is one promotion on its way.
type promoting struct {
	*Engine
	stack    *Stack
	service  *model.Service
	target   *model.Instance
	project  *compose.Project
	there    []running
	progress *Progress
	notes    []string
	software replication
	old      *running // the primary so far, fenced; nil where it did not answer
}

// Promote makes a replica the primary, in this order, so that there are never
// two that take writes and none is lost that replication promised to keep: the
// old primary stops taking writes; the replica applies all that it received; the
// project's folder says who is primary, and with it every other member starts
// read-only from then on; the replica takes writes; whoever was told the old
// address is started anew with the new one; the other members follow. It tells
// what the user should know. After an error it can be repeated.
func (e *Engine) Promote(ctx context.Context, s *Stack, name string, o Promotion, progress *Progress) ([]string, error) {
	defer progress.End()
	p, err := e.prepare(ctx, s, name)
	if err != nil {
		return nil, err
	}
	p.progress = progress
	drawn := s.Choices.Primaries[p.service.Name]
	if drawn != p.target.Server.Name {
		err = p.handOver(ctx, drawn, o)
	} else {
		err = p.endOthers(ctx, o)
	}
	if err != nil {
		return nil, errors.Join(err, p.undo(ctx))
	}
	if err := p.takeOver(ctx); err != nil {
		return nil, fmt.Errorf("%w\nthe project says already that %s is the primary: repeat loadpath promote %s to finish", err, name, name)
	}
	return p.notes, nil
}

// prepare finds what is to be promoted and refuses what cannot be.
func (e *Engine) prepare(ctx context.Context, s *Stack, name string) (*promoting, error) {
	s.settlePrimaries()
	target, err := e.replicaNamed(s.Architecture, name)
	if err != nil {
		return nil, err
	}
	p := &promoting{Engine: e, stack: s, service: target.Service, target: target, software: e.replicationOf(target.Service)}
	if p.there, err = e.containers(ctx, s.Architecture.Name); err != nil {
		return nil, err
	}
	if p.project, err = s.Project(); err != nil {
		return nil, err
	}
	r := p.running(target)
	if !r.up() {
		return nil, fmt.Errorf("%s is not up: start it with loadpath up", name)
	}
	m, err := p.software.ask(ctx, r.id)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s does not answer: %w", name, err)
	case s.Choices.Primaries[p.service.Name] == target.Server.Name && !m.ReadOnly && m.Source == "":
		return nil, fmt.Errorf("%s is the primary already", name)
	case s.Choices.Primaries[p.service.Name] != target.Server.Name && m.Source == "":
		return nil, fmt.Errorf("%s follows nobody: it is no replica now, and may lack what the primary has", name)
	}
	return p, nil
}

// replicaNamed is the instance of that name, if its role can be moved.
func (e *Engine) replicaNamed(a *model.Architecture, name string) (*model.Instance, error) {
	var candidates []string
	for _, service := range a.Services {
		if !hasPrimary(service) {
			continue
		}
		for _, i := range service.Instances {
			if i.Name() == name {
				if e.replicationOf(service) == nil {
					return nil, Refused(fmt.Sprintf("%s is %s: the role of a primary is moved for MySQL, MariaDB, PostgreSQL and Redis", name, service.Defaults.Name))
				}
				return i, nil
			}
			candidates = append(candidates, i.Name())
		}
	}
	if len(candidates) == 0 {
		return nil, errNoRoles
	}
	message := fmt.Sprintf("%q is no replica", name)
	if meant := model.Suggest(name, candidates); meant != "" {
		message += fmt.Sprintf("; did you mean %q?", meant)
	}
	return nil, Refused(message)
}

func (p *promoting) running(i *model.Instance) *running {
	return find(p.there, containerOf(p.project, i.Name()).Name)
}

// handOver ends the old primary's role, and moves it in the project's folder.
func (p *promoting) handOver(ctx context.Context, from string, o Promotion) error {
	if err := p.endRole(ctx, p.service.InstanceOn(p.stack.Architecture.Server(from)), o); err != nil {
		return err
	}
	return p.move()
}

// endRole keeps a primary from taking writes, and lets the replica have all that
// it has.
func (p *promoting) endRole(ctx context.Context, old *model.Instance, o Promotion) error {
	executed, err := p.fence(ctx, old)
	switch {
	case err != nil:
		return err
	case p.old != nil:
		return p.catchUp(ctx, executed)
	}
	return p.checkNothingMissing(ctx, old, o)
}

// endOthers ends the role of a primary that takes writes although the project
// says already that it is none: an earlier promotion was interrupted.
func (p *promoting) endOthers(ctx context.Context, o Promotion) error {
	for _, i := range p.service.Instances {
		if i.Name() == p.target.Name() {
			continue
		}
		if m, err := p.member(ctx, i); err == nil && !m.ReadOnly {
			return p.endRole(ctx, i, o)
		}
	}
	return nil
}

// fence makes sure that the old primary takes no more writes. Where it answers,
// the replica is let near it first, so that writes wait for moments only, and
// executed is all that it has; else it is stopped.
func (p *promoting) fence(ctx context.Context, old *model.Instance) (executed string, err error) {
	r := p.running(old)
	if r.up() {
		if m, err := p.software.ask(ctx, r.id); err == nil {
			if err := p.catchUp(ctx, m.Executed); err != nil {
				return "", err
			}
			p.progress.Set(old.Name(), "is kept from taking writes")
			p.old = r
			if executed, err = p.software.fence(ctx, r.id, p.running(p.target).id); err == nil || ctx.Err() != nil {
				return executed, err
			}
			p.old = nil
		}
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
	}
	if r != nil && (r.state == "running" || r.state == "paused") {
		p.notes = append(p.notes, old.Name()+" did not answer and was stopped, so that it cannot take writes")
		return "", p.halt(ctx, r.id)
	}
	return "", nil
}

// undo lets the old primary go on.
func (p *promoting) undo(ctx context.Context) error {
	if p.old == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), memberAnswers)
	defer cancel()
	if err := p.software.reopen(ctx, p.old.id); err != nil {
		return fmt.Errorf("the old primary takes no writes and could not be opened again: %w", err)
	}
	return nil
}

// move keeps in the project's folder who is primary.
func (p *promoting) move() error {
	primaries := maps.Clone(p.stack.Choices.Primaries)
	primaries[p.service.Name] = p.target.Server.Name
	p.stack.Choices.Primaries = primaries
	project, err := p.stack.Project()
	if err != nil {
		return err
	}
	p.project = project
	_, err = p.stack.write(project)
	return err
}
