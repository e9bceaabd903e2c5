package layout

import (
	"context"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/render/internal/example"
	"github.com/loadpath/loadpath/render/internal/view"
)

func sizes() Sizes {
	return Sizes{
		Node:   func(*view.Node) Size { return Size{150, 50} },
		Header: func(*view.Box) Size { return Size{100, 20} },
		Label:  func(*view.Edge) Size { return Size{60, 18} },
	}
}

// TestEveryAttempt: the simpler requests are good too, since they are what is
// left when the first one fails.
func TestEveryAttempt(t *testing.T) {
	for _, test := range example.All() {
		v := view.New(test.Architecture, nil)
		if len(v.Nodes) == 0 {
			continue
		}
		for _, try := range []attempt{{flat: true, rows: true}, {rows: true}, {}} {
			if _, err := place(context.Background(), v, sizes(), try); err != nil && try.rows {
				t.Errorf("%s, %+v: %v", test.Name, try, err)
			}
		}
	}
}

func TestNoTextOfTheUserReachesGraphviz(t *testing.T) {
	v := view.New(example.Hostile(), nil)
	dot := string(write(v, sizes(), attempt{flat: true, rows: true}))
	for _, word := range []string{"script", "alert", "very long", "漢"} {
		if strings.Contains(dot, word) {
			t.Errorf("%q is in %s", word, dot)
		}
	}
}

// TestCheck: each way in which a layout may be wrong is seen.
func TestCheck(t *testing.T) {
	v := view.New(example.TwoServers(), nil)
	for name, spoil := range map[string]func(*Layout){
		"nothing":          func(*Layout) {},
		"empty":            func(l *Layout) { l.Size = Size{} },
		"node is missing":  func(l *Layout) { delete(l.Nodes, v.Nodes[1]) },
		"node is outside":  func(l *Layout) { l.Nodes[v.Nodes[1]] = l.Nodes[v.Nodes[1]].Move(500, 0) },
		"nodes overlap":    func(l *Layout) { l.Nodes[v.Nodes[7]] = l.Nodes[v.Nodes[0]] },
		"box is missing":   func(l *Layout) { delete(l.Boxes, v.Boxes[0]) },
		"box in another":   func(l *Layout) { l.Boxes[v.Boxes[0].Boxes[1]] = l.Boxes[v.Boxes[0].Boxes[2]] },
		"client in a box":  func(l *Layout) { l.Nodes[v.Nodes[7]] = l.Boxes[v.Boxes[0]].Grow(-2) },
		"edge is missing":  func(l *Layout) { delete(l.Edges, v.Edges[0]) },
		"edge from afar":   func(l *Layout) { l.Edges[v.Edges[0]] = l.Edges[v.Edges[0]].Move(0, -40) },
		"edge stops short": func(l *Layout) { l.Edges[v.Edges[0]] = l.Edges[v.Edges[0]][:4] },
	} {
		l, err := place(context.Background(), v, sizes(), attempt{flat: true, rows: true})
		if err != nil {
			t.Fatal(err)
		}
		spoil(l)
		if err := l.check(v); (err == nil) != (name == "nothing") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReadRefusesWhatIsNoLayout(t *testing.T) {
	v := view.New(example.TwoServers(), nil)
	for _, text := range []string{
		"", "{}", `{"bb":"0,0,x,1"}`,
		`{"bb":"0,0,9,9","objects":[{"name":"n0","pos":"1"}]}`,
		`{"bb":"0,0,9,9","objects":[{"name":"cluster_99","bb":"0,0,1,1"}]}`,
		`{"bb":"0,0,9,9","objects":[{"name":"cluster_0"}]}`,
		`{"bb":"0,0,9,9","edges":[{"id":"e0","pos":"e,1,2 3,4"}]}`,
		`{"bb":"0,0,9,9","edges":[{"id":"e0","pos":"1,2 3,4 5,6 7,8"}]}`,
	} {
		if _, err := read([]byte(text), v); err == nil {
			t.Errorf("read(%s) has no error", text)
		}
	}
}

// TestDetour: replication that passes a replica runs below the row, and
// nowhere over what comes from above.
func TestDetour(t *testing.T) {
	v := view.New(example.Replicas(4), nil)
	l, err := Place(context.Background(), v, sizes())
	if err != nil {
		t.Fatal(err)
	}
	bottom, ways := 0.0, map[float64]bool{}
	for _, node := range v.Nodes {
		bottom = max(bottom, l.Nodes[node].Bottom())
	}
	for _, edge := range v.Edges {
		if edge.Class != view.Replication || !l.passes(v, edge) {
			continue
		}
		lowest := 0.0
		for _, p := range l.Edges[edge] {
			lowest = max(lowest, p.Y)
			if p.Y < l.Nodes[edge.From].Bottom() {
				t.Errorf("%s rises above the bottom of its row", edge.Tip)
			}
		}
		if lowest <= bottom || lowest > l.Size.H || ways[lowest] {
			t.Errorf("%s runs at %.1f, want a way of its own between %.1f and %.1f", edge.Tip, lowest, bottom, l.Size.H)
		}
		ways[lowest] = true
	}
	if len(ways) == 0 {
		t.Error("no replication passes a replica")
	}
}

// TestNoEdgeRunsAcrossANode: it would look as if it ended there.
func TestNoEdgeRunsAcrossANode(t *testing.T) {
	across := func(a *model.Architecture) (n int) {
		v := view.New(a, nil)
		l, err := Place(context.Background(), v, sizes())
		if err != nil {
			t.Fatal(err)
		}
		for _, edge := range v.Edges {
			if l.hits(v, edge, l.Edges[edge]) {
				n++
			}
		}
		return n
	}
	for _, test := range example.All() {
		if n := across(test.Architecture); n > 0 {
			t.Errorf("%s: %d edges run across a node", test.Name, n)
		}
	}
	total := 0
	for seed := range uint64(150) {
		total += across(example.Random(seed))
	}
	if total > 0 {
		t.Errorf("%d edges of random architectures run across a node", total)
	}
}

func TestGapIsTheNearestOne(t *testing.T) {
	l := &Layout{Size: Size{W: 500}}
	r := row{nodes: []Rect{{X: 100, W: 100}, {X: 250, W: 100}}}
	for _, test := range []struct{ x, want float64 }{{50, 50}, {110, 88}, {190, 212}, {225, 225}, {260, 238}, {340, 362}} {
		if got := l.gap(r, test.x, nil); got != test.want {
			t.Errorf("the gap at %v is at %v, want %v", test.x, got, test.want)
		}
	}
	if got := l.gap(r, 225, []float64{225}); got != 219 && got != 231 {
		t.Errorf("beside another way the gap is at %v, want it %v away", got, abreast)
	}
}

func TestStraightEndsAtBorders(t *testing.T) {
	from, to := Rect{0, 0, 10, 10}, Rect{100, 50, 20, 20}
	curve := straight(from, to)
	if from.Distance(curve[0]) > 0.01 || to.Distance(curve[len(curve)-1]) > 0.01 {
		t.Errorf("straight = %v", curve)
	}
	if got := straight(from, from); len(got) != 7 {
		t.Errorf("straight to itself = %v, want a curve and an arrow", got)
	}
}
