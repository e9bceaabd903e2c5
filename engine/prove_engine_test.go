package engine

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/loadpath/loadpath/engine/drill"
)

// proved is what the proofs of a stack come to.
func proved(t *testing.T, e *Engine, s *Stack) *drill.Proofs {
	t.Helper()
	proofs, err := e.Prove(t.Context(), s, quiet())
	if err != nil {
		t.Fatal(err)
	}
	if text, err := json.MarshalIndent(proofs, "", " "); err == nil {
		t.Logf("%s", text)
	}
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
}
