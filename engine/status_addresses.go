package engine

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/compose"
)

// VirtualIP is an address that moves, and who has it now. One instance is to
// have it.
type VirtualIP struct {
	Service string `json:"service"`
	Address string `json:"address"`
	// Holders are the instances at whose network the address is.
	Holders []string `json:"holders"`
}

// virtualIPs asks the network of each instance for its addresses.
func (e *Engine) virtualIPs(ctx context.Context, p *compose.Project, there []running) []VirtualIP {
	var found []VirtualIP
	for _, v := range p.VirtualIPs {
		status := VirtualIP{Service: v.Service, Address: v.Address.String(), Holders: []string{}}
		for _, instance := range slices.Sorted(maps.Keys(v.Holders)) {
			if r := find(there, v.Holders[instance]); r.up() && e.has(ctx, r, status.Address) {
				status.Holders = append(status.Holders, instance)
			}
		}
		found = append(found, status)
	}
	return found
}

// has tells whether a container's network has an address. One that cannot be
// asked has none.
func (e *Engine) has(ctx context.Context, r *running, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, askAtMost)
	defer cancel()
	out, err := e.exec(ctx, r.id, "", "ip", "-oneline", "-4", "address", "show")
	return err == nil && hasAddress(out, address)
}

// hasAddress looks for an address in what ip -oneline prints: one line each, as
// "2: eth0    inet 10.64.0.2/29 ...".
func hasAddress(text, address string) bool {
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) > 3 && strings.HasPrefix(fields[3], address+"/") {
			return true
		}
	}
	return false
}
