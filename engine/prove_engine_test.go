package engine

import (
	"bytes"
	"net/netip"
	"slices"
	"testing"

	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/engine/prober"
)

// proved is what the proofs of a stack come to.
func proved(t *testing.T, e *Engine, s *Stack) *drill.Proofs {
	t.Helper()
	proofs, err := e.Prove(t.Context(), s, quiet())
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := proofs.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", text.String())
	for _, w := range proofs.Firewall.Ways {
		if w.Result == drill.Fails {
			t.Errorf("%s to %s at %d: %s", w.From, w.To, w.Port, w.Why)
		}
	}
	for _, c := range proofs.TLS.Channels {
		if c.Result == drill.Fails {
			t.Errorf("%s, %s to %s at %d: %s", c.What, c.From, c.To, c.Port, c.Why)
		}
	}
	for _, r := range proofs.TLS.Redirects {
		if r.Result == drill.Fails {
			t.Errorf("%s to %s at %d: %s", r.From, r.To, r.Port, r.Why)
		}
	}
	if now, text := status(t, e, s); len(now.Unexpected) > 0 {
		t.Errorf("something is left:\n%s", text)
	}
	return proofs
}

// TestProveSecured: the firewalls of the secured sample let through what is
// needed and nothing else, and what is drawn as encrypted is.
func TestProveSecured(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	s := stackOf(t, e, sample(t, "secured"), "secured")
	s.Choices.Ports = map[int]int{80: unusedPort(t), 443: unusedPort(t), 9090: unusedPort(t)}
	up(t, e, s)
	proofs := proved(t, e, s)
	open, shut := 0, 0
	for _, w := range proofs.Firewall.Ways {
		if w.Open() {
			open++
		} else {
			shut++
		}
	}
	if open == 0 || shut == 0 {
		t.Errorf("%d are open and %d are not: the test no longer tests", open, shut)
	}
	var whats []string
	for _, c := range proofs.TLS.Channels {
		whats = append(whats, c.What)
	}
	for _, what := range []string{"lb listens", "monitoring listens", "lb.web", "app.db", "replication of db"} {
		if !slices.Contains(whats, what) {
			t.Errorf("%s is not among %v", what, whats)
		}
	}
	if len(proofs.TLS.Redirects) != 1 {
		t.Errorf("redirects: %v", proofs.TLS.Redirects)
	}
	testProveBroken(t, e, s)
}

// testProveBroken takes the load balancer off the network on which it meets a
// web server: what is needed is not there then, and the proof says so.
func testProveBroken(t *testing.T, e *Engine, s *Stack) {
	p, err := s.Project()
	if err != nil {
		t.Fatal(err)
	}
	lb, web := containerOf(p, "lb@lb-1"), containerOf(p, "web@server-1")
	there, err := e.containers(t.Context(), p.Architecture.Name)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range lb.Networks {
		if _, met := web.On(at.Network); met {
			if err := e.docker.NetworkDisconnect(t.Context(), p.Name+"_"+at.Network.Name, find(there, lb.Name).id, false); err != nil {
				t.Fatal(err)
			}
		}
	}
	proofs, err := e.Prove(t.Context(), s, quiet())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range proofs.Firewall.Ways {
		if lost := w.From == "lb@lb-1" && w.To == "web@server-1" && w.Port == 443; lost != (w.Result == drill.Fails) {
			t.Errorf("%s to %s at %d: %s", w.From, w.To, w.Port, w.Result)
		}
	}
	for _, c := range proofs.TLS.Channels {
		if lost := c.From == "lb@lb-1" && c.To == "web@server-1"; lost != (c.Result == drill.Fails) {
			t.Errorf("%s, %s to %s: %s", c.What, c.From, c.To, c.Result)
		}
	}
}

// TestProveHighlyAvailable: an address that moves, a group, and a router are
// proved as well; a connection is cut whose end shares the network of who holds
// that address.
func TestProveHighlyAvailable(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, sample(t, "highly-available"), "highly-available")
	s.Choices.Ports = map[int]int{80: unusedPort(t), 443: unusedPort(t), 9090: unusedPort(t)}
	p := up(t, e, s).Project
	proofs := proved(t, e, s)
	if len(proofs.Firewall.Ways) == 0 || len(proofs.TLS.Channels) == 0 || len(proofs.TLS.Redirects) != 2 {
		t.Errorf("%d ways, %d channels, %d redirects", len(proofs.Firewall.Ways), len(proofs.TLS.Channels), len(proofs.TLS.Redirects))
	}
	var to []netip.AddrPort
	for _, address := range seenFrom(p.Holder(containerOf(p, "lb@lb-1")), p.Holder(containerOf(p, "web@web-1"))) {
		to = append(to, netip.AddrPortFrom(address, 443))
	}
	before := ways(t, e, p, "lb@lb-1", to...)
	broken := severed(t, e, p, "lb@lb-1", "web@web-1")
	if got := ways(t, e, p, "lb@lb-1", to...); slices.Contains(got, prober.Connected) || !slices.Contains(before, prober.Connected) {
		t.Errorf("%v before, %v when cut", before, got)
	}
	mend(t, e, broken)
	if got := ways(t, e, p, "lb@lb-1", to...); !slices.Equal(before, got) {
		t.Errorf("%v before, %v after", before, got)
	}
}
