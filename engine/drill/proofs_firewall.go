package drill

import (
	"fmt"
	"slices"
	"strings"
)

// Firewall is which ports of other servers each instance, and each client,
// reaches.
type Firewall struct {
	// Absent: the architecture has none.
	Absent bool  `json:"absent,omitempty"`
	Ways   []Way `json:"ways"`
	// Skipped is what could not be asked.
	Skipped []Skipped `json:"skipped,omitempty"`
}

// Way is the way from one to an open port of another on another server.
type Way struct {
	From string `json:"from"`
	To   string `json:"to"`
	Port int    `json:"port"`
	// NeededBy are the parts of the architecture that go this way: connections,
	// replication, the monitoring, a client.
	NeededBy []string `json:"neededBy,omitempty"`
	// Guarded: a firewall stands in front of the target. Permitted: all of them
	// let it through.
	Guarded   bool `json:"guarded,omitempty"`
	Permitted bool `json:"permitted"`
	// Seen is connected, refused, silent or unreachable.
	Seen string `json:"seen"`
	Proved
}

// Open tells whether it connected.
func (w *Way) Open() bool { return w.Seen == "connected" }

// NewFirewall judges ways, in their order.
func NewFirewall(absent bool, ways []Way, skipped []Skipped) *Firewall {
	f := &Firewall{Absent: absent, Ways: slices.Clone(ways), Skipped: skipped}
	for i := range f.Ways {
		f.Ways[i].judge()
	}
	return f
}

// judge holds what connected against what the firewalls permit. What is drawn is
// what has to be seen, both ways: a port that is needlessly shut is as much a
// mistake of the stack as one that is open. What is permitted and nobody needs
// is drawn so, and worth a thought.
func (w *Way) judge() {
	w.Proved = Proved{Result: Holds}
	needed := strings.Join(w.NeededBy, ", ")
	switch {
	case w.Permitted && !w.Open() && needed != "":
		w.fail(fmt.Sprintf("%s needs it, and it is %s", needed, w.Seen))
	case w.Permitted && !w.Open():
		w.fail(fmt.Sprintf("the firewalls permit it, and it is %s", w.Seen))
	case !w.Permitted && w.Open():
		w.fail("the firewalls forbid it, and it connects")
	case !w.Permitted && needed != "":
		w.note(fmt.Sprintf("%s needs it, and the firewalls forbid it", needed))
	case w.Permitted && needed == "" && w.Guarded:
		w.note("nothing needs it, and the firewalls permit it")
	case w.Permitted && needed == "":
		w.note("nothing needs it, and no firewall is in front of it")
	}
}

func (f *Firewall) counts() map[Result]int {
	counts := make(map[Result]int)
	for _, w := range f.Ways {
		counts[w.Result]++
	}
	return counts
}

// summary says in one line what was asked and seen.
func (f *Firewall) summary() string {
	needed, open, idle, shut := 0, 0, 0, 0
	for _, w := range f.Ways {
		switch {
		case len(w.NeededBy) > 0 && w.Open():
			needed++
		case w.Open():
			idle++
		default:
			shut++
		}
		if w.Open() {
			open++
		}
	}
	if f.Absent {
		return fmt.Sprintf("no firewall is drawn: of %d ways between servers %d are open, and %d are needed", len(f.Ways), open, needed)
	}
	return fmt.Sprintf("of %d ways between servers %d are needed and open, %d are open and not needed, %d are shut", len(f.Ways), needed, idle, shut)
}
