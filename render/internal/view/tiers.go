package view

import (
	"math"
	"slices"
	"strings"
)

// rows is the order from top to bottom: which rows lead to which.
type rows struct {
	names []string
	next  map[string][]string
	into  map[string]bool // something leads here
	tier  map[string]int
	order []string // what leads to a row stands before it
	size  map[string]int
}

// assignTiers puts the nodes into rows, so that what is used stands below what
// uses it, and all instances of a service stand side by side.
func (b *builder) assignTiers() {
	r := &rows{next: map[string][]string{}, into: map[string]bool{}, tier: map[string]int{}, size: map[string]int{}}
	for _, node := range b.v.Nodes {
		if r.size[node.row]++; r.size[node.row] == 1 {
			r.names = append(r.names, node.row)
		}
	}
	for _, edge := range b.v.Edges {
		if edge.Class != Replication && edge.From.row != edge.To.row {
			r.next[edge.From.row] = append(r.next[edge.From.row], edge.To.row)
		}
	}
	r.breakCycles()
	r.descend()
	r.settle()
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
				r.into[next] = true
			}
		}
		r.next[name] = kept
		r.order = append(r.order, name)
		state[name] = done
	}
	if r.size["clients"] > 0 {
		visit("clients")
	}
	for _, name := range r.names {
		if state[name] == 0 {
			visit(name)
		}
	}
	slices.Reverse(r.order)
}

// descend gives each row the longest way to it, the clients alone in row 0.
func (r *rows) descend() {
	for _, name := range r.order {
		switch {
		case name == "clients":
			r.tier[name] = 0
		case !r.into[name] && len(r.next[name]) > 0:
			r.tier[name] = 1
		}
		for _, next := range r.next[name] {
			r.tier[next] = max(r.tier[next], r.tier[name]+1)
		}
	}
}

// settle brings what nothing leads to down to just above what it uses, and
// what has no edges at all to the row with the most room.
func (r *rows) settle() {
	for _, name := range r.names {
		if name == "clients" || r.into[name] || len(r.next[name]) == 0 {
			continue
		}
		nearest := math.MaxInt
		for _, next := range r.next[name] {
			nearest = min(nearest, r.tier[next])
		}
		r.tier[name] = nearest - 1
	}
	width := map[int]int{}
	top, bottom := math.MaxInt, 1
	for _, name := range r.names {
		if tier, ok := r.tier[name]; ok && tier > 0 {
			width[tier] += r.size[name]
			bottom = max(bottom, tier)
			if strings.HasPrefix(name, "service ") {
				top = min(top, tier)
			}
		}
	}
	for _, name := range r.names {
		if _, ok := r.tier[name]; ok {
			continue
		}
		best := min(top, bottom)
		for tier := best; tier <= bottom; tier++ {
			if width[tier] < width[best] {
				best = tier
			}
		}
		r.tier[name] = best
		width[best] += r.size[name]
	}
}
