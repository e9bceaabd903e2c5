package engine

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/engine/drill"
)

// TestDrillDiverged: the replica does not get what the primary acknowledges last.
// When it is promoted, the primary comes back with writes that nobody else has: it
// is made anew, and the writes are lost.
func TestDrillDiverged(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	s := stackOf(t, e, sample(t, "two-server"), "two-server")
	up(t, e, s)
	plan := planOf(t, s, drill.Options{Only: []string{"db@server-1"}})
	n := &notebook{}
	n.tell = func(event drill.Event) {
		if event.What == drill.Breaks {
			fallBehind(t, e, s)
		}
	}
	if err := e.Drill(t.Context(), s, plan, n.options(), quiet()); err != nil {
		t.Fatal(err)
	}
	anew := ""
	for _, event := range n.events {
		if event.What == drill.Restored {
			anew += event.Text
		}
	}
	if !strings.Contains(anew, "db@server-1 was made anew") {
		t.Errorf("restored: %q", anew)
	}
	verdict := drill.Judge(plan, drill.StateOf(n.events).Seen)
	for _, j := range verdict.Trials {
		for _, c := range j.Flows {
			if c.Predicted.Flow == "write" && (len(c.Observed.Lost) == 0 || c.Mark != drill.Agrees) {
				t.Errorf("%d writes are lost, %s: %s", len(c.Observed.Lost), c.Mark, c.Observed.Text())
			}
		}
	}
	asDrawn(t, e, s)
}

// fallBehind cuts the replica off its primary, and waits until the drill has
// written more than the replica has.
func fallBehind(t *testing.T, e *Engine, s *Stack) {
	software := mysql{e}
	replica, primary := idOf(t, e, s, "db.server-2"), idOf(t, e, s, "db.server-1")
	if _, err := software.sql(t.Context(), replica, "STOP REPLICA IO_THREAD;"); err != nil {
		t.Error(err)
		return
	}
	eventually(t.Context(), t, "the primary has what the replica has not", func() bool {
		has, err := software.ask(t.Context(), primary)
		if err != nil {
			return false
		}
		missing, err := software.unknownTo(t.Context(), replica, has.Executed)
		return err == nil && missing != ""
	})
}
