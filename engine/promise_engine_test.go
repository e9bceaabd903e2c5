package engine

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/model"
)

// semiSync is the two-server sample with an acknowledgement by the replica.
func semiSync(t *testing.T) *model.Architecture {
	t.Helper()
	drawn := sample(t, "two-server")
	a := drawn.Written()
	for _, service := range a.Services {
		if service.Name == "db" {
			service.Replication.Mode = "semi-sync"
		}
	}
	if problems := a.Resolve(); len(problems) > 0 {
		t.Fatal(problems)
	}
	return a
}

// TestSideBySide runs two architectures at once. One of them waits for its
// replica with every write: when its primary is killed right after one, the
// replica has it.
func TestSideBySide(t *testing.T) {
	e := connected(t)
	one := stackOf(t, e, sample(t, "single-server"), "single-server")
	two := stackOf(t, e, semiSync(t), "two-server")
	up(t, e, one)
	up(t, e, two)
	asDrawn(t, e, one)
	asDrawn(t, e, two)

	site := siteOf(t, two)
	site.write(t.Context(), "acknowledged")
	kill(t, e, two, "db.server-1")
	promote(t, e, two, "db@server-2")
	up(t, e, two)
	site.shows(t.Context(), "acknowledged")
	if _, text := status(t, e, two); !strings.Contains(text, "drawn at db@server-1") {
		t.Errorf("the primary is elsewhere and status does not say so:\n%s", text)
	}

	if _, err := e.Down(t.Context(), two.Architecture.Name, true, quiet()); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, e, two.Architecture.Name)
	asDrawn(t, e, one)
}
