package engine

import (
	"context"
	"net/netip"
	"slices"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/engine/prober"
)

// firewall asks, from every instance and every client, every port that is open
// on another server. A server's own traffic passes no firewall, and in front of
// an external stands its provider's: neither is asked.
func (v *proving) firewall(ctx context.Context) (*drill.Firewall, error) {
	open, err := v.listening(ctx)
	if err != nil {
		return nil, err
	}
	var callers []*compose.Container
	for _, c := range v.project.Containers {
		if (c.Role == compose.Instance || c.Role == compose.Gate) && v.inside(c) != nil {
			callers = append(callers, c)
		}
	}
	found := make([][]drill.Way, len(callers))
	err = parallel(len(callers), func(i int) (err error) {
		found[i], err = v.ways(ctx, callers[i], open)
		return err
	})
	if err != nil {
		return nil, err
	}
	absent := len(v.project.Architecture.Firewalls) == 0
	return drill.NewFirewall(absent, slices.Concat(found...), v.skipped), nil
}

// opening is an open port of a container, with the addresses at which it is.
type opening struct {
	of        *compose.Container
	port      uint16
	addresses []netip.Addr
}

// listening are the open ports of instances and agents on servers, in the order
// of the project.
func (v *proving) listening(ctx context.Context) ([]opening, error) {
	var targets []*compose.Container
	for _, c := range v.project.Containers {
		if (c.Role == compose.Instance || c.Role == compose.Agent) && c.Server != nil && v.inside(c) != nil {
			targets = append(targets, c)
		}
	}
	found := make([][]opening, len(targets))
	err := parallel(len(targets), func(i int) error {
		answer, err := v.ask(ctx, targets[i], prober.Order{Listening: true})
		found[i] = openings(v.project, targets[i], answer.Listening)
		return err
	})
	return slices.Concat(found...), err
}

// openings are the ports at which a container listens, each once. An address
// that moves is not this one's alone: it is left out.
func openings(p *compose.Project, c *compose.Container, sockets []netip.AddrPort) []opening {
	var found []opening
	for _, socket := range sockets {
		i := slices.IndexFunc(found, func(o opening) bool { return o.port == socket.Port() })
		for _, at := range p.Holder(c).Networks {
			if !socket.Addr().IsUnspecified() && socket.Addr() != at.Address {
				continue
			}
			if i < 0 {
				i = len(found)
				found = append(found, opening{of: c, port: socket.Port()})
			}
			if !slices.Contains(found[i].addresses, at.Address) {
				found[i].addresses = append(found[i].addresses, at.Address)
			}
		}
	}
	slices.SortFunc(found, func(a, b opening) int { return int(a.port) - int(b.port) })
	return found
}

// ways are those from one container to the open ports of others.
func (v *proving) ways(ctx context.Context, from *compose.Container, open []opening) ([]drill.Way, error) {
	var others []opening
	order := &prober.Connect{Within: soon}
	for _, o := range open {
		if o.of == from || from.Server != nil && from.Server == o.of.Server {
			continue
		}
		others = append(others, o)
		for _, address := range o.addresses {
			order.Addresses = append(order.Addresses, netip.AddrPortFrom(address, o.port))
		}
	}
	answer, err := v.ask(ctx, from, prober.Order{Connect: order})
	if err != nil {
		return nil, err
	}
	var found []drill.Way
	for _, o := range others {
		results := answer.Reached[:len(o.addresses)]
		answer.Reached = answer.Reached[len(o.addresses):]
		found = append(found, v.way(from, o, results))
	}
	return found, nil
}

// way is what was seen of one way. One address is enough: that of a network
// which the two have in common.
func (v *proving) way(from *compose.Container, o opening, results []prober.Reached) drill.Way {
	seen := prober.Unreachable
	for _, better := range []prober.Reached{prober.Silent, prober.Refused, prober.Connected} {
		if slices.Contains(results, better) {
			seen = better
		}
	}
	p, port := v.project, int(o.port)
	return drill.Way{
		From: asked(p, from), To: asked(p, o.of), Port: port,
		NeededBy: p.NeededBy(from, o.of, port), Guarded: p.Architecture.Guarded(o.of.Server),
		Permitted: p.Permits(from, o.of, port), Seen: string(seen),
	}
}
