package layout

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/render/internal/view"
)

// answer is what we read of Graphviz's json0. Positions are in points, the y
// axis upwards; sizes of nodes in inches.
type answer struct {
	BB      string
	Objects []struct{ Name, BB, Pos, Width, Height string }
	Edges   []struct{ ID, Pos string }
}

// read maps the positions back to the view by the names that write gave.
func read(out []byte, v *view.View) (*Layout, error) {
	var a answer
	if err := json.Unmarshal(out, &a); err != nil {
		return nil, fmt.Errorf("graphviz answers no JSON: %w", err)
	}
	bb, err := numbers(a.BB, 4)
	if err != nil {
		return nil, err
	}
	l := &Layout{
		Size:  Size{bb[2] - bb[0], bb[3] - bb[1]},
		Nodes: map[*view.Node]Rect{},
		Boxes: map[*view.Box]Rect{},
		Edges: map[*view.Edge]Curve{},
	}
	flip := func(x, y float64) Point { return Point{x - bb[0], bb[3] - y} }
	boxes := inOrder(v.Boxes)
	for _, object := range a.Objects {
		if name, ok := strings.CutPrefix(object.Name, "cluster_"); ok {
			corners, err := numbers(object.BB, 4)
			i, indexErr := index(name, len(boxes))
			if err != nil || indexErr != nil {
				return nil, fmt.Errorf("box %s has no place: %q", object.Name, object.BB)
			}
			p := flip(corners[0], corners[3])
			l.Boxes[boxes[i]] = Rect{p.X, p.Y, corners[2] - corners[0], corners[3] - corners[1]}
			continue
		}
		name, ok := strings.CutPrefix(object.Name, "n")
		i, err := index(name, len(v.Nodes))
		if !ok || err != nil {
			continue // a subgraph without a name, as those of the rows
		}
		if l.Nodes[v.Nodes[i]], err = nodeRect(object.Pos, object.Width, object.Height, flip); err != nil {
			return nil, fmt.Errorf("node %s: %w", object.Name, err)
		}
	}
	for _, edge := range a.Edges {
		name, ok := strings.CutPrefix(edge.ID, "e")
		i, err := index(name, len(v.Edges))
		if !ok || err != nil {
			continue // an invisible one
		}
		if l.Edges[v.Edges[i]], err = readCurve(edge.Pos, flip); err != nil {
			return nil, fmt.Errorf("edge %s: %w", edge.ID, err)
		}
	}
	return l, nil
}

// inOrder are the boxes as write numbers them.
func inOrder(boxes []*view.Box) []*view.Box {
	var all []*view.Box
	for _, box := range boxes {
		all = append(all, box)
		all = append(all, inOrder(box.Boxes)...)
	}
	return all
}

func index(name string, n int) (int, error) {
	i, err := strconv.Atoi(name)
	if err == nil && (i < 0 || i >= n) {
		err = strconv.ErrRange
	}
	return i, err
}

func nodeRect(pos, width, height string, flip func(x, y float64) Point) (Rect, error) {
	at, err := numbers(pos, 2)
	if err != nil {
		return Rect{}, err
	}
	size, err := numbers(width+","+height, 2)
	if err != nil {
		return Rect{}, err
	}
	centre, w, h := flip(at[0], at[1]), size[0]*72, size[1]*72
	return Rect{centre.X - w/2, centre.Y - h/2, w, h}, nil
}

// readCurve reads "e,x,y x,y x,y ...": the tip of the arrow, then the curve up
// to the arrow's base. Of several curves the first counts.
func readCurve(pos string, flip func(x, y float64) Point) (Curve, error) {
	pos, _, _ = strings.Cut(pos, ";")
	var points Curve
	first, rest, _ := strings.Cut(pos, " ")
	tip, hasTip := strings.CutPrefix(first, "e,")
	for _, field := range append(strings.Fields(rest), tip) {
		at, err := numbers(field, 2)
		if err != nil {
			return nil, err
		}
		points = append(points, flip(at[0], at[1]))
	}
	last := len(points) - 1
	if !hasTip || last < 4 || last%3 != 1 {
		return nil, fmt.Errorf("%q is no curve with an arrow", pos)
	}
	return extend(points[:last:last], points[last]), nil
}

// extend leads the curve on to the tip of its arrow.
func extend(curve Curve, tip Point) Curve {
	end := curve[len(curve)-1]
	third := Point{(tip.X - end.X) / 3, (tip.Y - end.Y) / 3}
	return append(curve, Point{end.X + third.X, end.Y + third.Y}, Point{tip.X - third.X, tip.Y - third.Y}, tip)
}

func numbers(text string, n int) ([]float64, error) {
	fields := strings.Split(text, ",")
	if len(fields) != n {
		return nil, fmt.Errorf("%q has no %d numbers", text, n)
	}
	values := make([]float64, n)
	for i, field := range fields {
		value, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return nil, fmt.Errorf("%q has no %d numbers", text, n)
		}
		values[i] = value
	}
	return values, nil
}
