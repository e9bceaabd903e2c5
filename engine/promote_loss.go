package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// catchUp waits until the replica has all that the old primary has. The old
// primary takes no writes any more, so that this comes to an end.
func (p *promoting) catchUp(ctx context.Context, executed string) error {
	if err := p.awaitApplied(ctx, p.running(p.target).id, executed); err != nil {
		return fmt.Errorf("%s lacks writes of the primary, which goes on as before: %w", p.target.Name(), err)
	}
	return nil
}

// checkNothingMissing makes sure, without the old primary, that no write is lost
// which its replication promised to keep: no other replica may have received
// more than the one that is promoted.
func (p *promoting) checkNothingMissing(ctx context.Context, old *model.Instance, o Promotion) error {
	id := p.running(p.target).id
	m, err := p.askMember(ctx, id)
	if err != nil {
		return err
	}
	if err := p.awaitApplied(ctx, id, m.Received); err != nil {
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
		missing, err := p.unknownTo(ctx, id, joined(other.Executed, other.Received))
		if err != nil {
			return err
		}
		if missing != "" {
			return fmt.Errorf("%s has received writes that %s has not (%s): promote %s", i.Name(), p.target.Name(), missing, i.Name())
		}
	}
	if note, refused := promise(p.service, silent); refused && !o.AcceptLoss {
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
	return p.askMember(ctx, r.id)
}

// promise is what may be lost although all reachable replicas have no more than
// the promoted one, and whether that breaks what the replication promises. A
// semi-synchronous primary answers a write once so many replicas have it: it is
// safe unless that many cannot be asked.
func promise(service *model.Service, silent []string) (note string, refused bool) {
	switch waited := service.Data.WaitFor; {
	case waited == 0:
		return "replication is asynchronous: what the old primary had not sent when it failed is on its volume only", false
	case len(silent) >= waited:
		return fmt.Sprintf("acknowledged writes may be on %s only, which cannot be asked", strings.Join(silent, ", ")), true
	case service.Data.WaitTimeout != model.Forever:
		return fmt.Sprintf("no acknowledged write is lost, unless the old primary had waited longer than %s for its replicas and gone on without them", service.Data.WaitTimeout), false
	}
	return "", false
}

// joined is the union of two sets of transactions.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "," + b
}
