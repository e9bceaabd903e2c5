package scene

import (
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/render/internal/view"
)

// The colours. Ink on its ground has a contrast of at least 4.5 to 1, as the
// Web Content Accessibility Guidelines 2.2 ask for in 1.4.3.
const (
	ink        = "#0f172a"
	inkSoft    = "#475569"
	inkFaint   = "#64748b"
	paper      = "#ffffff"
	zoneFill   = "#f1f5f9"
	zoneInner  = "#e8eef5"
	zoneLine   = "#94a3b8"
	serverLine = "#cbd5e1"
	labelLine  = "#e2e8f0"
	safe       = "#15803d"
	watched    = "#0e7490"
)

// accent is the colour of a kind of node.
func accent(kind view.NodeKind) string {
	switch model.Kind(kind) {
	case model.LoadBalancer:
		return "#4f46e5"
	case model.WebServer:
		return "#15803d"
	case model.ApplicationServer:
		return "#0f766e"
	case model.Database:
		return "#1d4ed8"
	case model.Cache:
		return "#be185d"
	case model.Queue:
		return "#a16207"
	case model.Worker:
		return "#7c2d12"
	case model.Monitoring:
		return "#0e7490"
	}
	return "#334155"
}

// tint is the colour behind the sign of a kind.
func tint(kind view.NodeKind) string {
	switch model.Kind(kind) {
	case model.LoadBalancer:
		return "#eef2ff"
	case model.WebServer:
		return "#f0fdf4"
	case model.ApplicationServer:
		return "#f0fdfa"
	case model.Database:
		return "#eff6ff"
	case model.Cache:
		return "#fdf2f8"
	case model.Queue:
		return "#fefce8"
	case model.Worker:
		return "#fff7ed"
	case model.Monitoring:
		return "#ecfeff"
	}
	return "#f1f5f9"
}

// classColour is the colour of what flows in an edge.
func classColour(class view.Class) string {
	switch class {
	case view.Read:
		return "#0369a1"
	case view.Write:
		return "#c2410c"
	case view.Replication:
		return "#7e22ce"
	case view.Copy:
		return "#64748b"
	}
	return "#475569"
}

// severityColours are the ground and the border of a badge. The severity is
// told by its sign too.
func severityColours(severity string) (text, fill, border string) {
	switch severity {
	case "error":
		return "#991b1b", "#fee2e2", "#f87171"
	case "warning":
		return "#854d0e", "#fef9c3", "#eab308"
	case "undecided":
		return "#334155", "#f1f5f9", "#94a3b8"
	}
	return "#1e40af", "#dbeafe", "#60a5fa"
}

// severitySign is what tells severities apart without colour.
func severitySign(severity string) string {
	switch severity {
	case "error", "warning", "undecided":
		return severity
	}
	return "info"
}
