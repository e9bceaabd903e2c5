package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// catchUp waits until the replica has all that the old primary had.
func (p *promoting) catchUp(ctx context.Context, executed string) error {
	p.progress.Set(p.target.Name(), "applies what it received")
	if err := awaitApplied(ctx, p.software, p.running(p.target).id, executed); err != nil {
		return fmt.Errorf("%s lacks writes of the primary, which goes on as before: %w", p.target.Name(), err)
	}
	return nil
}

// checkNothingMissing makes sure, without the old primary, that no write is lost
// which its replication promised to keep: no other replica may have received
// more than the one that is promoted.
func (p *promoting) checkNothingMissing(ctx context.Context, old *model.Instance, o Promotion) error {
	id := p.running(p.target).id
	m, err := p.software.ask(ctx, id)
	if err != nil {
		return err
	}
	p.progress.Set(p.target.Name(), "applies what it received")
	if joined(m.Executed, m.Received) == "" && !o.AcceptLoss {
		return fmt.Errorf("%s has not received anything since it started, and nobody knows how old its data are: start the primary first, or use --accept-loss", p.target.Name())
	}
	if err := awaitApplied(ctx, p.software, id, m.Received); err != nil {
		return fmt.Errorf("%s: %w", p.target.Name(), err)
	}
	var silent []string
	for _, i := range p.service.Instances {
		if i == p.target || i == old {
			continue
		}
		other, err := p.member(ctx, i)
		if err != nil {
			silent = append(silent, i.Name())
			continue
		}
		missing, err := p.software.unknownTo(ctx, id, joined(other.Executed, other.Received))
		if err != nil {
			return err
		}
		if missing != "" {
			return fmt.Errorf("%s has received writes that %s has not (%s): promote %s", i.Name(), p.target.Name(), missing, i.Name())
		}
	}
	waited, atMost := p.software.waitsFor(p.service)
	if note, refused := promise(waited, atMost, silent); refused && !o.AcceptLoss {
		return errors.New(note + ": start them first, or use --accept-loss")
	} else if note != "" {
		p.notes = append(p.notes, note)
	}
	return nil
}

// member asks the member that an instance is.
func (p *promoting) member(ctx context.Context, i *model.Instance) (member, error) {
	r := p.running(i)
	if !r.up() {
		return member{}, errors.New("it is not up")
	}
	return p.software.ask(ctx, r.id)
}

// promise is what may be lost although all reachable replicas have no more than
// the promoted one, and whether that breaks what the replication promises. A
// primary that waits for so many replicas, for so long at most, answers a write
// once they have it: it is safe unless that many cannot be asked.
func promise(waited int, atMost model.Duration, silent []string) (note string, refused bool) {
	switch {
	case waited == 0:
		return "replication is asynchronous: nobody but the old primary has what it had not sent when it failed", false
	case len(silent) >= waited:
		return fmt.Sprintf("acknowledged writes may be on %s only, which cannot be asked", strings.Join(silent, ", ")), true
	case atMost != model.Forever:
		return fmt.Sprintf("no acknowledged write is lost, unless the old primary had waited longer than %s for its replicas and gone on without them", atMost), false
	}
	return "", false
}
