package engine

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/engine/prober"
)

// ways are what one container reaches of others.
func ways(t *testing.T, e *Engine, p *compose.Project, from string, to ...netip.AddrPort) []prober.Reached {
	t.Helper()
	there, err := e.containers(t.Context(), p.Architecture.Name)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := e.from(t.Context(), find(there, p.Holder(containerOf(p, from)).Name).id, prober.Order{Connect: &prober.Connect{Addresses: to, Within: soon}})
	if err != nil {
		t.Fatal(err)
	}
	return answer.Reached
}

func at(p *compose.Project, name string, port uint16) netip.AddrPort {
	return netip.AddrPortFrom(p.Holder(containerOf(p, name)).Networks[0].Address, port)
}

// severed silences a connection, twice, as a drill that goes on does.
func severed(t *testing.T, e *Engine, p *compose.Project, from, to string) []drill.Broken {
	t.Helper()
	broken, err := e.silenced(t.Context(), p, drill.Break{Kind: "cut", What: from + ".." + to, Instances: []string{from, to}, Connection: true})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, b := range broken {
			if err := e.silence(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		}
	}
	return broken
}

func mend(t *testing.T, e *Engine, broken []drill.Broken) {
	t.Helper()
	for range 2 {
		for _, b := range broken {
			if err := e.unsilence(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestSilence cuts single connections: between servers, and on one server. All
// others go on, and afterwards these do too.
func TestSilence(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, sample(t, "two-server"), "two-server")
	p := up(t, e, s).Project
	for _, c := range []struct{ from, to, other string }{
		{"app@server-1", "db@server-2", "db@server-1"},
		{"web@server-1", "app@server-1", "app@server-2"},
	} {
		t.Run(fmt.Sprintf("%s..%s", c.from, c.to), func(t *testing.T) {
			port := uint16(3306)
			if c.from == "web@server-1" {
				port = 8000
			}
			asks := func() []prober.Reached {
				return slices.Concat(
					ways(t, e, p, c.from, at(p, c.to, port), at(p, c.other, port)),
					ways(t, e, p, "web@server-2", at(p, c.to, port)),
				)
			}
			whole := []prober.Reached{prober.Connected, prober.Connected, prober.Connected}
			if got := asks(); !slices.Equal(got, whole) {
				t.Fatalf("before: %v", got)
			}
			broken := severed(t, e, p, c.from, c.to)
			if got := asks(); !slices.Equal(got, []prober.Reached{prober.Silent, prober.Connected, prober.Connected}) {
				t.Errorf("silenced: %v", got)
			}
			if got := ways(t, e, p, c.to, at(p, c.from, 1)); !slices.Equal(got, []prober.Reached{prober.Silent}) {
				t.Errorf("back: %v", got)
			}
			mend(t, e, broken)
			if got := asks(); !slices.Equal(got, whole) {
				t.Errorf("after: %v", got)
			}
			if now, text := status(t, e, s); len(now.Unexpected) > 0 {
				t.Errorf("something is left:\n%s", text)
			}
		})
	}
	asDrawn(t, e, s)
	testProveOpen(t, e, s, p)
	testSilenceOfTheDead(t, e, s, p)
}

// testProveOpen: without a firewall all is open, and without encryption an
// account logs in in plain text.
func testProveOpen(t *testing.T, e *Engine, s *Stack, p *compose.Project) {
	proofs := proved(t, e, s)
	if !proofs.Firewall.Absent || len(proofs.Firewall.Ways) == 0 {
		t.Errorf("%+v", proofs.Firewall)
	}
	for _, w := range proofs.Firewall.Ways {
		if !w.Open() {
			t.Errorf("%s to %s at %d is %s, without a firewall", w.From, w.To, w.Port, w.Seen)
		}
	}
	there, err := e.containers(t.Context(), p.Architecture.Name)
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]prober.Plain{s.secret("db_app"): prober.PlainAccepted, "wrong": prober.PlainRefused} {
		answer, err := e.from(t.Context(), find(there, "app.server-1").id, prober.Order{TLS: &prober.TLS{
			Address: at(p, "db@server-1", 3306), Protocol: "mysql", Name: "db", User: "app", Password: password, Within: soonTLS,
		}})
		if err != nil || answer.TLS.Plain != want {
			t.Errorf("%+v, %v; want %s", answer.TLS, err, want)
		}
	}
}

// testSilenceOfTheDead: a container that ended has nothing to be mended.
func testSilenceOfTheDead(t *testing.T, e *Engine, s *Stack, p *compose.Project) {
	broken := severed(t, e, p, "app@server-2", "db@server-1")
	kill(t, e, s, "app.server-2")
	mend(t, e, broken)
	up(t, e, s)
	if got := ways(t, e, p, "app@server-2", at(p, "db@server-1", 3306)); !slices.Equal(got, []prober.Reached{prober.Connected}) {
		t.Errorf("after its end: %v", got)
	}
}
