package formula

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// orders are the orders of the events that are tried for a diagram, as the
// level of each. The size of a diagram hangs on it, and no order is good for
// everything. All begin with what a depth-first search from the top meets
// first, so that what is used together stays together. The first then keeps
// what shares a server together, the second what shares a zone, too.
func (f *Formula) orders() [][]int32 {
	met := f.firstVisit()
	byServer, byZone := f.groups(met)
	rank := func(event int32) int {
		switch e := f.Events[event]; {
		case e.Zone != nil:
			return 0
		case e.Server != nil:
			return 1
		}
		return 2
	}
	return [][]int32{
		levels(met, func(x, y int32) int {
			return cmp.Or(byServer[x]-byServer[y], rank(x)-rank(y))
		}),
		levels(met, func(x, y int32) int {
			return cmp.Or(byZone[x]-byZone[y], min(rank(x), 1)-min(rank(y), 1), byServer[x]-byServer[y], rank(x)-rank(y))
		}),
		levels(met, func(int32, int32) int { return 0 }),
	}
}

// levels sorts events that were met, and numbers them.
func levels(met []int32, compare func(x, y int32) int) []int32 {
	sorted := slices.Clone(met)
	slices.SortStableFunc(sorted, compare)
	found := make([]int32, len(met))
	for level, event := range sorted {
		found[event] = int32(level)
	}
	return found
}

// groups number the servers and the zones of the events as they were met. What
// is on no server, or in no zone, is a group of its own.
func (f *Formula) groups(met []int32) (byServer, byZone []int) {
	byServer, byZone = make([]int, len(met)), make([]int, len(met))
	servers, zones := make(map[*model.Server]int), make(map[*model.Zone]int)
	for i, event := range met {
		server, zone := f.Events[event].Server, f.Events[event].Zone
		if instance := f.Events[event].Instance; instance != nil {
			server = instance.Server
		}
		if server != nil {
			zone = server.Zone
		}
		byServer[event], byZone[event] = i, i
		if server != nil {
			byServer[event] = first(servers, server, i)
		}
		if zone != nil {
			byZone[event] = first(zones, zone, i)
		}
	}
	return byServer, byZone
}

// first is the number under which a thing was met first.
func first[T comparable](met map[T]int, thing T, now int) int {
	if _, ok := met[thing]; !ok {
		met[thing] = now
	}
	return met[thing]
}

// firstVisit are the events as a depth-first search from the total and then
// the partial loss meets them; what was written last of a node comes first, as
// that is nearer to the users. Events that nothing hangs on come last.
func (f *Formula) firstVisit() []int32 {
	c := f.circuit
	met := make([]int32, 0, len(f.Events))
	seen := make([]bool, len(c.gates))
	events := make([]bool, len(f.Events))
	open := []ref{f.partial, f.total}
	for len(open) > 0 {
		n := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[n] {
			continue
		}
		seen[n] = true
		if g := &c.gates[n]; g.op == opEvent {
			events[g.k] = true
			met = append(met, g.k)
		}
		open = append(open, c.of(n)...)
	}
	for event, was := range events {
		if !was {
			met = append(met, int32(event))
		}
	}
	return met
}
