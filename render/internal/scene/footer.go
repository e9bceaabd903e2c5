package scene

import (
	"slices"
	"strconv"

	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/plain"
	"github.com/loadpath/loadpath/render/internal/view"
)

// The measures of the footer, in pixels.
const (
	footerGap    = 26
	keyLine      = 22
	keyGap       = 22
	sampleLength = 34
	findingLine  = 22
	findingWrap  = 16
	findingWidth = 600 // of a column of findings
	maxFindings  = 24
)

// footer composes the key and the list of findings below the drawing.
func (c *composer) footer() {
	c.bottom += footerGap
	c.key()
	c.findings()
	c.s.Size.H = c.bottom + pageMargin - 6
}

// keyEntry explains a line, a word on a label, or a sign.
type keyEntry struct {
	edge   *view.Edge // a sample of its line, or nil
	word   string
	sign   string
	colour string
	text   string
}

// keyEntries are the lines and signs that are in use.
func (c *composer) keyEntries() []keyEntry {
	var entries []keyEntry
	for _, sample := range []keyEntry{
		{edge: &view.Edge{Class: view.Request}, text: "requests"},
		{edge: &view.Edge{Class: view.Read}, text: "reads"},
		{edge: &view.Edge{Class: view.Write}, text: "writes"},
		{edge: &view.Edge{Class: view.Request, Backup: true}, text: "backup"},
		{edge: &view.Edge{Class: view.Request, Optional: true}, text: "optional"},
		{edge: &view.Edge{Class: view.Replication}, text: "replication"},
		{edge: &view.Edge{Class: view.Copy}, text: "data backup"},
	} {
		if slices.ContainsFunc(c.v.Edges, func(e *view.Edge) bool { return looksLike(e, sample.edge) }) {
			entries = append(entries, sample)
		}
	}
	if slices.ContainsFunc(c.v.Edges, func(e *view.Edge) bool { return e.Thinned && e.Label != "" }) {
		entries = append(entries, keyEntry{word: "all N", text: "one line drawn for many"})
	}
	sign := func(used bool, name, colour, text string) {
		if used {
			entries = append(entries, keyEntry{sign: name, colour: colour, text: text})
		}
	}
	sign(slices.ContainsFunc(c.v.Edges, func(e *view.Edge) bool { return e.Encrypted }), "lock", safe, "encrypted")
	sign(anyBox(c.v.Boxes, func(b *view.Box) bool { return b.Firewall && b.Kind == view.Server }), "firewall", safe, "firewall")
	sign(anyBox(c.v.Boxes, func(b *view.Box) bool { return b.Agent != "" }), "monitoring", watched, "monitoring agent")
	sign(c.anyNode(func(n *view.Node) bool { return n.Count > 1 }), "stack", inkSoft, "several drawn as one")
	sign(c.anyNode(func(n *view.Node) bool { return n.Kind == "external" }), "external", inkSoft, "run by somebody else")
	return entries
}

// looksLike tells whether an edge is drawn as a sample: one that is a backup or
// optional looks so whatever flows in it.
func looksLike(e, sample *view.Edge) bool {
	switch {
	case e.Backup || sample.Backup:
		return e.Backup == sample.Backup
	case e.Optional || sample.Optional:
		return e.Optional == sample.Optional
	}
	return e.Class == sample.Class
}

func anyBox(boxes []*view.Box, is func(*view.Box) bool) bool {
	return slices.ContainsFunc(boxes, func(b *view.Box) bool { return is(b) || anyBox(b.Boxes, is) })
}

func (c *composer) anyNode(is func(*view.Node) bool) bool {
	return slices.ContainsFunc(c.v.Nodes, is)
}

// key composes the entries beside each other, in as many lines as they need.
func (c *composer) key() {
	x, y := float64(pageMargin), c.bottom
	limit := c.s.Size.W - pageMargin
	entries := c.keyEntries()
	for _, entry := range entries {
		var s strip
		switch {
		case entry.edge != nil:
			s.width = sampleLength + 8
		case entry.word != "":
			s.pill("", entry.word, inkSoft, paper, zoneLine)
			s.gap(6)
		default:
			s.icon(entry.sign, 14, entry.colour)
			s.gap(5)
		}
		s.text(entry.text, smallStyle, inkSoft)
		if x > pageMargin && x+s.width > limit {
			x, y = pageMargin, y+keyLine
		}
		if entry.edge != nil {
			c.s.Samples = append(c.s.Samples, sampleWire(entry.edge, x, y+keyLine/2))
		}
		c.s.Footer.add(s.at(x, y+keyLine/2))
		x += s.width + keyGap
	}
	if len(entries) > 0 {
		c.bottom = y + keyLine
	}
}

func sampleWire(edge *view.Edge, x, y float64) Wire {
	at := func(share float64) layout.Point { return layout.Point{X: x + share*sampleLength, Y: y} }
	base := 1 - 8.0/sampleLength
	wire := Wire{Curve: layout.Curve{at(0), at(base / 3), at(base * 2 / 3), at(base), at(base), at(1), at(1)}}
	wire.Colour, wire.Dash, wire.Width = lineStyle(edge)
	return wire
}

// findings lists what the badges say, in columns where the page is wide.
func (c *composer) findings() {
	all := c.v.Findings
	if len(all) == 0 {
		return
	}
	c.bottom += 14
	left := len(all) - maxFindings
	if left > 0 {
		all = all[:maxFindings]
	}
	room := c.s.Size.W - 2*pageMargin
	columns := max(int(room/findingWidth), 1)
	width := room / float64(columns)
	each := (len(all) + columns - 1) / columns
	top, lowest := c.bottom, c.bottom
	badge, severity := headColumns(all)
	gutter := 0.0
	if columns > 1 {
		gutter = 24
	}
	for i, finding := range all {
		if i%each == 0 {
			c.bottom = top
		}
		head := findingHead(finding, badge, severity)
		c.finding(finding, head, pageMargin+float64(i/each)*width, width-gutter)
		lowest = max(lowest, c.bottom)
	}
	c.bottom = lowest
	if left > 0 {
		var s strip
		s.text("and "+strconv.Itoa(left)+" more findings", plainStyle, inkSoft)
		c.s.Footer.add(s.at(pageMargin, c.bottom+findingLine/2))
		c.bottom += findingLine
	}
}

// headColumns are the widths of the widest badge and the widest severity.
func headColumns(all []view.Finding) (badge, severity float64) {
	for _, finding := range all {
		var s strip
		s.badge(finding.Badge)
		badge = max(badge, s.width)
		severity = max(severity, smallStyle.Width(severitySign(finding.Severity)))
	}
	return badge, severity
}

// findingHead is the badge and the severity of a finding, in columns.
func findingHead(finding view.Finding, badge, severity float64) strip {
	var s strip
	s.badge(finding.Badge)
	s.width = badge + 7
	s.text(severitySign(finding.Severity), smallStyle, inkFaint)
	s.width = badge + 7 + severity + 12
	return s
}

func (c *composer) finding(finding view.Finding, head strip, x, width float64) {
	y := c.bottom + findingLine/2
	c.s.Footer.add(head.at(x, y))
	text := plain.Line(finding.Summary)
	if finding.Count > 1 {
		text += " (" + times(finding.Count) + ")"
	}
	for _, line := range plainStyle.Wrap(text, width-head.width, 2) {
		var s strip
		s.text(line, plainStyle, ink)
		c.s.Footer.add(s.at(x+head.width, y))
		y += findingWrap
	}
	c.bottom = max(c.bottom+findingLine, y-findingWrap+findingLine/2)
}
