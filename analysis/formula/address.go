package formula

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/analysis"
)

// vrrpPriority is keepalived's default (keepalived.conf(5), priority).
const vrrpPriority = 100

// addressLoses is what is lost where an address decides who is reached: one
// target, the first that serves with a virtual IP, all with DNS (checks take
// out the dead ones) and anycast. A person moves a single address to a target
// that is alive.
func (r *reading) addressLoses(n *node, all []candidate) loss {
	a := n.link.address
	process := a.Tracks == "process"
	switch a.By {
	case "dns":
		if a.Checked != nil && *a.Checked {
			r.skipDead(n, all, true)
		}
		return r.mix(n, all, ahead{own: never})
	case "anycast":
		r.skipDead(n, all, process)
		return r.mix(n, all, ahead{own: never})
	case "virtual-ip":
		r.skipDead(n, all, process || r.horizon == analysis.AfterPerson)
		return r.chain(n, r.byPriority(n, all), everything())
	}
	if r.horizon == analysis.AfterPerson {
		r.skipDead(n, all, true)
		return r.chain(n, all, everything())
	}
	if len(all) == 0 {
		return everything()
	}
	return r.one(n, all[0])
}

// skipDead passes over targets whose server is dead, or with process those
// that are dead themselves.
func (r *reading) skipDead(n *node, all []candidate, process bool) {
	for i := range all {
		all[i].skipped = all[i].dead
		if !process {
			all[i].skipped = r.server(n.link.targets[i])
		}
	}
}

// byPriority sorts the targets by their VRRP priority, the highest first.
func (r *reading) byPriority(n *node, all []candidate) []candidate {
	priority := make([]int, len(all))
	order := make([]int, len(all))
	for i, target := range n.link.targets {
		order[i], priority[i] = i, vrrpPriority
		for _, p := range n.link.address.Priorities {
			if target.Server != nil && p.Server == target.Server.Name {
				priority[i] = p.Number
			}
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(priority[y], priority[x]) })
	sorted := make([]candidate, len(all))
	for i, position := range order {
		sorted[i] = all[position]
	}
	return sorted
}
