package compose

import (
	"net/netip"

	"github.com/loadpath/loadpath/model"
)

// floating is an address that moves between the instances of a service, on one
// of the networks by which that is reached. All of those of a service move
// together.
type floating struct {
	service *model.Service
	network *Network
	address netip.Addr
}

// keep reserves an address on a network for a service.
func (s *stack) keep(n *Network, service *model.Service) {
	for _, f := range n.floating {
		if f.service == service {
			return
		}
	}
	f := &floating{service: service, network: n}
	n.floating = append(n.floating, f)
	s.floats[service] = append(s.floats[service], f)
}

// moving is the address of a service, as a container reaches it, where it moves.
// Who is on none of its networks knows the address all the same: packets to it
// are lost.
func (s *stack) moving(from *Container, service *model.Service) (netip.Addr, bool) {
	all := s.floats[service]
	for _, f := range all {
		if _, on := from.On(f.network); on {
			return f.address, true
		}
	}
	if len(all) > 0 {
		return all[0].address, true
	}
	return netip.Addr{}, false
}

// VirtualIP is an address that moves between the instances of a service.
type VirtualIP struct {
	Service string
	// Address is the one that clients, or the first callers, know.
	Address netip.Addr
	// Holders are the containers whose network may have it, by the names of
	// their instances.
	Holders map[string]string
}

// virtualIPs are those of the stack, in the order of the services.
func (s *stack) virtualIPs() []VirtualIP {
	var all []VirtualIP
	for _, service := range s.a.Services {
		if len(s.floats[service]) == 0 {
			continue
		}
		v := VirtualIP{Service: service.Name, Address: s.floats[service][0].address, Holders: make(map[string]string)}
		for _, instance := range service.Instances {
			v.Holders[instance.Name()] = beside(s.of[instance].Name, "net")
		}
		all = append(all, v)
	}
	return all
}
