package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// ring is two services that use each other, behind an entry. Service a picks
// among the instances of b by a check that looks through b at a again.
func ring(mode string) *model.Architecture {
	return &model.Architecture{
		Name:   "ring",
		Groups: servers("edge-1", "server-1", "server-2"),
		Services: []*model.Service{
			{Name: "edge", Kind: model.WebServer, Software: "nginx", On: []string{"edge-1"}, Listen: public(), Uses: []*model.Use{{Key: "a"}}},
			{Name: "a", Kind: model.ApplicationServer, On: []string{"server-1", "server-2"}, Uses: []*model.Use{
				{Key: "b", Balance: &model.Balance{Mode: mode}, Check: &model.Check{Reaches: []string{"a", "b"}}},
			}},
			{Name: "b", Kind: model.ApplicationServer, On: []string{"server-1", "server-2"}, Uses: []*model.Use{
				{Key: "a", Targets: "same-server"}, {Key: "store"},
			}},
			{Name: "store", Kind: model.Cache, On: []string{"edge-1"}},
		},
	}
}

func TestCircles(t *testing.T) {
	tests := []struct {
		name, mode, failure, want string
	}{
		// Both instances of b are out, whatever the circle says.
		{"harm from outside", "active-active", "store@edge-1", "read total hard"},
		{"a dead member of a circle that chooses", "active-passive", "b@server-2", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := analysis.Analyze(resolved(t, ring(test.mode)))
			for _, flow := range r.Architecture.Flows {
				if lost := r.Baseline(flow); lost != analysis.None {
					t.Errorf("with nothing failed %s loses %s", flow.Name, lost)
				}
			}
			f, _ := r.Find(test.failure)
			if got := line(r.At(f)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A circle that goes through an active-passive choice, and that is harmed, may
// flap: nothing is claimed of it, and it is named.
func TestCircleThatMayFlap(t *testing.T) {
	a := ring("active-passive")
	a.Services[2].Uses[0].Targets = ""
	a.Services[2].Uses[0].Choose = "fixed"
	r := analysis.Analyze(resolved(t, a))
	f, _ := r.Find("a@server-1")
	outcomes := r.At(f)
	if len(outcomes) == 0 || outcomes[0].Recovery != analysis.Undecided {
		t.Fatalf("got %q, want it undecided", line(outcomes))
	}
	if len(outcomes[0].Missing) != 0 {
		t.Errorf("%v is missing, but nothing that could be written decides it", outcomes[0].Missing)
	}
	names := func(s analysis.Step) bool { return strings.HasPrefix(s.Text, "a and b use each other in a circle") }
	if steps := r.Evidence(outcomes[0]); !slices.ContainsFunc(steps, names) {
		t.Errorf("the evidence does not name the circle: %v", steps)
	}
}
