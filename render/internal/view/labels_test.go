package view

import (
	"testing"

	"github.com/loadpath/loadpath/render/internal/example"
)

// TestLabelsOfManyAlike: where many edges say the same, each node has the label
// once, and every edge without one shares an end with one that has it.
func TestLabelsOfManyAlike(t *testing.T) {
	count := map[sort]int{}
	v := New(example.ThreeZones(), nil)
	for _, edge := range v.Edges {
		count[sortOf(edge)]++
	}
	thinned := 0
	for _, edge := range v.Edges {
		if count[sortOf(edge)] <= saidOften {
			if edge.Label != edge.Text {
				t.Errorf("%s is one of few and says %q", edge.Tip, edge.Label)
			}
			continue
		}
		near := 0
		for _, other := range v.Edges {
			if other.Label != "" && sortOf(other) == sortOf(edge) && (other.From == edge.From || other.To == edge.To) {
				near++
			}
		}
		if edge.Label == "" {
			thinned++
		}
		if near == 0 || edge.Label != "" && near > 1 {
			t.Errorf("%s says %q, with %d labels of the sort at its ends", edge.Tip, edge.Label, near)
		}
	}
	if thinned == 0 {
		t.Error("all edges have labels")
	}
}
