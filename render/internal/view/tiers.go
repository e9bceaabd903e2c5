package view

import (
	"math"
	"slices"
)

// rows is the order from top to bottom: which rows lead to which. A row is all
// nodes of one service, so that its instances stand side by side.
type rows struct {
	names []string
	next  map[string][]string
	into  map[string][]string
	order []string // what leads to a row stands before it
	tier  map[string]int
	// boxes are the servers that a row has nodes in; taken tells what is
	// occupied, so that a server is one column.
	boxes map[string][]*Box
	taken map[place]bool
	size  map[string]int
}

type place struct {
	box  *Box
	tier int
}

// clientRow is the row of the clients, which is the top one.
const clientRow = "clients"

// assignTiers puts the rows below each other, so that what is used stands below
// what uses it.
func (b *builder) assignTiers() {
	r := &rows{
		next: map[string][]string{}, into: map[string][]string{},
		tier: map[string]int{}, boxes: map[string][]*Box{}, taken: map[place]bool{}, size: map[string]int{},
	}
	for _, node := range b.v.Nodes {
		if r.size[node.row]++; r.size[node.row] == 1 {
			r.names = append(r.names, node.row)
		}
		if node.Box != nil && node.Box.Kind == Server {
			r.boxes[node.row] = append(r.boxes[node.row], node.Box)
		}
	}
	for _, edge := range b.v.Edges {
		from, to := edge.From.row, edge.To.row
		if edge.Class != Replication && from != to && !slices.Contains(r.next[from], to) {
			r.next[from] = append(r.next[from], to)
		}
	}
	r.breakCycles()
	r.descend()
	r.rise()
	r.fill()
	r.shift()
	for _, node := range b.v.Nodes {
		node.Tier = r.tier[node.row]
	}
}

// breakCycles drops what leads back up, seen from the clients.
func (r *rows) breakCycles() {
	const (
		open = iota + 1
		done
	)
	state := map[string]int{}
	var visit func(name string)
	visit = func(name string) {
		state[name] = open
		var kept []string
		for _, next := range r.next[name] {
			if state[next] == 0 {
				visit(next)
			}
			if state[next] == done {
				kept = append(kept, next)
				r.into[next] = append(r.into[next], name)
			}
		}
		r.next[name] = kept
		r.order = append(r.order, name)
		state[name] = done
	}
	if r.size[clientRow] > 0 {
		visit(clientRow)
	}
	for _, name := range r.names {
		if state[name] == 0 {
			visit(name)
		}
	}
	slices.Reverse(r.order)
}

// put places a row in the first tier from the given one, in steps, in which
// none of its servers has another row.
func (r *rows) put(name string, tier, step int) {
	for r.occupied(name, tier) {
		tier += step
	}
	r.tier[name] = tier
	for _, box := range r.boxes[name] {
		r.taken[place{box, tier}] = true
	}
}

func (r *rows) occupied(name string, tier int) bool {
	return slices.ContainsFunc(r.boxes[name], func(box *Box) bool { return r.taken[place{box, tier}] })
}

// below is the tier under all of the given rows that have one.
func (r *rows) below(names []string) (tier int, ok bool) {
	for _, name := range names {
		if at, placed := r.tier[name]; placed {
			tier, ok = max(tier, at+1), true
		}
	}
	return tier, ok
}

// descend places what clients come to, below what leads there. Without
// clients, it begins with what nothing leads to.
func (r *rows) descend() {
	for _, name := range r.order {
		tier, ok := r.below(r.into[name])
		switch {
		case name == clientRow:
			r.tier[name] = 0
		case ok:
			r.put(name, tier, 1)
		case r.size[clientRow] == 0 && len(r.next[name]) > 0:
			r.put(name, 1, 1)
		}
	}
}

// rise places what clients do not come to, such as workers, above what it
// uses.
func (r *rows) rise() {
	for _, name := range slices.Backward(r.order) {
		if _, ok := r.tier[name]; ok {
			continue
		}
		nearest := math.MaxInt
		for _, next := range r.next[name] {
			if at, ok := r.tier[next]; ok {
				nearest = min(nearest, at)
			}
		}
		if nearest < math.MaxInt {
			r.put(name, nearest-1, -1)
		}
	}
}

// fill places what is left: below what stands on the same servers, or, alone
// on its servers, where there is the most room.
func (r *rows) fill() {
	for _, name := range r.order {
		if _, ok := r.tier[name]; ok {
			continue
		}
		tier, ok := r.below(r.into[name])
		if under, mates := r.below(r.mates(name)); mates {
			tier, ok = max(tier, under), true
		}
		if !ok {
			tier = r.roomiest()
		}
		r.put(name, tier, 1)
	}
}

// shift moves everything down to below the clients.
func (r *rows) shift() {
	top := 1
	for name, tier := range r.tier {
		if name != clientRow {
			top = min(top, tier)
		}
	}
	for name := range r.tier {
		if name != clientRow {
			r.tier[name] += 1 - top
		}
	}
}

// mates are the rows that share a server with one.
func (r *rows) mates(name string) []string {
	var mates []string
	for _, other := range r.names {
		if slices.ContainsFunc(r.boxes[other], func(box *Box) bool { return slices.Contains(r.boxes[name], box) }) {
			mates = append(mates, other)
		}
	}
	return mates
}

// roomiest is the tier with the fewest nodes, not the top one.
func (r *rows) roomiest() int {
	width := map[int]int{}
	bottom := 1
	for _, name := range r.names {
		if tier, ok := r.tier[name]; ok {
			width[tier] += r.size[name]
			bottom = max(bottom, tier)
		}
	}
	best := bottom
	for tier := bottom; tier >= 1; tier-- {
		if width[tier] < width[best] {
			best = tier
		}
	}
	return best
}
