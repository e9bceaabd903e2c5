package engine

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/engine/prober"
)

// silenced are the two ends of a connection that is to be cut, each with the
// addresses of the other. An address that moves is not among them: whoever holds
// it does not answer the peer, and that is enough.
func (e *Engine) silenced(ctx context.Context, p *compose.Project, b drill.Break) ([]drill.Broken, error) {
	if len(b.Instances) != 2 {
		return nil, fmt.Errorf("%s: a connection has two ends", b.What)
	}
	there, err := e.containers(ctx, p.Architecture.Name)
	if err != nil {
		return nil, err
	}
	var ends [2]*compose.Container
	for i, name := range b.Instances {
		c := containerOf(p, name)
		if c == nil {
			return nil, Refused(name + " has no container: its connections cannot be cut")
		}
		ends[i] = p.Holder(c)
	}
	var all []drill.Broken
	for i, end := range ends {
		r := find(there, end.Name)
		if !r.up() {
			return nil, Refused(displayed(end) + " is not up: its connections cannot be cut")
		}
		broken := drill.Broken{Container: end.Name, ID: r.id, How: drill.Silenced}
		for _, address := range seenFrom(end, ends[1-i]) {
			broken.Peers = append(broken.Peers, address.String())
		}
		if len(broken.Peers) == 0 {
			return nil, Refused(b.What + ": the two have no network in common, and nothing passes between them")
		}
		all = append(all, broken)
	}
	return all, nil
}

// seenFrom are the addresses of a container on the networks that it has in
// common with another.
func seenFrom(from, to *compose.Container) []netip.Addr {
	var found []netip.Addr
	for _, at := range to.Networks {
		if _, on := from.On(at.Network); on {
			found = append(found, at.Address)
		}
	}
	return found
}

// silence lets nothing pass from a container to its peers, without telling
// anybody. Between two it takes both ends. It can be repeated.
func (e *Engine) silence(ctx context.Context, b drill.Broken) error {
	peers, err := peersOf(b)
	if err != nil {
		return err
	}
	_, err = e.from(ctx, b.ID, prober.Order{Silence: peers})
	return err
}

// unsilence takes that back. A container that ended meanwhile took its network
// along, and with it all that was done to it.
func (e *Engine) unsilence(ctx context.Context, b drill.Broken) error {
	now, err := e.docker.ContainerInspect(ctx, b.ID)
	if err != nil {
		return gone(err)
	}
	if !now.State.Running {
		return nil
	}
	peers, err := peersOf(b)
	if err != nil {
		return err
	}
	_, err = e.from(ctx, b.ID, prober.Order{Unsilence: peers})
	return err
}

// peersOf are the peers of a broken connection, as they were noted.
func peersOf(b drill.Broken) ([]netip.Addr, error) {
	peers := make([]netip.Addr, len(b.Peers))
	for i, text := range b.Peers {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.Container, err)
		}
		peers[i] = address
	}
	return peers, nil
}
