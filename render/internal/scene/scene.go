// Package scene turns a view and its layout into what is painted: rectangles,
// curves, texts and signs with their places and colours. It knows nothing of
// the format that they are painted in.
package scene

import (
	"context"

	"github.com/loadpath/loadpath/render/internal/font"
	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/view"
)

// Scene is one picture. Things are painted in the order of the fields: frames,
// wires, the ink of the frames, cards, labels, and what stands around it all.
type Scene struct {
	Size layout.Size
	// Name tells pictures on one page apart; Title and Description are for
	// those who do not see the picture.
	Name, Title, Description string

	Frames  []Frame
	Wires   []Wire
	Cards   []Card
	Heading Ink
	Footer  Ink
	Samples []Wire // of lines, in the key
}

// Text is one run of characters on one line. X is its left end, Y its
// baseline, Width what it takes in the typeface that it was measured in.
type Text struct {
	X, Y, Width float64
	S           string
	Style       font.Style
	Colour      string
}

// Icon is a sign of a name in a square.
type Icon struct {
	X, Y, Size float64
	Name       string
	Colour     string
}

// Pill is a rounded rectangle behind a text or a sign.
type Pill struct {
	Rect         layout.Rect
	Radius       float64
	Fill, Border string
}

// Ink is what is written at one place: the pills lie under the rest.
type Ink struct {
	Pills []Pill
	Icons []Icon
	Texts []Text
}

func (k *Ink) add(more Ink) {
	k.Pills = append(k.Pills, more.Pills...)
	k.Icons = append(k.Icons, more.Icons...)
	k.Texts = append(k.Texts, more.Texts...)
}

// Frame is a zone or a server. Stack are the rectangles behind it, where it
// stands for several.
type Frame struct {
	ID, Tip      string
	Rect         layout.Rect
	Stack        []layout.Rect
	Radius       float64
	Fill, Border string
	Dash         string
	// Header is where Ink stands.
	Header layout.Rect
	Ink    Ink
}

// Card is a node.
type Card struct {
	ID, Tip      string
	Rect         layout.Rect
	Stack        []layout.Rect
	Radius       float64
	Fill, Border string
	Dash         string
	Ink          Ink
}

// Wire is an edge. The last part of its curve is the arrow.
type Wire struct {
	ID, Tip string
	Curve   layout.Curve
	Colour  string
	Dash    string
	Width   float64
	Label   *Label
}

// Label is what stands on a wire.
type Label struct {
	Rect layout.Rect
	Ink  Ink
}

// New lays out and composes the scene of a view.
func New(ctx context.Context, v *view.View) (*Scene, error) {
	c := newComposer(v)
	l, err := layout.Place(ctx, v, layout.Sizes{Node: c.nodeSize, Header: c.headerSize, Label: c.labelSize})
	if err != nil {
		return nil, err
	}
	c.frame(l)
	c.wires(l)
	c.boxes(l)
	c.nodes(l)
	c.labels()
	c.footer()
	return c.s, nil
}
