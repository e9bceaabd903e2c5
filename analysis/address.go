package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// address is how one of several targets is found.
type address struct {
	*model.Address
	// order are positions among the targets, the first choice first.
	order []int32
	// priorities of the targets, VRRP's.
	priorities []int
}

// vrrpPriority is keepalived's default (keepalived.conf(5), priority).
const vrrpPriority = 100

func (p *plan) newAddress(written *model.Address, targets []int32) *address {
	a := &address{Address: written}
	byServer := make(map[string]int, len(written.Priorities))
	for _, p := range written.Priorities {
		byServer[p.Server] = p.Number
	}
	for i, target := range targets {
		priority := vrrpPriority
		if server := p.instances[target].Server; server != nil && byServer[server.Name] != 0 {
			priority = byServer[server.Name]
		}
		a.order = append(a.order, int32(i))
		a.priorities = append(a.priorities, priority)
	}
	if written.By == "virtual-ip" {
		slices.SortStableFunc(a.order, func(x, y int32) int { return a.priorities[y] - a.priorities[x] })
	}
	return a
}

// followsServers tells whether the address looks after the servers of the
// targets.
func (a *address) followsServers() bool { return a.By == "virtual-ip" || a.By == "anycast" }

// reached are the targets, as positions, that the link's address leads to.
//
//   - one: the first; a person moves it off a dead one.
//   - virtual-ip: the first on a live server, or, where it follows the process,
//     the first that is alive; a person moves it off a dead one.
//   - dns: all; checks take out the dead ones.
//   - anycast: all; a dead server announces nothing, a dead process only where
//     the announcement follows it.
//
// An address that works is not moved for the one caller whose way to it is
// cut.
func (w *world) reached(l *link, h Horizon, use []int32) []int32 {
	a := l.address
	switch a.By {
	case "dns":
		followed := h > BeforeFailover && a.Checked != nil && *a.Checked
		return w.appendServing(use, l, followed, true)
	case "anycast":
		return w.appendServing(use, l, h > BeforeFailover, a.Tracks == "process")
	}
	holder := none
	if len(a.order) > 0 {
		holder = a.order[0]
	}
	if a.By == "virtual-ip" && h > BeforeFailover {
		holder = w.firstServing(l, a.Tracks == "process")
	}
	if h == AfterPerson && (holder == none || w.down[l.targets[holder]] != up) {
		holder = w.firstServing(l, true)
	}
	if holder == none {
		return use
	}
	return append(use, holder)
}

// appendServing appends all targets; where failures are followed, only those
// that serve.
func (w *world) appendServing(use []int32, l *link, followed, process bool) []int32 {
	for _, position := range l.address.order {
		target := l.targets[position]
		if w.size[target] > 0 && (!followed || w.serves(target, process)) {
			use = append(use, position)
		}
	}
	return use
}

// firstServing is the first target that serves, or none.
func (w *world) firstServing(l *link, process bool) int32 {
	for _, position := range l.address.order {
		if w.serves(l.targets[position], process) {
			return position
		}
	}
	return none
}

// serves tells whether a target is there for an address: its server is up, and
// with process the process answers, too. What follows the process asks it for
// an answer, so it sees a hang: keepalived's track script does, while
// track_process would not.
func (w *world) serves(target int32, process bool) bool {
	return w.down[target] == up || !process && w.down[target]&displaced == 0
}
