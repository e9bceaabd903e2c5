package validate

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// subnet is the addresses of a network.
type subnet struct {
	network *model.Network
	prefix  netip.Prefix
}

// networkOverlaps finds networks that share addresses, and ones whose
// addresses make no network. Sorted by their first address and the larger
// first, a network overlaps an earlier one exactly if it overlaps the last one
// that none contained, since two of them nest or have nothing in common.
func networkOverlaps(a *model.Architecture) []findings.Finding {
	var found []findings.Finding
	var subnets []subnet
	for _, network := range a.Networks {
		if network.CIDR == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(network.CIDR)
		if err != nil {
			found = append(found, noNetwork(network))
			continue
		}
		subnets = append(subnets, subnet{network, prefix.Masked()})
	}
	slices.SortStableFunc(subnets, func(a, b subnet) int {
		return cmp.Or(a.prefix.Addr().Compare(b.prefix.Addr()), cmp.Compare(a.prefix.Bits(), b.prefix.Bits()))
	})
	for i, outer := 1, 0; i < len(subnets); i++ {
		if subnets[outer].prefix.Overlaps(subnets[i].prefix) {
			found = append(found, overlap(subnets[outer], subnets[i]))
		} else {
			outer = i
		}
	}
	return found
}

func noNetwork(network *model.Network) findings.Finding {
	return findings.Finding{
		Path:    cidrPath(network),
		Summary: fmt.Sprintf("%q is no network", network.CIDR),
		Detail:  "Write its first address and the number of fixed bits, such as \"10.0.1.0/24\".",
	}
}

func overlap(outer, inner subnet) findings.Finding {
	return findings.Finding{
		Path:    cidrPath(inner.network),
		Summary: fmt.Sprintf("networks %s (%s) and %s (%s) overlap", outer.network.Name, outer.prefix, inner.network.Name, inner.prefix),
		Detail:  "An address in both has two ways to it, and a router picks one.\nGive one of them other addresses.",
		Related: []findings.Related{{Path: cidrPath(outer.network), Message: "the addresses of " + outer.network.Name}},
		Subject: outer.network.Name,
	}
}

// virtual is an address that moves between the servers of a service by VRRP.
type virtual struct {
	service *model.Service
	address *model.Address
	path    model.Path
}

func virtualAddresses(a *model.Architecture) []virtual {
	var all []virtual
	add := func(s *model.Service, address *model.Address, path model.Path) {
		if address != nil && address.By == "virtual-ip" {
			all = append(all, virtual{s, address, path.Field("address")})
		}
	}
	for _, service := range a.Services {
		add(service, service.Address, service.Path)
		if service.Replication != nil {
			add(service, service.Replication.Address, service.Path.Field("replication"))
		}
	}
	return all
}

// routerCollisions finds virtual IPs of different servers with the same VRRP
// router number on one network. Where it is not written which networks the
// servers are attached to, whether that is one network is undecided.
func routerCollisions(a *model.Architecture) []findings.Finding {
	var found []findings.Finding
	networks := networksOf(a)
	byRouter := make(map[int][]virtual)
	for _, v := range virtualAddresses(a) {
		if v.address.Router == 0 {
			continue
		}
		for _, earlier := range byRouter[v.address.Router] {
			if sameServers(earlier.service, v.service) && earlier.address.IP == v.address.IP {
				continue
			}
			here, there := v.networks(networks), earlier.networks(networks)
			if here != nil && there != nil && !meet(here, there) {
				continue
			}
			found = append(found, routerCollision(earlier, v, here != nil && there != nil))
		}
		byRouter[v.address.Router] = append(byRouter[v.address.Router], v)
	}
	return found
}

// networks are those of the servers that the address moves between, or nil if
// those of one of them are not written.
func (v virtual) networks(of map[*model.Group][]*model.Network) []*model.Network {
	var all []*model.Network
	for _, instance := range v.service.Instances {
		attached := of[instance.Server.Group]
		if len(attached) == 0 {
			return nil
		}
		all = append(all, attached...)
	}
	return all
}

func meet(a, b []*model.Network) bool {
	return slices.ContainsFunc(a, func(n *model.Network) bool { return slices.Contains(b, n) })
}

func routerCollision(earlier, later virtual, decided bool) findings.Finding {
	f := findings.Finding{
		Path: later.path.Field("router"),
		Summary: fmt.Sprintf("%s and %s both have VRRP router number %d on one network",
			earlier.service.Name, later.service.Name, later.address.Router),
		Detail:  "Routers of one number take each other for their standby, so that only one of the two addresses is up.\nGive each its own number, from 1 to 255.",
		Related: []findings.Related{{Path: earlier.path.Field("router"), Message: earlier.service.Name + " has it too"}},
		Subject: earlier.service.Name,
	}
	if !decided {
		f.Undecided = true
		f.Summary = fmt.Sprintf("%s and %s both have VRRP router number %d, and it is not written whether they are on one network",
			earlier.service.Name, later.service.Name, later.address.Router)
		f.Detail += "\nWrite which networks their servers are attached to: routers on different networks may have the same number."
		f.Missing = []model.Path{"networks"}
	}
	return f
}
