package scene

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/render/internal/example"
	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/view"
)

// marks puts a badge on every service and server, and lists more findings
// than there is room for.
func marks(a *model.Architecture) []view.Mark {
	var all []view.Mark
	for _, service := range a.AllServices() {
		all = append(all, view.Mark{Path: service.Path, Rule: "AVL001", Severity: "error", Summary: "If " + service.Name + " fails, nothing works any more until somebody has repaired it"},
			view.Mark{Path: service.Path.Field("uses"), Rule: "MDL005", Severity: "warning", Summary: "same"})
	}
	for _, server := range a.Servers {
		all = append(all, view.Mark{Path: server.Path(), Subject: server.Name, Rule: "NET002", Severity: "info", Summary: server.Name})
	}
	return all
}

func composed(t *testing.T, a *model.Architecture, marks []view.Mark) (*view.View, *Scene) {
	t.Helper()
	v := view.New(a, marks)
	s, err := New(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	return v, s
}

func TestGeometry(t *testing.T) {
	for _, test := range example.All() {
		t.Run(test.Name, func(t *testing.T) {
			v, s := composed(t, test.Architecture, nil)
			checkScene(t, v, s)
			v, s = composed(t, test.Architecture, marks(test.Architecture))
			checkScene(t, v, s)
		})
	}
}

func TestGeometryOfRandomArchitectures(t *testing.T) {
	for seed := range uint64(150) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			a := example.Random(seed)
			v, s := composed(t, a, marks(a))
			checkScene(t, v, s)
		})
	}
}

// checkScene holds a scene against what every picture must be.
func checkScene(t *testing.T, v *view.View, s *Scene) {
	t.Helper()
	page := layout.Rect{W: s.Size.W, H: s.Size.H}
	frames := map[*view.Box]layout.Rect{}
	i := 0
	var walk func(boxes []*view.Box)
	walk = func(boxes []*view.Box) {
		for _, box := range boxes {
			frame := s.Frames[i]
			i++
			frames[box] = frame.Rect
			if !page.Contains(frame.Rect) {
				t.Errorf("%s leaves the page", frame.ID)
			}
			if box.Parent != nil && !frames[box.Parent].Contains(frame.Rect) {
				t.Errorf("%s lies outside its box", frame.ID)
			}
			checkInk(t, frame.ID, frame.Ink, frame.Rect)
			walk(box.Boxes)
		}
	}
	walk(v.Boxes)
	checkCards(t, v, s, frames)
	checkWires(t, s)
	checkInk(t, "heading", s.Heading, page)
	checkInk(t, "footer", s.Footer, page)
}

func checkCards(t *testing.T, v *view.View, s *Scene, frames map[*view.Box]layout.Rect) {
	t.Helper()
	for i, card := range s.Cards {
		for box := v.Nodes[i].Box; box != nil; box = box.Parent {
			if !frames[box].Contains(card.Rect) {
				t.Errorf("%s lies outside %s", card.ID, box.ID)
			}
		}
		for _, other := range s.Cards[:i] {
			if card.Rect.Overlaps(other.Rect) {
				t.Errorf("%s overlaps %s", card.ID, other.ID)
			}
		}
		for _, frame := range s.Frames {
			if card.Rect.Overlaps(frame.Header) {
				t.Errorf("%s overlaps the header of %s", card.ID, frame.ID)
			}
		}
		checkInk(t, card.ID, card.Ink, card.Rect)
	}
}

func checkWires(t *testing.T, s *Scene) {
	t.Helper()
	for i, wire := range s.Wires {
		for _, other := range s.Wires[:i] {
			if wire.Label != nil && other.Label != nil && wire.Label.Rect.Overlaps(other.Label.Rect) {
				t.Errorf("the labels of %s and %s overlap", wire.ID, other.ID)
			}
		}
		if wire.Label == nil {
			continue
		}
		checkInk(t, "label of "+wire.ID, wire.Label.Ink, wire.Label.Rect)
		for _, frame := range s.Frames {
			if wire.Label.Rect.Overlaps(frame.Header) {
				t.Errorf("the label of %s covers the header of %s", wire.ID, frame.ID)
			}
		}
		if page := (layout.Rect{W: s.Size.W, H: s.Size.H}); !page.Contains(wire.Label.Rect) {
			t.Errorf("the label of %s leaves the page", wire.ID)
		}
		for _, card := range s.Cards {
			if wire.Label.Rect.Overlaps(card.Rect) {
				t.Errorf("the label of %s overlaps %s", wire.ID, card.ID)
			}
		}
	}
}

// checkInk: no text, sign or pill leaves what it stands in.
func checkInk(t *testing.T, name string, k Ink, around layout.Rect) {
	t.Helper()
	for _, text := range k.Texts {
		if width := text.Style.Width(text.S); width > text.Width+0.01 {
			t.Errorf("%s: %q takes %.1f and has %.1f", name, text.S, width, text.Width)
		}
		box := layout.Rect{X: text.X, Y: text.Y - text.Style.Size*capHeight, W: text.Width, H: text.Style.Size * capHeight}
		if !around.Contains(box) {
			t.Errorf("%s: the text %q at %.1f leaves %.1f", name, text.S, box, around)
		}
	}
	for _, pill := range k.Pills {
		if !around.Contains(pill.Rect) {
			t.Errorf("%s: the pill %.1f leaves %.1f", name, pill.Rect, around)
		}
	}
	for _, icon := range k.Icons {
		if !around.Contains(layout.Rect{X: icon.X, Y: icon.Y, W: icon.Size, H: icon.Size}) {
			t.Errorf("%s: the sign %s leaves %.1f", name, icon.Name, around)
		}
	}
}

// TestEveryLabelFindsAPlace: in the pictures that people see first, none is
// left to the tip of its wire.
func TestEveryLabelFindsAPlace(t *testing.T) {
	for _, a := range []*model.Architecture{example.OneServer(), example.LongTitles(), example.TwoServers(), example.ThreeZones(), example.Shop()} {
		v, s := composed(t, a, nil)
		for i, wire := range s.Wires {
			if v.Edges[i].Label != "" && wire.Label == nil {
				t.Errorf("%s: %q finds no place on %s", a.Name, v.Edges[i].Label, wire.ID)
			}
		}
	}
}

// TestBadgesOfConnectionsAreSeen: a finding on a connection is not left out
// for want of room.
func TestBadgesOfConnectionsAreSeen(t *testing.T) {
	for seed := range uint64(150) {
		a := example.Random(seed)
		v, s := composed(t, a, marks(a))
		for i, wire := range s.Wires {
			if len(v.Edges[i].Badges) > 0 && wire.Label == nil {
				t.Errorf("seed %d: the badges of %s find no place", seed, wire.ID)
			}
		}
	}
}

// TestBadgesSayWhatTheyStandOn: also on an edge that has no label otherwise.
func TestBadgesSayWhatTheyStandOn(t *testing.T) {
	v := view.New(example.ThreeZones(), nil)
	i := slices.IndexFunc(v.Edges, func(e *view.Edge) bool { return e.Label == "" && e.Text != "" })
	v.Edges[i].Badges = []view.Badge{{Rule: "AVL001", Severity: "error"}}
	s, err := New(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	if label := s.Wires[i].Label; label == nil || !slices.ContainsFunc(label.Ink.Texts, func(text Text) bool { return text.S == v.Edges[i].Text }) {
		t.Errorf("the label %+v does not say %q", label, v.Edges[i].Text)
	}
}

// TestRoomAboveAServer: a label finds room on its wire between a client and
// a server, away from the frame.
func TestRoomAboveAServer(t *testing.T) {
	a := example.LongTitles()
	_, s := composed(t, a, marks(a))
	label, frame := s.Wires[0].Label, s.Frames[0]
	if label == nil || label.Rect.Bottom() > frame.Rect.Y {
		t.Errorf("the label %+v does not stand above %+v", label, frame.Rect)
	}
}

func TestSameServerChainsAreUpright(t *testing.T) {
	v, s := composed(t, example.TwoServers(), nil)
	for i, edge := range v.Edges {
		if edge.From.Box == nil || edge.From.Box != edge.To.Box {
			continue
		}
		curve := s.Wires[i].Curve
		for _, p := range curve {
			if p.X != curve[0].X {
				t.Errorf("%s is not upright: %v", s.Wires[i].ID, curve)
				break
			}
		}
	}
}
