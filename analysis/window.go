package analysis

import (
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Window is a span of time with what it is made of.
type Window struct {
	// Length is the sum of the parts that are known.
	Length model.Duration
	Parts  []Part
}

// Part is one span in a window.
type Part struct {
	What string // such as "health check"
	// Length is how long it takes, 0 if unknown: Times times Each.
	Length model.Duration
	Each   model.Duration
	Times  int
	// Path is where the setting belongs.
	Path model.Path
}

// Known tells whether every part is.
func (w Window) Known() bool {
	for _, part := range w.Parts {
		if part.Length == 0 {
			return false
		}
	}
	return true
}

// String is the window as people read it: "6s (health check 2s x 3)".
func (w Window) String() string {
	if len(w.Parts) == 0 {
		return "at once"
	}
	var b strings.Builder
	switch {
	case w.Known():
		b.WriteString(w.Length.String())
	case w.Length == 0:
		b.WriteString("unknown")
	default:
		b.WriteString("more than " + w.Length.String())
	}
	for i, part := range w.Parts {
		if i == 0 {
			b.WriteString(" (")
		} else {
			b.WriteString(" + ")
		}
		b.WriteString(part.String())
	}
	b.WriteString(")")
	return b.String()
}

// String is the part as people read it: "health check 2s x 3".
func (p Part) String() string {
	text := p.What + " " + p.Each.String()
	if p.Times > 1 {
		text += " x " + strconv.Itoa(p.Times)
	}
	return text
}

// newPart is times spans of each; unknown where each or times is not known.
func newPart(what string, each model.Duration, times int, path model.Path) Part {
	return Part{What: what, Length: each * model.Duration(times), Each: each, Times: times, Path: path}
}
