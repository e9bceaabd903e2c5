// Package layout finds a place for everything in a view. Graphviz ranks,
// orders and routes; this package tells it the sizes, reads the positions
// back, and makes sure that they make sense.
package layout

import (
	"context"
	"errors"
	"fmt"

	"github.com/loadpath/loadpath/render/internal/graphviz"
	"github.com/loadpath/loadpath/render/internal/view"
)

// Sizes are how much room things take, in pixels.
type Sizes struct {
	Node   func(*view.Node) Size
	Header func(*view.Box) Size
	Label  func(*view.Edge) Size
}

// Layout is where everything is, in pixels, the y axis downwards.
type Layout struct {
	Size  Size
	Nodes map[*view.Node]Rect
	Boxes map[*view.Box]Rect
	Edges map[*view.Edge]Curve
}

// attempt is how much is asked of Graphviz. Flat edges (those within a row)
// are the ones that make it lose its way.
type attempt struct{ flat, rows bool }

// Place lays a view out. The error says that Graphviz found no layout in which
// everything is where it belongs.
func Place(ctx context.Context, v *view.View, sizes Sizes) (*Layout, error) {
	if len(v.Nodes) == 0 {
		return &Layout{}, nil
	}
	var failures error
	for _, try := range []attempt{{flat: true, rows: true}, {rows: true}, {}} {
		l, err := place(ctx, v, sizes, try)
		if err == nil {
			return l, nil
		}
		failures = errors.Join(failures, err)
		if ctx.Err() != nil {
			break
		}
	}
	return nil, fmt.Errorf("no layout found: %w", failures)
}

func place(ctx context.Context, v *view.View, sizes Sizes, try attempt) (*Layout, error) {
	out, err := graphviz.JSON(ctx, write(v, sizes, try))
	if err != nil {
		return nil, err
	}
	l, err := read(out, v)
	if err != nil {
		return nil, err
	}
	for _, edge := range v.Edges {
		if l.Edges[edge] == nil && !try.flat && edge.From.Tier == edge.To.Tier {
			l.Edges[edge] = straight(l.Nodes[edge.From], l.Nodes[edge.To])
		}
	}
	l.straighten(v)
	if l.backwards(v) {
		l.mirror()
	}
	l.around(v)
	l.detour(v)
	return l, l.check(v)
}
