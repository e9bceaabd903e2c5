package prober

import (
	"net/netip"
	"time"
)

// Order is one thing to find out or to do: exactly one of its fields is set.
type Order struct {
	Connect   *Connect     `json:"connect,omitempty"`
	Listening bool         `json:"listening,omitempty"`
	TLS       *TLS         `json:"tls,omitempty"`
	HTTP      *HTTP        `json:"http,omitempty"`
	Silence   []netip.Addr `json:"silence,omitempty"`
	Unsilence []netip.Addr `json:"unsilence,omitempty"`
}

// Answer is what came of an order.
type Answer struct {
	// Error is why there is nothing else.
	Error string `json:"error,omitempty"`
	// Reached are the results of Connect, in the order of its addresses.
	Reached   []Reached        `json:"reached,omitempty"`
	Listening []netip.AddrPort `json:"listening,omitempty"`
	TLS       *Negotiated      `json:"tls,omitempty"`
	HTTP      *Response        `json:"http,omitempty"`
}

// Connect asks which addresses take a TCP connection.
type Connect struct {
	Addresses []netip.AddrPort `json:"addresses"`
	// Within is how long each may take.
	Within time.Duration `json:"within"`
}

// Reached is what became of a connection.
type Reached string

// What becomes of a connection.
const (
	Connected   Reached = "connected"
	Refused     Reached = "refused"     // somebody is there and said no
	Silent      Reached = "silent"      // nobody said anything
	Unreachable Reached = "unreachable" // no way leads there
)

// TLS asks what a port negotiates.
type TLS struct {
	Address netip.AddrPort `json:"address"`
	// Protocol is what is spoken: with mysql, mariadb and postgresql the way is
	// encrypted after some plain words, with all others from the first byte.
	Protocol string `json:"protocol"`
	// Name is whose certificate it has to be, Roots who may have signed it, in
	// PEM.
	Name  string `json:"name"`
	Roots string `json:"roots"`
	// User and Password are an account of a database; without them nobody logs
	// in.
	User     string `json:"user,omitempty"`
	Password string `json:"password,omitempty"`
	// Within is how long each try may take.
	Within time.Duration `json:"within"`
}

// Negotiated is what a port negotiates.
type Negotiated struct {
	// Versions are the four of TLS, the oldest first.
	Versions []Version `json:"versions"`
	// Names, Issuer and Expires are of the certificate that is shown.
	Names   []string  `json:"names,omitempty"`
	Issuer  string    `json:"issuer,omitempty"`
	Expires time.Time `json:"expires,omitzero"`
	// Unverified is why the certificate is not to be trusted; empty: it is.
	Unverified string `json:"unverified,omitempty"`
	// Plain tells whether the port takes plain text too, Said what it said.
	Plain Plain  `json:"plain"`
	Said  string `json:"said,omitempty"`
}

// Version is a version of TLS: 1.0, 1.1, 1.2 or 1.3.
type Version struct {
	Version string `json:"version"`
	// Cipher is what was agreed on, Refused why nothing was.
	Cipher  string `json:"cipher,omitempty"`
	Refused string `json:"refused,omitempty"`
}

// Plain is what becomes of plain text at an encrypted port.
type Plain string

// What becomes of plain text.
const (
	PlainAccepted Plain = "accepted"
	PlainRefused  Plain = "refused"
	PlainUnknown  Plain = "unknown" // no plain words of this protocol are known
)

// HTTP asks for a page. Nobody is followed elsewhere.
type HTTP struct {
	URL string `json:"url"`
	// Host is whom the request is for, if not the address in the URL.
	Host string `json:"host,omitempty"`
	// Name and Roots are as in TLS, for https.
	Name   string        `json:"name,omitempty"`
	Roots  string        `json:"roots,omitempty"`
	Within time.Duration `json:"within"`
}

// Response is a page: at most the first megabytes of it.
type Response struct {
	Status   int    `json:"status"`
	Location string `json:"location,omitempty"`
	Body     []byte `json:"body,omitempty"`
}
