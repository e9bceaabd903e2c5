package analysis_test

import (
	"fmt"
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
// definitions finds: up to two failures, of small ones up to three.
func TestCutSetsAgreeWithTheDefinitions(t *testing.T) {
	found, largest := 0, 0
	for seed := range uint64(*models / 10) {
		a := resolved(t, throw(seed, false))
		r := analysis.Analyze(a)
		order := 2
		if len(r.Failures) <= 18 {
			order = 3
		}
		for _, flow := range a.Flows {
			e := newExam(a, flow)
			var want [][]analysis.Failure
			for size := range order + 1 {
				everySet(r.Failures, size, func(set []analysis.Failure) {
					if !coveredBy(want, set) && e.stops(set) {
						want = append(want, slices.Clone(set))
					}
				})
			}
			got, complete := r.CutSets(flow, order, 0)
			if diff := cmp.Diff(sortedSets(want), sortedSets(got)); diff != "" || !complete {
				t.Fatalf("seed %d, %s: complete %v\n%s", seed, flow.Name, complete, diff)
			}
			found += len(got)
			if len(got) > 0 && len(got[len(got)-1]) == 3 {
				largest++
			}
		}
	}
	t.Logf("%d cut sets; %d flows with one of three failures", found, largest)
	if found < *models || largest == 0 {
		t.Errorf("only %d sets were compared, %d flows with one of three", found, largest)
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
	return slices.ContainsFunc([]bool{false, true}, func(optimistic bool) bool {
		s, _, _ := e.under(set, optimistic)
		return s.lost[analysis.AfterFailover] == analysis.Total
	})
}

func sortedSets(sets [][]analysis.Failure) []string {
	var all []string
	for _, set := range sets {
		var members []string
		for _, f := range set {
			members = append(members, f.Name())
		}
		slices.Sort(members)
		all = append(all, fmt.Sprint(members))
	}
	slices.Sort(all)
	return all
}
