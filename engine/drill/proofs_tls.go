package drill

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// TLS is what the ways that are drawn as encrypted really are.
type TLS struct {
	Channels  []Channel  `json:"channels,omitempty"`
	Redirects []Redirect `json:"redirects,omitempty"`
	// Skipped is what could not be asked.
	Skipped []Skipped `json:"skipped,omitempty"`
}

// Channel is one encrypted way, from who uses it to one port.
type Channel struct {
	// What is where it is written: the connection "lb.web", "lb listens at 443",
	// "replication of db".
	What string `json:"what"`
	From string `json:"from"`
	To   string `json:"to"`
	Port int    `json:"port"`
	// Minimum is the oldest version that is drawn, of the listener or of who
	// connects. Listener: it is the listener's own, which takes nothing older.
	Minimum  string `json:"minimum"`
	Listener bool   `json:"listener,omitempty"`
	// Verify: the certificate has to be good for Name.
	Verify bool   `json:"verify,omitempty"`
	Name   string `json:"name"`

	// Accepted are the versions that the port takes, the oldest first, Cipher
	// what the newest agreed on.
	Accepted []string `json:"accepted,omitempty"`
	Cipher   string   `json:"cipher,omitempty"`
	// Names, Issuer and Expires are of the certificate that it shows.
	Names   []string  `json:"names,omitempty"`
	Issuer  string    `json:"issuer,omitempty"`
	Expires time.Time `json:"expires,omitzero"`
	// Unverified is why the certificate is not to be trusted.
	Unverified string `json:"unverified,omitempty"`
	// Plain is accepted, refused or unknown; Said what was answered to it.
	Plain string `json:"plain,omitempty"`
	Said  string `json:"said,omitempty"`
	// Unreached is why none of this is known.
	Unreached string `json:"unreached,omitempty"`
	Proved
}

// Redirect is a plain listener that is to send everybody to HTTPS.
type Redirect struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Port   int    `json:"port"`
	Status int    `json:"status,omitempty"`
	// Location is where it sends.
	Location  string `json:"location,omitempty"`
	Unreached string `json:"unreached,omitempty"`
	Proved
}

// NewTLS judges channels and redirects, in their order. Now is the time at which
// certificates have to be good.
func NewTLS(channels []Channel, redirects []Redirect, skipped []Skipped, now time.Time) *TLS {
	t := &TLS{Channels: slices.Clone(channels), Redirects: slices.Clone(redirects), Skipped: skipped}
	for i := range t.Channels {
		t.Channels[i].judge(now)
	}
	for i := range t.Redirects {
		t.Redirects[i].judge()
	}
	return t
}

// judge holds what was negotiated against what is drawn. A port that takes plain
// text where encryption is drawn fails whatever else it does: nothing then keeps
// anybody from it.
func (c *Channel) judge(now time.Time) {
	c.Proved = Proved{Result: Holds}
	switch {
	case c.Unreached != "":
		c.fail("it cannot be reached: " + c.Unreached)
		return
	case len(c.Accepted) == 0:
		c.fail("it takes no version of TLS")
		return
	}
	oldest, newest := c.Accepted[0], c.Accepted[len(c.Accepted)-1]
	switch {
	case newest < c.Minimum:
		c.fail(fmt.Sprintf("it takes %s at most, and %s is the least that is drawn", newest, c.Minimum))
	case oldest < c.Minimum && c.Listener:
		c.fail(fmt.Sprintf("it takes %s, and %s is the least that is drawn", oldest, c.Minimum))
	case oldest < c.Minimum:
		c.note(fmt.Sprintf("it takes %s from others; who goes this way has to ask for %s", oldest, c.Minimum))
	case !slices.Contains(c.Accepted, c.Minimum):
		c.note(fmt.Sprintf("%s is drawn, and it takes nothing below %s", c.Minimum, oldest))
	}
	if c.Unverified != "" && c.Verify {
		c.fail("its certificate is not to be trusted: " + c.Unverified)
	} else if c.Unverified != "" {
		c.note("its certificate is not to be trusted, and nobody looks: " + c.Unverified)
	}
	if now.After(c.Expires) {
		c.fail("its certificate was good until " + c.Expires.Format(time.DateOnly))
	}
	switch c.Plain {
	case "accepted":
		c.fail("it takes plain text: " + c.Said)
	case "unknown":
		c.note("whether it takes plain text is not known" + after(": ", c.Said))
	}
}

// judge wants to be sent to HTTPS.
func (r *Redirect) judge() {
	r.Proved = Proved{Result: Holds}
	switch {
	case r.Unreached != "":
		r.fail("it cannot be reached: " + r.Unreached)
	case !slices.Contains([]int{301, 302, 303, 307, 308}, r.Status):
		r.fail(fmt.Sprintf("it answers %d, and sends nobody to HTTPS", r.Status))
	case !strings.HasPrefix(r.Location, "https://"):
		r.fail("it sends to " + r.Location)
	}
}

// after is a text with another before it, or nothing.
func after(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}

func (t *TLS) counts() map[Result]int {
	counts := make(map[Result]int)
	for _, c := range t.Channels {
		counts[c.Result]++
	}
	for _, r := range t.Redirects {
		counts[r.Result]++
	}
	return counts
}

// summary says in one line what was asked and seen.
func (t *TLS) summary() string {
	if len(t.Channels)+len(t.Redirects) == 0 {
		return "nothing is drawn as encrypted"
	}
	good := 0
	for _, c := range t.Channels {
		if c.Result != Fails {
			good++
		}
	}
	text := fmt.Sprintf("%d of %d encrypted ways are as drawn", good, len(t.Channels))
	if len(t.Redirects) > 0 {
		sent := 0
		for _, r := range t.Redirects {
			if r.Result != Fails {
				sent++
			}
		}
		text += fmt.Sprintf(", %d of %d plain ports send to HTTPS", sent, len(t.Redirects))
	}
	return text
}
