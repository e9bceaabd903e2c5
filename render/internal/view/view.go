// Package view decides what a picture shows: which boxes, which nodes in them,
// which edges, and what is written on each. It knows nothing of positions.
//
// An architecture that is too large for one page is shown in less detail, see
// Detail; nothing is left out silently, things are drawn together with their
// number.
package view

import "github.com/loadpath/loadpath/model"

// View is the content of one picture.
type View struct {
	// Name is the architecture's short name, Title the one that people read.
	Name, Title string
	// Summary says in one sentence how large it is, Note what is drawn
	// together, or nothing.
	Summary, Note string
	Detail        Detail

	Boxes []*Box  // the outermost ones
	Nodes []*Node // all, those in boxes too
	Edges []*Edge
	// Findings are all marks, one entry for those that say the same.
	Findings []Finding
}

// BoxKind is what a box stands for.
type BoxKind string

// The kinds of box.
const (
	Zone   BoxKind = "zone"
	Server BoxKind = "server"
)

// Box is a zone or a server, or several servers alike.
type Box struct {
	ID, Title, Sub, Tip string
	Kind                BoxKind
	// Count is the number of servers, 1 for a zone.
	Count int
	// Firewall: every server in it has one. Agent is the monitoring agent of
	// all of them, or empty.
	Firewall bool
	Agent    string
	Badges   []Badge

	Parent *Box
	Boxes  []*Box
	Nodes  []*Node
}

// NodeKind is what a node stands for: a kind of service, or one of those here.
type NodeKind string

// The kinds of node beside those of services.
const (
	Client   NodeKind = "client"
	Internet NodeKind = "internet"
	Address  NodeKind = "address" // an address that leads to several instances
	Empty    NodeKind = "empty"   // a server that carries nothing
)

// Node is an instance, several instances drawn together, a client, or an
// address.
type Node struct {
	// Name is what messages call it: web@server-1.
	ID, Name, Title, Sub, Tip string
	Kind                      NodeKind
	// Role is primary or replica, where the data has such.
	Role   string
	Count  int
	Badges []Badge

	// Box is the box around the node, or nil.
	Box *Box
	// Tier is the row, counted from the clients, which are in row 0.
	Tier int

	// row is shared by the nodes that belong side by side.
	row string
}

// Class is what flows in an edge.
type Class string

// The classes.
const (
	Request     Class = "request"
	Read        Class = "read"
	Write       Class = "write"
	Replication Class = "replication"
	Copy        Class = "copy" // of data, to be restored from
)

// Edge is what leads from one node to another.
type Edge struct {
	ID, Tip   string
	From, To  *Node
	Class     Class
	Label     string // empty where another edge of its sort says it
	Text      string // what it says in any case
	Backup    bool
	Optional  bool
	Encrypted bool
	Thinned   bool // it stands for all between two services
	Badges    []Badge

	paths   []model.Path
	parts   []string
	active  bool
	plain   bool // some part of it is not encrypted
	needed  bool // some part of it is not optional
	serving bool // some part of it is no backup
}

// Badge is the sign of one rule's findings at a place.
type Badge struct{ Rule, Severity string }

// Finding is an entry of the legend.
type Finding struct {
	Badge
	Summary string
	Count   int
}

// Mark is a finding to be shown.
type Mark struct {
	Path                             model.Path
	Subject, Rule, Severity, Summary string
}

// New is the view of an architecture in as much detail as fits a page.
func New(a *model.Architecture, marks []Mark) *View {
	var b *builder
	for detail := EveryServer; detail <= PerKind; detail++ {
		if detail.count(a) > detail.nodes() {
			continue
		}
		if b = build(a, detail, false); len(b.v.Edges) > fullMesh {
			b = build(a, detail, true)
		}
		if len(b.v.Edges) <= detail.edges() && widest(b.v.Nodes) <= detail.row() {
			break
		}
	}
	b.mark(marks)
	b.v.Summary = summary(a)
	return b.v
}
