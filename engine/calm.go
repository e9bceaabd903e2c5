package engine

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// settleAgain is how often is looked whether a stack is calm.
const settleAgain = 300 * time.Millisecond

// Restless is that a stack does not become calm, and what keeps it from that.
type Restless []string

// Error names all of it.
func (r Restless) Error() string { return "the stack is not calm: " + strings.Join(r, "; ") }

// await waits until every flow has answered for a span of time, and everything
// is as drawn and as it was before. The error is a Restless when the time for it
// is over.
func (d *drilling) awaitCalm(ctx context.Context, span time.Duration) error {
	var wrong Restless
	for {
		found, err := d.restless(ctx, span)
		if err == nil && len(found) == 0 {
			return nil
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
		if ctx.Err() == nil {
			wrong = found
		}
		if !each(ctx, settleAgain) {
			if len(wrong) > 0 {
				return wrong
			}
			return ctx.Err()
		}
	}
}

// restless is what keeps the stack from being calm: a flow first, as that is
// seen at once.
func (d *drilling) restless(ctx context.Context, span time.Duration) (Restless, error) {
	if wrong := d.failing(span); len(wrong) > 0 {
		return wrong, nil
	}
	status, err := d.Status(ctx, d.stack)
	if err != nil {
		return nil, err
	}
	if wrong := unlike(status); len(wrong) > 0 {
		return wrong, nil
	}
	if wrong := d.moved(status); len(wrong) > 0 {
		return wrong, nil
	}
	return d.failing(span), nil // while it was asked who is who
}

// failing are the flows that do not answer, in the order of their names.
func (d *drilling) failing(span time.Duration) Restless {
	troubled := d.probes.troubled(span)
	var wrong Restless
	for _, flow := range slices.Sorted(maps.Keys(troubled)) {
		wrong = append(wrong, fmt.Sprintf("the flow %s: %s", flow, troubled[flow]))
	}
	return wrong
}

// unlike is what of a status is not as the architecture draws it.
func unlike(s *Status) Restless {
	var wrong Restless
	if s.Outdated {
		wrong = append(wrong, "the architecture has changed since it was started: loadpath up")
	}
	for _, c := range s.Containers {
		switch {
		case !c.State.good():
			wrong = append(wrong, c.Name+" is "+string(c.State))
		case c.Stale:
			wrong = append(wrong, c.Name+" does not run as the architecture says: loadpath up")
		}
	}
	for _, name := range s.Unexpected {
		wrong = append(wrong, name+" is not of the architecture: loadpath up")
	}
	for _, v := range s.VirtualIPs {
		if len(v.Holders) != 1 {
			wrong = append(wrong, fmt.Sprintf("%d instances of %s have its address, %s", len(v.Holders), v.Service, v.Address))
		}
	}
	for _, database := range s.Databases {
		for _, m := range database.Members {
			switch {
			case m.Trouble != "":
				wrong = append(wrong, m.Instance+": "+m.Trouble)
			case database.Drawn == m.Instance && m.Role != "primary":
				wrong = append(wrong, m.Instance+" is drawn as the primary and is a "+m.Role+": loadpath promote")
			}
		}
	}
	for _, door := range s.Doors {
		if !door.Open {
			wrong = append(wrong, door.URL+" is closed")
		}
	}
	if len(wrong) == 0 && !s.AsDrawn {
		wrong = append(wrong, "not all is as drawn: loadpath status says what")
	}
	return wrong
}

// moved is what of the load balancers' pools, and of the addresses that move, is
// not as it was before anything was broken, or is bad where that is not known
// yet.
func (d *drilling) moved(s *Status) Restless {
	var wrong Restless
	for i, v := range s.VirtualIPs {
		if d.pools != nil && !slices.Equal(v.Holders, d.addresses[i].Holders) {
			wrong = append(wrong, fmt.Sprintf("the address of %s is not where it was", v.Service))
		}
	}
	for i, pool := range s.Pools {
		if pool.Unknown != "" {
			wrong = append(wrong, pool.Balancer+": "+pool.Unknown)
			continue
		}
		for _, target := range pool.Targets {
			if target.Sees == "DOWN" {
				wrong = append(wrong, fmt.Sprintf("%s takes %s for dead", pool.Balancer, target.Instance))
			}
		}
		if len(wrong) == 0 && d.pools != nil && !reflect.DeepEqual(pool, d.pools[i]) {
			wrong = append(wrong, fmt.Sprintf("the pool %s of %s is not as before", pool.Connection, pool.Balancer))
		}
	}
	if len(wrong) == 0 && d.pools == nil {
		d.pools, d.addresses = append([]Pool{}, s.Pools...), s.VirtualIPs
	}
	return wrong
}
