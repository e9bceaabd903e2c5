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
	old      *running // the primary so far; nil where it is not up
}

// Promote makes a replica the primary, in this order, so that there are never
// two that take writes and none is lost that replication promised to keep: the
// old primary stops taking writes; the replica applies all that it received; the
// project's folder says who is primary, and with it every other member starts
// read-only from then on; the replica takes writes; the other members follow it;
// whoever was told the old address is started anew with the new one. It tells
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
		if err := p.handOver(ctx, drawn, o); err != nil {
			return nil, err
		}
	}
	if err := p.takeOver(ctx); err != nil {
		return nil, fmt.Errorf("%w\nthe project says already that %s is the primary: repeat loadpath promote %s to finish", err, name, name)
	}
	return p.notes, nil
}

// prepare finds what is to be promoted and refuses what cannot be.
func (e *Engine) prepare(ctx context.Context, s *Stack, name string) (*promoting, error) {
	s.settlePrimaries()
	target, err := replicaNamed(s.Architecture, name)
	if err != nil {
		return nil, err
	}
	p := &promoting{Engine: e, stack: s, service: target.Service, target: target}
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
	m, err := e.askMember(ctx, r.id)
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
func replicaNamed(a *model.Architecture, name string) (*model.Instance, error) {
	var candidates []string
	for _, service := range a.Services {
		if !hasPrimary(service) {
			continue
		}
		for _, i := range service.Instances {
			if i.Name() == name {
				if service.Defaults.Name != "mysql" {
					return nil, Refused(fmt.Sprintf("%s is %s: the role of a primary is moved for MySQL only", name, service.Defaults.Name))
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
	old := p.service.InstanceOn(p.stack.Architecture.Server(from))
	p.progress.Set(old.Name(), "is kept from taking writes")
	executed, err := p.fence(ctx, old)
	if err != nil {
		return err
	}
	p.progress.Set(p.target.Name(), "applies what it received")
	if p.old != nil {
		err = p.catchUp(ctx, executed)
	} else {
		err = p.checkNothingMissing(ctx, old, o)
	}
	if err == nil {
		err = p.move()
	}
	if err != nil {
		return errors.Join(err, p.undo(ctx))
	}
	return nil
}

// fence makes sure that the old primary takes no more writes. Where it answers,
// it is made read-only, and executed is all that it has; else it is stopped.
func (p *promoting) fence(ctx context.Context, old *model.Instance) (executed string, err error) {
	r := p.running(old)
	if r.up() {
		asking, cancel := context.WithTimeout(ctx, sqlAnswers)
		defer cancel()
		if _, err = p.sql(asking, r.id, "SET GLOBAL super_read_only = ON;"); err == nil {
			p.old = r
			m, err := p.askMember(ctx, r.id)
			return m.Executed, err
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
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sqlAnswers)
	defer cancel()
	if _, err := p.sql(ctx, p.old.id, "SET GLOBAL super_read_only = OFF; SET GLOBAL read_only = OFF;"); err != nil {
		return fmt.Errorf("the old primary is read-only and could not be opened again: %w", err)
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

// takeOver lets the new primary take writes, and the others follow it.
func (p *promoting) takeOver(ctx context.Context) error {
	r := p.running(p.target)
	p.progress.Set(p.target.Name(), "becomes the primary")
	if _, err := p.stack.write(p.project); err != nil {
		return err
	}
	if _, err := p.sql(ctx, r.id, "STOP REPLICA; RESET REPLICA ALL; SET PERSIST super_read_only = OFF; SET PERSIST read_only = OFF;"); err != nil {
		return fmt.Errorf("%s could not be made the primary: %w", p.target.Name(), err)
	}
	p.progress.Set(p.target.Name(), "primary")
	told, err := p.tellCallers(ctx)
	if err != nil {
		return err
	}
	notes, err := p.rejoin(ctx, p.stack, p.project)
	p.notes = append(p.notes, notes...)
	if err != nil {
		return err
	}
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
	return p.await(ctx, p.project, told, p.progress)
}
