package analysis

import (
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Window is a span of time with what it is made of.
type Window struct {
	// Length is how long it is as far as it is known: the sum of the parts that
	// add up, less those before it begins.
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
	// Counts is what it is to the window.
	Counts Counting
}

// Counting is what a part is to its window.
type Counting uint8

// The ways in which a part counts.
const (
	Adds      Counting = iota // one after the other
	Before                    // it is over when the window begins
	Alongside                 // it goes on at the same time and is over earlier
)

// String is the way in one word.
func (c Counting) String() string { return [...]string{"adds", "before", "alongside"}[c] }

// as is the part, counted in another way.
func (p Part) as(c Counting) Part {
	p.Counts = c
	return p
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
	b.WriteString(" (" + strings.Join(w.told(Adds), " + "))
	if before := w.told(Before); len(before) > 0 {
		b.WriteString(" - " + strings.Join(before, " - ") + " before it begins")
	}
	if alongside := w.told(Alongside); len(alongside) > 0 {
		b.WriteString("; " + listed(alongside) + " at the same time")
	}
	b.WriteString(")")
	return b.String()
}

// told are the parts that count in a way, as people read them.
func (w Window) told(c Counting) []string {
	var all []string
	for _, part := range w.Parts {
		if part.Counts == c {
			all = append(all, part.String())
		}
	}
	return all
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
