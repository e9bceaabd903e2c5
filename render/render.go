// Package render draws an architecture: as a picture in SVG, or as text in
// Graphviz's DOT language for those who draw it themselves.
//
// The way leads in one direction, and each stage has a package of its own
// below internal: the model becomes a view (what is shown), Graphviz lays the
// view out, view and layout become a scene (rectangles, curves and texts with
// their places), and a painter writes the scene.
package render

import (
	"context"
	"errors"
	"io"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/render/internal/dot"
	"github.com/loadpath/loadpath/render/internal/scene"
	"github.com/loadpath/loadpath/render/internal/svg"
	"github.com/loadpath/loadpath/render/internal/view"
)

// Mark is a finding to be shown where it belongs.
type Mark struct {
	// Path is the place that the finding is about. One that belongs to
	// nothing that is drawn is listed only.
	Path model.Path
	// Subject names the instances, servers or zones, with spaces between
	// them, where the path leaves that open: web@server-1. It may be empty.
	Subject string
	// Rule is the id, such as AVL001.
	Rule string
	// Severity is error, warning, undecided or info; any other counts as info.
	Severity string
	// Summary says what is wrong, in one line.
	Summary string
}

// Options say what is drawn beside the architecture itself.
type Options struct{ Marks []Mark }

// SVG draws a resolved architecture. The same architecture gives the same
// bytes. An error says that nothing could be laid out, or comes from the
// writer.
func SVG(w io.Writer, a *model.Architecture, o Options) error {
	if a == nil {
		return errors.New("there is no architecture to draw")
	}
	s, err := scene.New(context.Background(), newView(a, o))
	if err != nil {
		return err
	}
	return svg.Write(w, s)
}

// DOT writes the view of a resolved architecture that SVG draws, as text for
// Graphviz. The same architecture gives the same bytes. An error comes from
// the writer.
func DOT(w io.Writer, a *model.Architecture, o Options) error {
	if a == nil {
		return errors.New("there is no architecture to draw")
	}
	return dot.Write(w, newView(a, o))
}

func newView(a *model.Architecture, o Options) *view.View {
	marks := make([]view.Mark, len(o.Marks))
	for i, m := range o.Marks {
		marks[i] = view.Mark(m)
	}
	return view.New(a, marks)
}
