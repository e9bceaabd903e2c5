package layout

import (
	"errors"
	"fmt"

	"github.com/loadpath/loadpath/render/internal/view"
)

// nearBorder is how far an end of an edge may be from the border of its node,
// in pixels: Graphviz rounds, and leaves the width of a line.
const nearBorder = 3

// check makes sure that everything has a place and is where it belongs:
// Graphviz may fail without saying so.
func (l *Layout) check(v *view.View) error {
	if l.Size.W <= 0 || l.Size.H <= 0 {
		return errors.New("the layout is empty")
	}
	for i, node := range v.Nodes {
		rect, ok := l.Nodes[node]
		if !ok {
			return fmt.Errorf("node %d has no place", i)
		}
		for box := node.Box; box != nil; box = box.Parent {
			if outer, ok := l.Boxes[box]; !ok || !outer.Contains(rect) {
				return fmt.Errorf("node %d lies outside its box", i)
			}
		}
		for j, other := range v.Nodes[:i] {
			if rect.Overlaps(l.Nodes[other]) {
				return fmt.Errorf("nodes %d and %d overlap", j, i)
			}
		}
	}
	return errors.Join(l.checkBoxes(v), l.checkEdges(v))
}

// checkBoxes: a box lies in the one around it, apart from all others, and no
// strange node lies in it.
func (l *Layout) checkBoxes(v *view.View) error {
	boxes := inOrder(v.Boxes)
	for i, box := range boxes {
		rect := l.Boxes[box]
		if box.Parent != nil && !l.Boxes[box.Parent].Contains(rect) {
			return fmt.Errorf("box %d lies outside its box", i)
		}
		for j, other := range boxes[:i] {
			if !within(box, other) && rect.Overlaps(l.Boxes[other]) {
				return fmt.Errorf("boxes %d and %d overlap", j, i)
			}
		}
		for j, node := range v.Nodes {
			if !within(node.Box, box) && rect.Overlaps(l.Nodes[node]) {
				return fmt.Errorf("node %d lies in box %d, which is not its own", j, i)
			}
		}
	}
	return nil
}

// within tells whether box is outer or lies in it.
func within(box, outer *view.Box) bool {
	for ; box != nil; box = box.Parent {
		if box == outer {
			return true
		}
	}
	return false
}

// checkEdges: each edge leads from the border of one node to that of another.
func (l *Layout) checkEdges(v *view.View) error {
	for i, edge := range v.Edges {
		curve := l.Edges[edge]
		if len(curve) < 4 {
			return fmt.Errorf("edge %d has no way", i)
		}
		if from := l.Nodes[edge.From].Distance(curve[0]); from > nearBorder {
			return fmt.Errorf("edge %d begins %.1f away from its node", i, from)
		}
		if to := l.Nodes[edge.To].Distance(curve[len(curve)-1]); to > nearBorder {
			return fmt.Errorf("edge %d ends %.1f away from its node", i, to)
		}
	}
	return nil
}
