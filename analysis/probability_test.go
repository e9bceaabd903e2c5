package analysis_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
)

// The probability of a loss is the sum over all states, as the definitions
// have them one by one: of up to fourteen components that may fail. The long
// run is go test ./analysis -run Probability -models 10000.
func TestProbabilityAgreesWithTheDefinitions(t *testing.T) {
	t.Parallel()
	compared, total, partial, flapping := 0, 0, 0, 0
	for seed := range uint64(tries() / 10) {
		d := rand.New(rand.NewPCG(seed, 5))
		a := throw(seed, seed%4 == 3)
		a.Runbooks = nil // they are for failures that come alone
		most := 5 + int(seed%6)
		if seed%50 == 33 {
			most = 14
		}
		resolved(t, a)
		r := analysis.Analyze(fallible(d, a, most))
		for _, flow := range a.Flows {
			got, err := formula.Calculate(r, flow, formula.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got.MayFlap {
				flapping++
				continue
			}
			want, settled := enumerated(newExam(a, flow), r.Failures)
			if !settled {
				t.Fatalf("seed %d: %s may flap, and is said not to", seed, flow.Name)
			}
			for i, pair := range [][2]formula.Interval{
				{got.Total.Unattended, point(want.total[analysis.AfterFailover])},
				{got.Partial.Unattended, point(want.partial[analysis.AfterFailover])},
				{got.Total.Repair, point(want.total[analysis.AfterPerson])},
				{got.Partial.Repair, point(want.partial[analysis.AfterPerson])},
			} {
				if !pair[0].Exact() || math.Abs(pair[0].Lower-pair[1].Lower) > 1e-12 {
					t.Fatalf("seed %d: %s, figure %d: %v, want %v", seed, flow.Name, i, pair[0], pair[1])
				}
			}
			compared++
			if p := want.total[analysis.AfterFailover]; p > 0 && p < 0.999 {
				total++
			}
			if want.partial[analysis.AfterFailover] > 0 {
				partial++
			}
		}
	}
	t.Logf("%d flows, %d of them lost in total at times, %d in part; %d more may flap", compared, total, partial, flapping)
	if compared < tries()/5 || total < compared/2 || partial < compared/20 {
		t.Errorf("%d flows, %d of them lost in total at times, %d in part: too little was compared", compared, total, partial)
	}
}

func point(p float64) formula.Interval { return formula.Interval{Lower: p, Upper: p} }

// fallible writes an availability for everything, and that all but so many
// failures do not happen.
func fallible(d *rand.Rand, a *model.Architecture, most int) *model.Architecture {
	some := func() float64 { return 1 - math.Pow(10, -2*d.Float64())/2 }
	for _, zone := range a.Zones {
		zone.Availability = some()
	}
	for _, group := range a.Groups {
		group.Availability = some()
	}
	for _, service := range a.AllServices() {
		service.Availability = some()
	}
	all := analysis.Analyze(a).Failures
	d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, f := range all[min(most, len(all)):] {
		a.Assumptions = append(a.Assumptions, &model.Assumption{Perfect: f.Name(), Because: "test"})
	}
	return a
}

// shares are the probabilities of each horizon.
type shares struct{ total, partial [3]float64 }

// enumerated sums up all states, and tells whether the circles came to rest in
// each.
func enumerated(e *exam, events []analysis.Failure) (sum shares, settled bool) {
	settled = true
	for state := range 1 << len(events) {
		chance := 1.0
		var failed []analysis.Failure
		for i, f := range events {
			q := 1 - availability(f)
			if state>>i&1 == 1 {
				failed = append(failed, f)
				chance *= q
			} else {
				chance *= 1 - q
			}
		}
		only := e.lots(failed)[0] // crashes leave nothing open
		worse, _, ok := e.under(failed, only, false)
		better, _, alsoOK := e.under(failed, only, true)
		settled = settled && ok && alsoOK
		for h := range worse.lost {
			switch max(worse.lost[h], better.lost[h]) {
			case analysis.Total:
				sum.total[h] += chance
			case analysis.Partial:
				sum.partial[h] += chance
			}
		}
	}
	return sum, settled
}

func availability(f analysis.Failure) float64 {
	switch {
	case f.Zone != nil:
		return f.Zone.Availability
	case f.Server != nil:
		return f.Server.Group.Availability
	}
	return f.Instance.Service.Availability
}
