package model_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

// samples are the architectures of all samples, resolved.
func samples(t *testing.T) map[string]*model.Architecture {
	t.Helper()
	files, err := filepath.Glob("../samples/*/architecture.cue")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	all := make(map[string]*model.Architecture)
	for _, file := range files {
		document, err := schema.Load(file, schema.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all[file] = document.Architecture
	}
	return all
}

// outcomes are what every failure does, as text.
func outcomes(a *model.Architecture) []string {
	var all []string
	for _, o := range analysis.Analyze(a).Outcomes() {
		all = append(all, fmt.Sprintln(o.Failure.Name(), o.Flow.Name, o.Flow.Path, o.Stages(), o.Window, o.Failure.Path()))
	}
	return all
}

func TestWrittenResolvesToTheSame(t *testing.T) {
	for file, a := range samples(t) {
		w := a.Written()
		if problems := w.Resolve(); len(problems) > 0 {
			t.Fatalf("%s: %v", file, problems)
		}
		if diff := cmp.Diff(outcomes(a), outcomes(w)); diff != "" {
			t.Errorf("%s (-as loaded, +as written):\n%s", file, diff)
		}
	}
}

// TestWrittenHasNothingDerived: a copy of what is resolved is the same as a copy
// of that copy, which is not.
func TestWrittenHasNothingDerived(t *testing.T) {
	for file, a := range samples(t) {
		w := a.Written()
		if len(w.Servers)+len(w.Connections) > 0 {
			t.Errorf("%s: the copy has servers or connections", file)
		}
		for _, s := range w.Services {
			if len(s.Instances)+len(s.Connections) > 0 || s.Data != nil {
				t.Errorf("%s: %s has instances, connections or data", file, s.Name)
			}
		}
		if diff := cmp.Diff(w, w.Written(), cmpopts.IgnoreUnexported(model.Architecture{}, model.Service{}, model.Flow{})); diff != "" {
			t.Errorf("%s (-copy, +copy of the copy):\n%s", file, diff)
		}
	}
}

// TestWrittenSharesNothing: whatever is done to the copy, the original stays.
func TestWrittenSharesNothing(t *testing.T) {
	for file, a := range samples(t) {
		before := outcomes(a)
		w, untouched := a.Written(), a.Written()
		w.Resolve()
		for _, s := range w.AllServices() {
			for i := range s.On {
				s.On[i] = "elsewhere"
			}
			for _, use := range s.Uses {
				use.To, use.Optional = "nothing", new(bool)
				if use.Check != nil {
					use.Check.Fall = 99
				}
				if use.TLS != nil && use.TLS.Verify != nil {
					*use.TLS.Verify = false
				}
			}
			if s.Replication != nil {
				s.Replication.Primary = "elsewhere"
			}
			if s.Address != nil {
				s.Address.By = "one"
			}
		}
		for _, group := range w.Groups {
			group.Count, group.ZoneNames = 7, nil
		}
		for _, flow := range w.Flows {
			flow.Kind = model.StaticFlow
		}
		if diff := cmp.Diff(before, outcomes(a)); diff != "" {
			t.Errorf("%s (-before, +after):\n%s", file, diff)
		}
		if diff := cmp.Diff(untouched, a.Written(), cmpopts.IgnoreUnexported(model.Architecture{}, model.Service{}, model.Flow{})); diff != "" {
			t.Errorf("%s (-before, +after):\n%s", file, diff)
		}
	}
}

// TestWrittenLeavesOutDerivedZonesAndFlows: naming a zone is enough to have it,
// and the copy names it only.
func TestWrittenLeavesOutDerivedZonesAndFlows(t *testing.T) {
	a := samples(t)["../samples/two-server/architecture.cue"].Written()
	a.Flows = nil
	if problems := a.Resolve(); len(problems) > 0 {
		t.Fatal(problems)
	}
	if len(a.Zones) == 0 || len(a.Flows) == 0 {
		t.Fatal("the architecture has neither zones nor flows")
	}
	if w := a.Written(); len(w.Zones)+len(w.Flows) > 0 {
		t.Errorf("the copy has the zones %v and the flows %v", w.Zones, w.Flows)
	}
}
