package drill_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/engine/drill"
)

// TestPlans shows what is broken in samples, in which order, and what is
// predicted.
func TestPlans(t *testing.T) {
	all := []analysis.Kind{analysis.Cut, analysis.Crash, analysis.Hang, analysis.Crash}
	for _, test := range []struct {
		file, sample string
		options      drill.Options
	}{
		{"plan-two-server.txt", "two-server", drill.Options{Kinds: all, Connections: true, Pairs: true}},
		{"plan-highly-available.txt", "highly-available", drill.Options{Pairs: true}},
		{"plan-single-server.txt", "single-server", drill.Options{}},
	} {
		golden(t, test.file, toldPlan(plan(t, sample(t, test.sample), test.options)))
	}
}

// toldPlan is a plan for people, a line for each thing.
func toldPlan(p *drill.Plan) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s at %v a second\n", p.Architecture, p.Rate)
	for _, f := range p.Flows {
		fmt.Fprintf(&b, "flow %s (%s): %s %s%s\n", f.Name, f.Kind, f.Method, f.URL, f.Unprobed)
	}
	for _, t := range p.Trials {
		fmt.Fprintf(&b, "\n%s, for %s\n", t.Name, t.Watch)
		for _, broken := range t.Breaks {
			fmt.Fprintf(&b, "  break %s %s: %s\n", broken.Kind, broken.What, strings.Join(broken.Instances, ", "))
		}
		if t.Step != (drill.Step{}) {
			fmt.Fprintf(&b, "  step %+v\n", t.Step)
		}
		for _, p := range t.Predictions {
			fmt.Fprintf(&b, "  %s: %s (%s %s %s %v)", p.Flow, p.Text, p.Amount, p.Recovery, p.Window, p.Known)
			if p.AfterStep != "" {
				fmt.Fprintf(&b, ", %s after the step", p.AfterStep)
			}
			if p.MayLoseWrites {
				b.WriteString(", may lose writes")
			}
			b.WriteString("\n")
			for _, r := range p.Relies {
				fmt.Fprintf(&b, "    relies on %s: %s\n", r.Path, r.Text)
			}
		}
	}
	for _, s := range p.Skipped {
		fmt.Fprintf(&b, "\nskipped: %s: %s", s.What, s.Why)
	}
	return b.String()
}
