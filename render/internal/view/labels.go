package view

import (
	"cmp"
	"slices"
)

// saidOften is the number of edges of one sort above which not each of them
// says what it is.
const saidOften = 2

// sort is the edges between two services that say the same.
type sort struct{ from, to, text string }

func sortOf(e *Edge) sort { return sort{e.From.row, e.To.row, e.Text} }

// thinLabels leaves, of many edges of a sort, one label at each node at either
// end: that of the nearest edge, as the shortest lines are the easiest to
// follow. Their look and the key say the rest.
func (b *builder) thinLabels() {
	type end struct {
		node *Node
		sort sort
	}
	count := map[sort]int{}
	for _, edge := range b.v.Edges {
		count[sortOf(edge)]++
	}
	nearestFirst := slices.Clone(b.v.Edges)
	slices.SortStableFunc(nearestFirst, func(x, y *Edge) int { return cmp.Compare(y.common(), x.common()) })
	said := map[end]bool{}
	for _, edge := range nearestFirst {
		from, to := end{edge.From, sortOf(edge)}, end{edge.To, sortOf(edge)}
		if count[from.sort] > saidOften && (said[from] || said[to]) {
			continue
		}
		said[from], said[to] = true, true
		edge.Label = edge.Text
	}
}

// common is the number of boxes that both ends lie in.
func (e *Edge) common() int {
	n := 0
	for box := e.From.Box; box != nil; box = box.Parent {
		if e.To.Box.inside(box) {
			n++
		}
	}
	return n
}
