package engine

import (
	"context"
	"fmt"
	"net"
	"net/netip"

	"github.com/docker/docker/api/types/network"

	"github.com/loadpath/loadpath/compose"
)

// addresses looks whether the project's networks are free of others', and
// chooses a place for them where they are not. What the user chose is not
// changed.
func (e *Engine) addresses(ctx context.Context, s *Stack, p *compose.Project) (*compose.Project, string, error) {
	taken, have, err := e.subnets(ctx, s.Architecture.Name)
	if err != nil || have {
		return p, "", err // they are there already, with their addresses
	}
	other := overlapping(p.Networks, taken)
	if other == "" {
		return p, "", nil
	}
	if s.Options.Subnet.IsValid() {
		return nil, "", fmt.Errorf("--subnet %s overlaps with %s: choose another", s.Options.Subnet, other)
	}
	for _, candidate := range candidates(p.Networks[0].Subnet) {
		s.Choices.Subnet = candidate
		if p, err = s.Project(); err != nil {
			return nil, "", err
		}
		if overlapping(p.Networks, taken) == "" {
			return p, fmt.Sprintf("the usual addresses overlap with %s: taking %s instead", other, candidate), nil
		}
	}
	return nil, "", fmt.Errorf("no addresses in 10.64.0.0/10 and 10.128.0.0/10 are free: name some with --subnet")
}

// occupied is a range of addresses that somebody has.
type occupied struct {
	subnet netip.Prefix
	by     string
}

// subnets are the ranges of the networks on this machine that are not the
// architecture's, and whether the architecture's own are there already.
func (e *Engine) subnets(ctx context.Context, architecture string) (taken []occupied, have bool, err error) {
	all, err := e.docker.NetworkList(ctx, network.ListOptions{})
	if err != nil {
		return nil, false, err
	}
	for _, n := range all {
		if n.Labels[compose.LabelArchitecture] == architecture && n.Labels[labelProject] == projectOf(architecture) {
			have = true
		}
		for _, c := range n.IPAM.Config {
			if subnet, err := netip.ParsePrefix(c.Subnet); err == nil {
				taken = append(taken, occupied{subnet, "the network " + printable(n.Name)})
			}
		}
	}
	return append(taken, ownAddresses()...), have, nil
}

// ownAddresses are the ranges that this machine itself has an address in.
func ownAddresses() []occupied {
	var found []occupied
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil // then only the engine's networks count
	}
	for _, a := range addresses {
		if subnet, err := netip.ParsePrefix(a.String()); err == nil && subnet.Addr().Is4() {
			found = append(found, occupied{subnet.Masked(), "a network of this machine, " + subnet.Masked().String()})
		}
	}
	return found
}

// overlapping names who has addresses of the networks; nobody: empty.
func overlapping(networks []*compose.Network, taken []occupied) string {
	for _, n := range networks {
		for _, other := range taken {
			if other.subnet.Overlaps(n.Subnet) {
				return other.by
			}
		}
	}
	return ""
}

// candidates are the places for a stack's networks: the /16 of 10.64.0.0 to
// 10.191.0.0, from the one after a given network on.
func candidates(after netip.Prefix) []netip.Prefix {
	first := int(after.Addr().As4()[1])
	var all []netip.Prefix
	for i := range 127 {
		second := byte(64 + (first-64+1+i+128)%128)
		all = append(all, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, second, 0, 0}), 16))
	}
	return all
}
