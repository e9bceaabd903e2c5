package engine

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/mattn/go-runewidth"
)

// Progress tells how far something is: a line for each thing. On a terminal the
// lines are rewritten in place; elsewhere a line is written whenever one
// changes.
type Progress struct {
	mu       sync.Mutex
	w        io.Writer
	terminal bool
	width    int // of the terminal
	height   int
	names    []string
	states   map[string]string
	drawn    int // how many lines are on the terminal
}

// NewProgress writes to w; terminal tells whether that is one, of that many
// columns and rows.
func NewProgress(w io.Writer, terminal bool, width, height int) *Progress {
	return &Progress{w: w, terminal: terminal, width: width, height: height, states: make(map[string]string)}
}

// Say writes a line that stays.
func (p *Progress) Say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	fmt.Fprintln(p.w, text)
	p.draw()
}

// Set gives a thing its state. Things are shown in the order in which they were
// first set.
func (p *Progress) Set(name, state string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	old, known := p.states[name]
	if !known {
		p.names = append(p.names, name)
	}
	if known && old == state {
		return
	}
	p.states[name] = state
	if !p.inPlace() {
		fmt.Fprintf(p.w, "%s: %s\n", name, state)
		return
	}
	p.erase()
	p.draw()
}

// End leaves what was written last, and begins anew.
func (p *Progress) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.names, p.states, p.drawn = nil, make(map[string]string), 0
}

// inPlace tells whether the lines are rewritten: more than the terminal shows
// cannot be.
func (p *Progress) inPlace() bool { return p.terminal && len(p.names) < p.height }

func (p *Progress) erase() {
	if p.drawn > 0 {
		fmt.Fprintf(p.w, "\x1b[%dA\x1b[J", p.drawn)
		p.drawn = 0
	}
}

func (p *Progress) draw() {
	if !p.inPlace() {
		return
	}
	longest := 0
	for _, name := range p.names {
		longest = max(longest, runewidth.StringWidth(name))
	}
	for _, name := range p.names {
		line := "  " + name + strings.Repeat(" ", longest-runewidth.StringWidth(name)) + "  " + p.states[name]
		fmt.Fprintln(p.w, runewidth.Truncate(line, max(p.width-1, 1), ""))
	}
	p.drawn = len(p.names)
}
