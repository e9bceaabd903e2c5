package analysis_test

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
)

// TestActionIsTold: the action is the one that the evidence ends with, and there
// is one where a person brings something back; the fate begins with what is
// lost.
func TestActionIsTold(t *testing.T) {
	t.Parallel()
	actions := 0
	for seed := range uint64(200) {
		a := throw(seed, false)
		a.Resolve()
		r := analysis.Analyze(a)
		for _, o := range r.Outcomes() {
			steps := r.Evidence(o)
			ending, action := steps[len(steps)-1].Text, r.Action(o)
			if told := strings.Contains(ending, "until somebody "); told != (action != "") || !strings.Contains(ending, action) {
				t.Errorf("seed %d, %s, %s: %q is done, and told is %q", seed, o.Failure.Name(), o.Flow.Name, action, ending)
			}
			if action != "" {
				actions++
			}
			if stages := o.Stages(); len(stages) > 0 && !strings.HasPrefix(o.Fate(), stages[0].Amount.String()) {
				t.Errorf("seed %d: the fate of %v is %q", seed, stages, o.Fate())
			}
		}
	}
	if actions < 20 {
		t.Errorf("only %d actions", actions)
	}
}
