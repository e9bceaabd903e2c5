package view

import (
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// link is one part of an edge: what one connection or listener brings.
type link struct {
	text      string
	class     Class
	active    bool
	backup    bool
	optional  bool
	encrypted bool
	thinned   bool
	paths     []model.Path
}

// connect draws a part of an edge. What leads the same way becomes one edge.
func (b *builder) connect(from, to *Node, l link) {
	if from == nil || to == nil || from == to {
		return
	}
	key := [2]*Node{from, to}
	edge := b.edges[key]
	if edge == nil {
		edge = &Edge{From: from, To: to, Class: l.class}
		b.edges[key] = edge
		b.v.Edges = append(b.v.Edges, edge)
	}
	if edge.Class != l.class {
		edge.Class = Request
	}
	if !slices.Contains(edge.parts, l.text) {
		edge.parts = append(edge.parts, l.text)
	}
	for _, path := range l.paths {
		if path != "" && !slices.Contains(edge.paths, path) {
			edge.paths = append(edge.paths, path)
		}
	}
	edge.Thinned = edge.Thinned || l.thinned
	edge.active = edge.active || l.active
	edge.serving = edge.serving || !l.backup
	edge.needed = edge.needed || !l.optional
	edge.plain = edge.plain || !l.encrypted
}

// addConnections draws which instance reaches which. Where the target has an
// address for all of its instances, that is what is reached.
func (b *builder) addConnections() {
	for _, c := range b.a.Connections {
		to := b.addresses[c.To]
		if c.Role != model.AllTargets || c.Use.Balance != nil || c.Check != nil {
			to = nil
		}
		if b.sparse && b.connectSparsely(c) {
			continue
		}
		drawn := map[*Node]bool{}
		for _, from := range c.From.Instances {
			node := b.nodes[from]
			if c.Role != model.SameServer && drawn[node] {
				continue // where all have the same targets, a node needs them once
			}
			drawn[node] = true
			if to != nil {
				b.connect(node, to, connectionLink(c))
			} else {
				b.connectTargets(c, from)
			}
		}
	}
}

// connectTargets draws what one instance may come to reach.
func (b *builder) connectTargets(c *model.Connection, from *model.Instance) {
	for _, target := range targets(c, from) {
		l := connectionLink(c)
		l.active = c.ActivePassive && slices.Contains(c.Active, target)
		l.backup = slices.Contains(c.Backups, target)
		b.connect(b.nodes[from], b.nodes[target], l)
	}
}

// targets are those that a connection may come to reach: always the first
// where the target is fixed.
func targets(c *model.Connection, from *model.Instance) []*model.Instance {
	all := c.Targets(from)
	if c.Choose == model.Fixed && len(all) > 1 {
		return all[:1]
	}
	return all
}

func connectionLink(c *model.Connection) link {
	l := link{
		text:      protocolTitle(c.Protocol),
		class:     Request,
		optional:  c.Optional,
		encrypted: c.Encrypted(),
		paths:     []model.Path{c.Path(), c.Use.Path},
	}
	switch {
	case c.Access == model.Reads:
		l.text, l.class = "reads", Read
	case c.Access == model.Writes:
		l.text, l.class = "writes", Write
	case c.To.Kind == model.Database || c.To.Provides == "database":
		l.text = "reads + writes"
	case l.encrypted && c.Protocol == "http":
		l.text = protocolTitle("https")
	}
	if c.StartOnly {
		l.text += ", at start"
	}
	return l
}

// finishEdges writes what the parts of each edge come to, and names the edges.
func (b *builder) finishEdges() {
	for _, edge := range b.v.Edges {
		edge.ID = "edge-" + edge.From.ID + "-" + edge.To.ID
		if edge.Class == Replication || edge.Class == Copy {
			edge.ID += "-" + string(edge.Class)
		}
		edge.Backup = !edge.serving
		edge.Optional = !edge.needed
		edge.Encrypted = !edge.plain
		edge.Text = strings.Join(slices.DeleteFunc(slices.Clone(edge.parts), func(s string) bool { return s == "" }), " + ")
		switch {
		case edge.Backup:
			edge.Text = joined(edge.Text, "backup")
		case edge.active:
			edge.Text = joined(edge.Text, "active")
		}
		if edge.Optional {
			edge.Text = joined(edge.Text, "optional")
		}
		edge.Tip = edge.From.Name + " → " + edge.To.Name
		if edge.Text != "" {
			edge.Tip += ": " + edge.Text
		}
		if edge.Encrypted {
			edge.Tip += ", encrypted"
		}
	}
	b.thinLabels()
}

func joined(text, word string) string {
	if text == "" {
		return word
	}
	return text + " · " + word
}
