package analysis_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

func TestPerfectThingsDoNotFail(t *testing.T) {
	a := twoServer()
	a.Assumptions = []*model.Assumption{{Perfect: "lb@lb-1", Because: "test"}, {Perfect: "db", Because: "test"}, {Perfect: "rack-1", Because: "test"}}
	r := analysis.Analyze(resolved(t, a))
	for _, name := range []string{"lb@lb-1", "db@server-1", "db@server-2", "rack-1"} {
		if _, ok := r.Find(name); ok {
			t.Errorf("%s fails, and is assumed to be perfect", name)
		}
	}
	want := `
		lb-1: hard read write static
		server-1: manual write
		server-2: hard read`
	if diff := cmp.Diff(verdicts(want), points(r)); diff != "" {
		t.Error(diff)
	}
}

func TestBaseline(t *testing.T) {
	s := newStack()
	s.toApp.AtLeast = 3
	r := analysis.Analyze(resolved(t, s.Architecture))
	for _, flow := range s.Flows {
		if lost := r.Baseline(flow); lost != analysis.Total {
			t.Errorf("%s loses %s of what cannot work", flow.Name, lost)
		}
	}
	if len(r.Outcomes()) != 0 {
		t.Errorf("something harms what does not work: %v", r.Outcomes())
	}
}
