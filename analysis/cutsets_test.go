package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

func TestCutSets(t *testing.T) {
	s := newStack()
	s.Groups = servers("lb-1", "lb-2", "app-1", "app-2", "db-1", "db-2")
	s.toDB.Reads = "all"
	r := analysis.Analyze(resolved(t, s.Architecture))
	read, write := s.Flows[0], s.Flows[1]
	tests := []struct {
		flow         *model.Flow
		order, limit int
		want         string
		complete     bool
	}{
		{write, 1, 0, "{db@db-1} {db-1}", true},
		{read, 1, 0, "", true},
		{read, 2, 0, "{lb@lb-1 lb@lb-2} {lb@lb-1 lb-2} {lb@lb-2 lb-1} {app@app-1 app@app-2} {app@app-1 app-2} {app@app-2 app-1} " +
			"{db@db-1 db@db-2} {db@db-1 db-2} {db@db-2 db-1} {lb-1 lb-2} {app-1 app-2} {db-1 db-2}", true},
		{read, 2, 2, "{lb@lb-1 lb@lb-2} {lb@lb-1 lb-2}", false},
		{read, 0, 0, "", true},
	}
	for _, test := range tests {
		sets, complete := r.CutSets(test.flow, test.order, test.limit)
		if got := written(sets); got != test.want || complete != test.complete {
			t.Errorf("%s, order %d, limit %d: got %s, %v; want %s, %v", test.flow.Name, test.order, test.limit, got, complete, test.want, test.complete)
		}
	}
}

func TestCutSetOfWhatNeverWorks(t *testing.T) {
	s := newStack()
	s.toApp.AtLeast = 3
	r := analysis.Analyze(resolved(t, s.Architecture))
	if sets, complete := r.CutSets(s.Flows[0], 2, 0); len(sets) != 1 || len(sets[0]) != 0 || !complete {
		t.Errorf("got %v, %v, want the empty set alone", sets, complete)
	}
}

// written writes sets in one line.
func written(sets [][]analysis.Failure) string {
	var all []string
	for _, set := range sets {
		var members []string
		for _, f := range set {
			members = append(members, f.Name())
		}
		all = append(all, "{"+strings.Join(members, " ")+"}")
	}
	return strings.Join(all, " ")
}

// The cut sets of random architectures are those that trying every set by the
// definitions finds: up to two failures, of small ones up to three, of every
// kind and with connections. The long run is
// go test ./analysis -run CutSets -models 20000.
func TestCutSetsAgreeWithTheDefinitions(t *testing.T) {
	t.Parallel()
	var all compared
	for seed := range uint64(*models / 10) {
		a := resolved(t, throw(seed, false))
		r := analysis.AnalyzeWith(a, sortOf(seed))
		for _, flow := range a.Flows {
			e := newExam(a, flow)
			all.compare(t, seed, r, flow, e.stops)
		}
	}
	all.report(t)
}

// They are those of the engine too where services use each other in circles.
func TestCutSetsAgreeWithTheEngine(t *testing.T) {
	t.Parallel()
	var all compared
	for seed := range uint64(*models / 5) {
		r := analysis.AnalyzeWith(resolved(t, throw(seed, seed%2 == 1)), sortOf(seed/2))
		for _, flow := range r.Architecture.Flows {
			all.compare(t, seed, r, flow, func(set []analysis.Failure) bool { return r.Stops(flow, set) })
		}
	}
	all.report(t)
}

func sortOf(seed uint64) analysis.Options {
	return [...]analysis.Options{{}, {Kind: analysis.Hang}, {Kind: analysis.Cut}, {Connections: true}}[seed%4]
}

// compared counts the cut sets that were compared, by their size.
type compared [4]int

// compare holds the cut sets of a flow against trying every set.
func (c *compared) compare(t *testing.T, seed uint64, r *analysis.Result, flow *model.Flow, stops func([]analysis.Failure) bool) {
	t.Helper()
	order := 2
	switch {
	case len(r.Failures) <= 18:
		order = 3
	case len(r.Failures) > 50:
		order = 1
	}
	var want [][]analysis.Failure
	for size := range order + 1 {
		everySet(r.Failures, size, func(set []analysis.Failure) {
			if !coveredBy(want, set) && stops(set) {
				want = append(want, slices.Clone(set))
			}
		})
	}
	got, complete := r.CutSets(flow, order, 0)
	if diff := cmp.Diff(written(want), written(got)); diff != "" || !complete {
		t.Fatalf("seed %d, %s: complete %v\n%s", seed, flow.Name, complete, diff)
	}
	for _, set := range got {
		c[len(set)]++
	}
}

func (c *compared) report(t *testing.T) {
	t.Logf("%d cut sets of one failure, %d of two, %d of three", c[1], c[2], c[3])
	if c[1] < tries()/2 || c[2] < tries()/10 || c[3] < tries()/50 {
		t.Error("too little was compared")
	}
}

func everySet(all []analysis.Failure, size int, yield func([]analysis.Failure), chosen ...analysis.Failure) {
	if size == 0 {
		yield(chosen)
		return
	}
	for i, f := range all {
		everySet(all[i+1:], size-1, yield, append(slices.Clone(chosen), f)...)
	}
}

func coveredBy(cuts [][]analysis.Failure, set []analysis.Failure) bool {
	return slices.ContainsFunc(cuts, func(cut []analysis.Failure) bool {
		return !slices.ContainsFunc(cut, func(f analysis.Failure) bool { return !slices.Contains(set, f) })
	})
}

// stops tells whether the flow is lost in total after failover, if the worse
// holds of what is not written.
func (e *exam) stops(set []analysis.Failure) bool {
	return slices.ContainsFunc(e.lots(set), func(by lot) bool {
		return slices.ContainsFunc([]bool{false, true}, func(optimistic bool) bool {
			s, _, _ := e.under(set, by, optimistic)
			return s.lost[analysis.AfterFailover] == analysis.Total
		})
	})
}
