package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

func TestTooSlow(t *testing.T) {
	s := newStack()
	s.toApp.Balance = &model.Balance{Mode: "active-passive"}
	s.toApp.Check.Every = 10 * model.Second
	slow := func() string {
		r := analysis.Analyze(resolved(t, s.Architecture))
		var all []string
		for _, o := range r.TooSlow() {
			all = append(all, o.Failure.Name()+" "+o.Flow.Name)
		}
		return strings.Join(all, ", ")
	}
	if got := slow(); got != "" {
		t.Errorf("30s is too slow for %s", got)
	}
	s = newStack()
	s.toApp.Balance = &model.Balance{Mode: "active-passive"}
	s.toApp.Check.Every = 11 * model.Second
	if got, want := slow(), "app@app-1 read, app@app-1 write, app-1 read, app-1 write"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.Flows[0].LongestInterruption = model.Second
	var calm []string
	for _, o := range analysis.Analyze(s.Architecture).TooSlow() {
		if o.Flow == s.Flows[0] {
			calm = append(calm, o.Failure.Name())
		}
	}
	if want := []string{"lb@lb-1", "app@app-1", "lb-1", "app-1"}; !slices.Equal(calm, want) {
		t.Errorf("a flow that may be interrupted for 1s: got %v, want %v", calm, want)
	}
}
