package compose

import (
	"hash/fnv"
	"math/bits"
	"net/netip"
)

// number gives networks and containers their addresses, in the order in which
// they came about.
func (s *stack) number() {
	base := s.options.Subnet
	if !base.IsValid() {
		base = subnetOf(s.a.Name)
	}
	next := base.Addr()
	for _, n := range s.networks {
		// The network's own address, its broadcast address and its gateway
		// are no container's.
		size := len(n.members) + len(n.floating) + 3
		length := 32 - bits.Len(uint(size-1))
		n.Subnet = netip.PrefixFrom(aligned(next, length), length)
		at := n.Subnet.Addr().Next()
		for _, c := range n.members {
			at = at.Next()
			c.Networks = append(c.Networks, Attachment{n, at})
		}
		for _, f := range n.floating {
			at = at.Next()
			f.address = at
		}
		next = after(n.Subnet)
	}
}

// subnetOf is where an architecture's networks are, so that two of them do not
// meet: a /16 of 10.0.0.0/8 that depends on its name.
func subnetOf(name string) netip.Prefix {
	h := fnv.New32a()
	h.Write([]byte(name))
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(64 + h.Sum32()%128), 0, 0}), 16)
}

// aligned is the first address at or after a given one at which a network of
// that length may begin.
func aligned(at netip.Addr, length int) netip.Addr {
	p := netip.PrefixFrom(at, length).Masked()
	if p.Addr() == at {
		return at
	}
	return after(p)
}

// after is the address that follows a network.
func after(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().As4()
	n := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	n += 1 << (32 - p.Bits())
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}
