package layout

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/loadpath/loadpath/render/internal/view"
)

// graphAttributes: rows go from top to bottom and keep together across boxes.
const graphAttributes = `graph [rankdir=TB newrank=true compound=true splines=spline nodesep=%.2f ranksep=0.84 margin=0 pad=0]
node [shape=box fixedsize=true label=" "]
edge [arrowsize=0.8]
`

// The room between a box and what lies in it, in pixels.
const (
	serverMargin = 18
	zoneMargin   = 15
)

// inBox makes chains inside a server straight.
const inBox = 12

// write describes a view to Graphviz: sizes and names of ours, no text of the
// user. A pixel is a point.
func write(v *view.View, sizes Sizes, try attempt) []byte {
	w := &writer{v: v, sizes: sizes, nodes: map[*view.Node]int{}}
	for i, node := range v.Nodes {
		w.nodes[node] = i
	}
	w.printf("digraph {\n"+graphAttributes, separation(v, sizes))
	for _, node := range v.Nodes {
		if node.Box == nil {
			w.node(node)
		}
	}
	for _, box := range v.Boxes {
		w.box(box)
	}
	if try.rows {
		w.rows()
	}
	for i, edge := range v.Edges {
		if flat := edge.From.Tier == edge.To.Tier; try.flat || !flat {
			w.edge(i, edge)
		}
	}
	w.printf("}\n")
	return w.buf.Bytes()
}

// manyNodes is the number of nodes above which a page gets too wide if each
// column leaves room for labels.
const manyNodes = 24

// separation is the room between two neighbours, in inches: where there is an
// edge between them, its label must have room on it.
func separation(v *view.View, sizes Sizes) float64 {
	room, most := 36.0, 130.0
	if len(v.Nodes) > manyNodes {
		most = 50
	}
	for _, edge := range v.Edges {
		if edge.From.Tier != edge.To.Tier {
			continue
		}
		room = max(room, min(sizes.Label(edge).W+3*arrow, most))
	}
	return room / 72
}

type writer struct {
	v     *view.View
	sizes Sizes
	buf   bytes.Buffer
	nodes map[*view.Node]int
	boxes int
}

func (w *writer) printf(format string, args ...any) { fmt.Fprintf(&w.buf, format, args...) }

func (w *writer) node(node *view.Node) {
	size := w.sizes.Node(node)
	w.printf("n%d [width=%.4f height=%.4f]\n", w.nodes[node], size.W/72, size.H/72)
}

// box writes a box as a cluster. Graphviz knows no fonts of ours, but takes a
// character of Courier for 0.6 em wide and a line for 1.2 em high: a run of x
// reserves any size.
func (w *writer) box(box *view.Box) {
	size := w.sizes.Header(box)
	em := size.H / 1.2
	n := max(int(math.Ceil(size.W/(0.6*em))), 1)
	margin := serverMargin
	if box.Kind == view.Zone {
		margin = zoneMargin
	}
	w.printf("subgraph cluster_%d {\nmargin=%d labeljust=l labelloc=t fontname=Courier fontsize=%.4f label=\"%s\"\n",
		w.boxes, margin, em, bytes.Repeat([]byte("x"), n))
	w.boxes++
	for _, inner := range box.Boxes {
		w.box(inner)
	}
	for _, node := range box.Nodes {
		w.node(node)
	}
	w.printf("}\n")
}

// rows keeps each tier on one height, and the tiers in order.
func (w *writer) rows() {
	tiers := map[int][]int{}
	for i, node := range w.v.Nodes {
		tiers[node.Tier] = append(tiers[node.Tier], i)
	}
	joined := map[int]bool{} // there is an edge from the tier before
	for _, edge := range w.v.Edges {
		if edge.To.Tier == edge.From.Tier+1 {
			joined[edge.To.Tier] = true
		}
	}
	order := slices.Sorted(maps.Keys(tiers))
	for i, tier := range order {
		w.printf("{rank=same")
		for _, n := range tiers[tier] {
			w.printf("; n%d", n)
		}
		w.printf("}\n")
		if i > 0 && !joined[tier] {
			w.printf("n%d -> n%d [style=invis weight=0]\n", tiers[order[i-1]][0], tiers[tier][0])
		}
	}
}

func (w *writer) edge(i int, edge *view.Edge) {
	weight := 1
	if edge.From.Box != nil && edge.From.Box == edge.To.Box {
		weight = inBox
	}
	constraint := ""
	if edge.From.Tier == edge.To.Tier {
		constraint = " constraint=false"
	}
	w.printf("n%d -> n%d [id=e%d weight=%d%s]\n", w.nodes[edge.From], w.nodes[edge.To], i, weight, constraint)
}
