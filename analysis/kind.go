package analysis

// Kind is how something fails.
type Kind uint8

// The kinds.
const (
	// Crash: it is gone. Connections to it are refused.
	Crash Kind = iota
	// Hang: it accepts connections and never answers. The kernel completes
	// the TCP handshake for a process that hangs, so a check that only
	// connects passes, and a request is lost after the timeouts.
	Hang
	// Cut: no packet comes in or goes out, and inside everything goes on. A
	// connection has this kind alone.
	Cut
)

// String is the kind in one word.
func (k Kind) String() string { return [...]string{"crash", "hang", "cut"}[k] }

// condition is what has become of an instance, for everybody else. Several
// failures may strike it at once, so these are bits.
type condition uint8

const (
	refusing  condition = 1 << iota // no connection to it opens
	hanging                         // connections open, and nothing answers
	displaced                       // its server is gone for those who look after that
	up        condition = 0
)

// does is what the failure makes of an instance that it takes. A cut instance
// loses the network that an address of its server lies on, so the address
// moves, as it does from a dead server; a server that hangs stops its VRRP
// daemon, too.
func (f Failure) does() condition {
	how := refusing
	if f.Kind == Hang {
		how = hanging
	}
	if f.Instance == nil || f.Kind == Cut {
		how |= displaced
	}
	return how
}
