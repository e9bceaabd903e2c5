package validate

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// holder is who has an address.
type holder struct {
	name string
	path model.Path
	// service is set for an address that moves between the servers of a
	// service.
	service *model.Service
}

// addressProblems finds addresses that are none, that two have, or that lie
// outside the networks of their server.
func addressProblems(a *model.Architecture) []findings.Finding {
	var found []findings.Finding
	holders := make(map[netip.Addr]holder)
	claim := func(text string, h holder) {
		address, err := netip.ParseAddr(text)
		if err != nil {
			found = append(found, noAddress(text, h))
			return
		}
		address = address.Unmap()
		if earlier, taken := holders[address]; !taken {
			holders[address] = h
		} else if !mayShare(earlier, h) {
			found = append(found, addressCollision(address, earlier, h))
		}
	}
	networks := networksOf(a)
	for _, group := range a.Groups {
		if group.Address == "" {
			continue
		}
		at := group.Path.Field("address")
		if len(group.Servers) > 1 {
			found = append(found, sharedAddress(group, at))
		}
		claim(group.Address, holder{name: group.Name, path: at})
		if f := outside(group, networks[group]); f != nil {
			found = append(found, *f)
		}
	}
	for _, v := range virtualAddresses(a) {
		if v.address.IP != "" {
			claim(v.address.IP, holder{name: "the virtual IP of " + v.service.Name, path: v.path.Field("ip"), service: v.service})
		}
	}
	return found
}

// mayShare tells whether two virtual IPs are one that moves for both services:
// they run on the same servers.
func mayShare(a, b holder) bool {
	return a.service != nil && b.service != nil && sameServers(a.service, b.service)
}

func sameServers(a, b *model.Service) bool {
	return slices.EqualFunc(a.Instances, b.Instances, func(x, y *model.Instance) bool { return x.Server == y.Server })
}

func noAddress(text string, h holder) findings.Finding {
	return findings.Finding{
		Path:    h.path,
		Summary: fmt.Sprintf("%q is no IP address", text),
		Detail:  "Write one such as \"10.0.1.7\" or \"2001:db8::7\".",
	}
}

func addressCollision(address netip.Addr, earlier, later holder) findings.Finding {
	return findings.Finding{
		Path:    later.path,
		Summary: fmt.Sprintf("%s and %s have the same address %s", earlier.name, later.name, address),
		Detail:  "Packets reach one of them, and which one may change at any time.\nGive one of them another address.",
		Related: []findings.Related{{Path: earlier.path, Message: earlier.name + " has it too"}},
		Subject: address.String(),
	}
}

func sharedAddress(group *model.Group, at model.Path) findings.Finding {
	return findings.Finding{
		Path:    at,
		Summary: fmt.Sprintf("%d servers have the same address %s", len(group.Servers), group.Address),
		Detail:  "Packets reach one of them, and which one may change at any time.\nLeave the address out, or write the servers one by one.",
		Subject: group.Name,
	}
}

// networksOf are the networks that each group of servers is attached to, by
// its own word or by the network's.
func networksOf(a *model.Architecture) map[*model.Group][]*model.Network {
	named := make(map[string]*model.Network, len(a.Networks))
	networks := make(map[*model.Group][]*model.Network)
	attach := func(group *model.Group, network *model.Network) {
		if network != nil && !slices.Contains(networks[group], network) {
			networks[group] = append(networks[group], network)
		}
	}
	for _, network := range a.Networks {
		named[network.Name] = network
		for _, name := range network.Members {
			for _, server := range membersNamed(a, name) {
				attach(server.Group, network)
			}
		}
	}
	for _, group := range a.Groups {
		for _, name := range group.Networks {
			attach(group, named[name])
		}
	}
	return networks
}

// membersNamed are the servers that a name among a network's members stands
// for.
func membersNamed(a *model.Architecture, name string) []*model.Server {
	var servers []*model.Server
	if zone := a.Zone(name); zone != nil {
		servers = append(servers, a.ServersIn(zone)...)
	}
	if group := a.Group(name); group != nil {
		servers = append(servers, group.Servers...)
	} else if server := a.Server(name); server != nil {
		servers = append(servers, server)
	}
	if service := a.Service(name); service != nil {
		for _, instance := range service.Instances {
			if instance.Server != nil {
				servers = append(servers, instance.Server)
			}
		}
	}
	return servers
}

// outside finds a server whose address lies in none of its networks. A network
// whose addresses are not written may contain it.
func outside(group *model.Group, networks []*model.Network) *findings.Finding {
	address, err := netip.ParseAddr(group.Address)
	if err != nil || len(networks) == 0 {
		return nil
	}
	var ranges []string
	var related []findings.Related
	for _, network := range networks {
		prefix, err := netip.ParsePrefix(network.CIDR)
		if err != nil || prefix.Contains(address.Unmap()) {
			return nil
		}
		ranges = append(ranges, fmt.Sprintf("%s (%s)", network.Name, network.CIDR))
		related = append(related, findings.Related{Path: cidrPath(network), Message: "the addresses of " + network.Name})
	}
	return &findings.Finding{
		Path:    group.Path.Field("address"),
		Summary: fmt.Sprintf("%s of %s is no address of its %s %s", group.Address, group.Name, plural(len(ranges), "network", "networks"), strings.Join(ranges, ", ")),
		Detail:  "So nobody on that network reaches it.\nCorrect the address or the network, or attach the server to the network that it is in.",
		Related: related,
	}
}

func cidrPath(network *model.Network) model.Path {
	return model.Path("networks").Field(network.Name).Field("cidr")
}
