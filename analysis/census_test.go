package analysis_test

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// What is worked out for alike instances together is what is worked out for
// each of them by itself, down to the windows and what is missing.
func TestAgreesInstanceByInstance(t *testing.T) {
	t.Parallel()
	options := []analysis.Options{{}, {Kind: analysis.Hang}, {Kind: analysis.Cut}, {Connections: true}}
	compared := 0
	for seed := range uint64(tries()) {
		circles := seed%5 == 4
		a := throw(seed, circles)
		widen(a)
		if problems := a.Resolve(); len(problems) > 0 {
			t.Fatalf("seed %d: %v", seed, problems)
		}
		r := analysis.AnalyzeWith(a, options[seed%4])
		for i, f := range r.Failures {
			if f.From != nil && i%7 != 0 {
				continue // they are many
			}
			var harmed []analysis.Outcome
			for _, o := range r.Without([]analysis.Failure{f}) {
				if o.Recovery != analysis.Unharmed {
					harmed = append(harmed, o)
				}
			}
			if diff := gocmp.Diff(judged(harmed), judged(r.At(f))); diff != "" {
				t.Fatalf("seed %d: %s: by itself (-), together (+)\n%s", seed, f.Name(), diff)
			}
			compared += len(harmed)
		}
		if !circles { // they may stop elsewhere
			agreeAtEachHorizon(t, r, options[seed%4])
		}
	}
	if compared < tries() {
		t.Errorf("%d outcomes of %d architectures: too little was compared", compared, tries())
	}
}

// agreeAtEachHorizon holds what is lost at one horizon against the outcomes.
func agreeAtEachHorizon(t *testing.T, r *analysis.Result, o analysis.Options) {
	t.Helper()
	for h := range analysis.AfterPerson + 1 {
		if h == analysis.AfterPerson && len(r.Architecture.Runbooks) > 0 {
			continue // which are another matter
		}
		losses := analysis.LossesAt(r.Architecture, h, o)
		for i, f := range losses.Failures {
			var want []analysis.Loss
			for _, o := range r.At(f) {
				if o.Lost[h] > r.Baseline(o.Flow) {
					want = append(want, analysis.Loss{Flow: o.Flow, Amount: o.Lost[h]})
				}
			}
			if got := losses.By(i); !slices.Equal(got, want) {
				t.Fatalf("%s at horizon %d: got %v, want %v", f.Name(), h, got, want)
			}
		}
	}
}

// widen lets every other service run on more servers, which it does not name one
// by one.
func widen(a *model.Architecture) {
	zone := cmp.Or(a.Groups[0].ZoneName, "elsewhere")
	a.Groups = append(a.Groups, &model.Group{Name: "some", Count: 3, ZoneName: zone}, &model.Group{Name: "more", Count: 4, ZoneNames: []string{"elsewhere", "far"}})
	a.Zones = append(a.Zones, &model.Zone{Name: "elsewhere", ZoneName: "far"}, &model.Zone{Name: "far"})
	for i, s := range a.Services {
		s.On = append(s.On, [][]string{nil, {"some"}, {"more", "some"}, {"more"}}[(i+len(s.On))%4]...)
	}
}

// verdict is an outcome without its flow and failure, which are pointers into
// an architecture.
type verdict struct {
	Flow             string
	Lost             [3]analysis.Amount
	Amount           analysis.Amount
	Meanwhile        analysis.Amount
	Recovery         analysis.Recovery
	Missing          []model.Path
	Window, Failures string
}

func judged(outcomes []analysis.Outcome) []verdict {
	var all []verdict
	for _, o := range outcomes {
		all = append(all, verdict{o.Flow.Name, o.Lost, o.Amount, o.Meanwhile, o.Recovery, o.Missing, o.Window.String(), names(o.Failures())})
	}
	return all
}
