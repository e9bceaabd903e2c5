package engine

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/schema"
)

// TestProveStores: the ways to stores of other software are encrypted as drawn,
// each in its own words.
func TestProveStores(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	home, err := filepath.Abs(filepath.Join("..", "compose", "testdata", "encrypted"))
	if err != nil {
		t.Fatal(err)
	}
	document, err := schema.Load(home, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := document.Architecture
	a.Name = sample(t, "single-server").Name
	s := stackOf(t, e, a, "single-server")
	way, err := filepath.Rel(s.Folder, home)
	if err != nil {
		t.Fatal(err)
	}
	s.Options, s.Home, s.Now = compose.Options{Folder: filepath.ToSlash(way)}, home, time.Now()
	s.Choices.Ports = map[int]int{80: unusedPort(t), 443: unusedPort(t), 8000: unusedPort(t)}
	up(t, e, s)
	proofs := proved(t, e, s)
	for _, c := range proofs.TLS.Channels {
		if c.Plain != "refused" {
			t.Errorf("%s, %s to %s: plain text is %s: %s", c.What, c.From, c.To, c.Plain, c.Said)
		}
	}
	if len(proofs.TLS.Channels) < 3 {
		t.Errorf("%d ways are encrypted", len(proofs.TLS.Channels))
	}
}
