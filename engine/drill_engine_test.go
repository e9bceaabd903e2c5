package engine

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/engine/drill"
)

// notebook is a journal in memory. It tells somebody of every event.
type notebook struct {
	events []drill.Event
	tell   func(drill.Event)
}

func (n *notebook) record(e drill.Event) error {
	n.events = append(n.events, e)
	if n.tell != nil {
		n.tell(e)
	}
	return nil
}

func (n *notebook) options() DrillOptions {
	return DrillOptions{RepairAtMost: 3 * time.Minute, Restoring: context.Background(), Record: n.record, Now: time.Now}
}

func planOf(t *testing.T, s *Stack, o drill.Options) *drill.Plan {
	t.Helper()
	p, err := s.Project()
	if err != nil {
		t.Fatal(err)
	}
	var questions []drill.Question
	for _, q := range Questions(p) {
		questions = append(questions, drill.Question(q))
	}
	plan, err := drill.NewPlan(p, questions, o)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestDrill: every prediction for the one-server sample holds on the running
// stack, which is as it was afterwards.
func TestDrill(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, sample(t, "single-server"), "single-server")
	up(t, e, s)
	plan := planOf(t, s, drill.Options{})
	n := &notebook{}
	if err := e.Drill(t.Context(), s, plan, n.options(), quiet()); err != nil {
		t.Fatal(err)
	}
	state := drill.StateOf(n.events)
	if !state.Ended || len(state.Open) > 0 {
		t.Errorf("the journal has %d open breaks, ended %v", len(state.Open), state.Ended)
	}
	verdict := drill.Judge(plan, state.Seen)
	if len(verdict.Trials) != 4 || len(verdict.Unmade) > 0 {
		t.Errorf("%d trials, unmade %v", len(verdict.Trials), verdict.Unmade)
	}
	for _, j := range verdict.Trials {
		for _, c := range j.Flows {
			if c.Mark != drill.Agrees {
				t.Errorf("%s, %s: %s was predicted, %s observed: %s", j.Trial.Name, c.Predicted.Flow, c.Predicted.Text, c.Observed.Text(), c.Mark)
			}
		}
	}
	asDrawn(t, e, s)
}

// TestStoppedDrill: whatever ends a drill in the middle, what it broke is
// repaired, then or from its journal.
func TestStoppedDrill(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, sample(t, "single-server"), "single-server")
	up(t, e, s)
	for _, kind := range []analysis.Kind{analysis.Crash, analysis.Hang, analysis.Cut} {
		plan := planOf(t, s, drill.Options{Kinds: []analysis.Kind{kind}, Only: []string{"server-1"}})
		stopWhenBroken(t, e, s, plan)
		asDrawn(t, e, s)

		open := dieWhenBroken(t, e, s, plan)
		if whole(t, e, s, open[0]) {
			t.Errorf("%s: nothing was broken", kind)
		}
		if now, text := status(t, e, s); now.AsDrawn {
			t.Errorf("%s: status does not see it:\n%s", kind, text)
		}
		n := &notebook{}
		if err := e.Restore(t.Context(), s, open, n.options(), quiet()); err != nil {
			t.Fatal(err)
		}
		asDrawn(t, e, s)
		if err := e.Restore(t.Context(), s, open, n.options(), quiet()); err != nil {
			t.Errorf("restoring twice: %v", err)
		}
	}
}

// stopWhenBroken stops a drill as Ctrl-C does.
func stopWhenBroken(t *testing.T, e *Engine, s *Stack, plan *drill.Plan) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	n := &notebook{tell: func(e drill.Event) {
		if e.What == drill.BrokenAt {
			stop()
		}
	}}
	err := e.Drill(ctx, s, plan, n.options(), quiet())
	if err == nil || !strings.Contains(err.Error(), "all that was broken is repaired") {
		t.Errorf("stopping it: %v", err)
	}
	if state := drill.StateOf(n.events); len(state.Open) > 0 || state.Ended {
		t.Errorf("the journal has %d open breaks, ended %v", len(state.Open), state.Ended)
	}
}

// dieWhenBroken ends a drill that may not repair either, and gives what it left.
func dieWhenBroken(t *testing.T, e *Engine, s *Stack, plan *drill.Plan) []drill.Broken {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	n := &notebook{tell: func(e drill.Event) {
		if e.What == drill.BrokenAt {
			stop()
		}
	}}
	o := n.options()
	o.Restoring = ctx
	var left *Unrepaired
	if err := e.Drill(ctx, s, plan, o, quiet()); !errors.As(err, &left) || !strings.Contains(err.Error(), "loadpath drill --restore") {
		t.Fatalf("dying: %v", err)
	}
	var open []drill.Broken
	for _, b := range drill.StateOf(n.events).Open {
		open = append(open, b.Broken)
	}
	if len(open) != 3 || len(left.Broken) != 3 {
		t.Errorf("%d are open, %d are named", len(open), len(left.Broken))
	}
	return open
}

// whole tells whether a container runs, on a network.
func whole(t *testing.T, e *Engine, s *Stack, b drill.Broken) bool {
	t.Helper()
	all, err := e.containers(t.Context(), s.Architecture.Name)
	if err != nil {
		t.Fatal(err)
	}
	networks, err := e.networksOf(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	return find(all, b.Container).up() && len(networks) > 0
}

// TestUnfit: what cannot be drilled is not touched.
func TestUnfit(t *testing.T) {
	e := connected(t)
	s := stackOf(t, e, sample(t, "single-server"), "single-server")
	n := &notebook{}
	plan := planOf(t, s, drill.Options{})
	if err := e.Drill(t.Context(), s, plan, n.options(), quiet()); err == nil || !strings.Contains(err.Error(), "is not up") {
		t.Errorf("what is not up: %v", err)
	}
	up(t, e, s)
	other := *s
	other.Folder = t.TempDir()
	if err := e.Drill(t.Context(), &other, plan, n.options(), quiet()); err == nil || !strings.Contains(err.Error(), "runs already, from") {
		t.Errorf("what is another's: %v", err)
	}
	if len(n.events) > 0 {
		t.Errorf("%d events were recorded", len(n.events))
	}
}
