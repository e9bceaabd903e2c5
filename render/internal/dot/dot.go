// Package dot writes a view as text in Graphviz's DOT language, for people who
// feed it to a Graphviz of their own.
package dot

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/render/internal/plain"
	"github.com/loadpath/loadpath/render/internal/view"
)

// writer writes DOT. Errors of the writer below show when it is flushed.
type writer struct {
	w     *bufio.Writer
	names map[*view.Node]string
}

// Write writes the view.
func Write(out io.Writer, v *view.View) error {
	w := &writer{w: bufio.NewWriter(out), names: map[*view.Node]string{}}
	w.name(v.Nodes)
	w.line(0, "digraph %s {", quote(v.Name))
	w.line(1, "label=%s labelloc=t fontname=%s fontsize=20", label(v.Title), quote("Helvetica"))
	w.line(1, "rankdir=TB newrank=true compound=true nodesep=0.4 ranksep=0.7")
	w.line(1, "node [shape=box style=\"rounded,filled\" fillcolor=white fontname=Helvetica fontsize=12]")
	w.line(1, "edge [fontname=Helvetica fontsize=10 color=\"#475569\" fontcolor=\"#475569\"]")
	for _, node := range v.Nodes {
		if node.Box == nil {
			w.node(1, node)
		}
	}
	for _, box := range v.Boxes {
		w.box(1, box)
	}
	w.tiers(v)
	for _, edge := range v.Edges {
		w.edge(edge)
	}
	w.line(0, "}")
	return w.w.Flush()
}

// name gives each node a name of its own: its id, and a number where two are
// equal.
func (w *writer) name(nodes []*view.Node) {
	taken := map[string]bool{}
	for _, node := range nodes {
		name := node.ID
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", node.ID, n)
		}
		taken[name] = true
		w.names[node] = name
	}
}

func (w *writer) line(depth int, format string, args ...any) {
	fmt.Fprintf(w.w, strings.Repeat("\t", depth)+format+"\n", args...)
}

func (w *writer) box(depth int, box *view.Box) {
	style, fill := "rounded,filled", "#ffffff"
	if box.Kind == view.Zone {
		style, fill = "rounded,filled,dashed", "#f1f5f9"
	}
	lines := []string{box.Title, box.Sub}
	if box.Firewall && box.Kind == view.Server {
		lines = append(lines, "firewall")
	}
	if box.Agent != "" {
		lines = append(lines, "monitoring: "+box.Agent)
	}
	w.line(depth, "subgraph %s {", quote("cluster_"+box.ID))
	w.line(depth+1, "label=%s labeljust=l fontname=Helvetica fontsize=12 style=%s color=\"#94a3b8\" fillcolor=%s tooltip=%s",
		label(append(lines, badges(box.Badges))...), quote(style), quote(fill), label(box.Tip))
	for _, inner := range box.Boxes {
		w.box(depth+1, inner)
	}
	for _, node := range box.Nodes {
		w.node(depth+1, node)
	}
	w.line(depth, "}")
}

func (w *writer) node(depth int, node *view.Node) {
	title := node.Title
	if node.Count > 1 {
		title += fmt.Sprintf(" × %d", node.Count)
	}
	shape := ""
	switch node.Kind {
	case "database":
		shape = " shape=cylinder"
	case view.Internet, view.Client, view.Address:
		shape = " shape=ellipse style=filled"
	case "external":
		shape = " style=\"rounded,filled,dashed\""
	}
	w.line(depth, "%s [label=%s tooltip=%s%s]", quote(w.names[node]), label(title, node.Sub, node.Role, badges(node.Badges)), label(node.Tip), shape)
}

// tiers keeps what belongs side by side on one height, as in our own picture.
func (w *writer) tiers(v *view.View) {
	tiers := map[int][]string{}
	for _, node := range v.Nodes {
		tiers[node.Tier] = append(tiers[node.Tier], quote(w.names[node]))
	}
	above := ""
	for _, tier := range slices.Sorted(maps.Keys(tiers)) {
		w.line(1, "{ rank=same; %s }", strings.Join(tiers[tier], "; "))
		if above != "" {
			w.line(1, "%s -> %s [style=invis weight=0]", above, tiers[tier][0])
		}
		above = tiers[tier][0]
	}
}

func (w *writer) edge(edge *view.Edge) {
	style := ""
	switch {
	case edge.Backup:
		style = " style=dashed"
	case edge.Class == view.Replication:
		style = " style=dotted color=\"#7e22ce\" constraint=false"
	case edge.Optional:
		style = " style=dotted"
	}
	text := edge.Label
	if edge.Encrypted && text != "" {
		text += " (TLS)"
	}
	w.line(1, "%s -> %s [label=%s tooltip=%s%s]", quote(w.names[edge.From]), quote(w.names[edge.To]), label(text, badges(edge.Badges)), label(edge.Tip), style)
}

func badges(all []view.Badge) string {
	var rules []string
	for _, badge := range all {
		rules = append(rules, badge.Rule)
	}
	if len(rules) == 0 {
		return ""
	}
	return "[" + strings.Join(rules, " ") + "]"
}

// label is a quoted text of some lines, empty ones left out. Graphviz reads
// backslashes and HTML entities in labels, so none of the user's may be one.
func label(lines ...string) string {
	var kept []string
	for _, line := range lines {
		if line = clean(line); line != "" {
			kept = append(kept, strings.NewReplacer(`\`, `\\`, "&", "&amp;").Replace(line))
		}
	}
	return `"` + strings.ReplaceAll(strings.Join(kept, `\n`), `"`, `\"`) + `"`
}

// quote is a quoted name. In names a backslash means nothing, except before a
// quote; one at the end would take the closing one away.
func quote(name string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, `\`, "/").Replace(clean(name)) + `"`
}

// maxText is the number of characters of a text that no reader needs more of.
const maxText = 500

// clean is the text on one line, without what is too much.
func clean(text string) string {
	text = plain.Line(text)
	if runes := []rune(text); len(runes) > maxText {
		text = string(runes[:maxText]) + "…"
	}
	return text
}
