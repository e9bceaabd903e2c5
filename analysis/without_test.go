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

func TestParse(t *testing.T) {
	a := twoServer()
	a.Groups = append(a.Groups, &model.Group{Name: "more", Count: 2, ZoneName: "rack-1"})
	a.Services[1].On = append(a.Services[1].On, "more")
	r := analysis.AnalyzeWith(resolved(t, a), analysis.Options{Kind: analysis.Hang})
	tests := []struct{ name, want string }{
		{"web@server-1", "hang web@server-1"},
		{"server-2", "hang server-2"},
		{"rack-1", "hang rack-1"},
		{"db", "hang db@server-1, hang db@server-2"},
		{"more", "hang more-1, hang more-2"},
		{"app..db@server-2", "cut app@server-1..db@server-2, cut app@server-2..db@server-2"},
		{"web@server-2..app", "cut web@server-2..app@server-2"},
		{"wep@server-1", `there is no instance, server, zone, external, service or group "wep@server-1"; did you mean "web@server-1"?`},
		{"nonsense-altogether", `there is no instance, server, zone, external, service or group "nonsense-altogether"`},
		{"", `there is no instance, server, zone, external, service or group ""`},
		{"ap..db", `there is no service or instance "ap"; did you mean "app"?`},
		{"app..", `there is no service or instance ""`},
		{"db..app", `no connection goes from db to app; did you mean "app..db"?`},
		{"lb..db", `no connection goes from lb to db: write one that a service has under uses, such as "app..db"`},
		{"web@server-1..app@server-2", `no connection goes from web@server-1 to app@server-2: write one that a service has under uses, such as "app..db"`},
	}
	for _, test := range tests {
		failures, err := r.Parse(test.name)
		got := names(failures)
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q: got %s, want %s", test.name, got, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	a := twoServer()
	a.Resolve()
	r := analysis.AnalyzeWith(a, analysis.Options{})
	for _, name := range []string{"web@server-1", "lb", "app..db@server-2", "..", "a....b", "rack-1"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		failures, err := r.Parse(name)
		if (err == nil) != (len(failures) > 0) {
			t.Fatalf("%q: %v, %v", name, failures, err)
		}
		if outcomes := r.Without(failures); len(outcomes) != len(a.Flows) {
			t.Fatalf("%q: %d outcomes of %d flows", name, len(outcomes), len(a.Flows))
		}
	})
}

func TestWithout(t *testing.T) {
	r := analysis.Analyze(resolved(t, twoServer()))
	tests := []struct{ without, want string }{
		{"", "read none , write none , static none "},
		{"web@server-2", "read none , write none , static none "},
		{"web@server-1,web@server-2", "read total hard, write total hard, static total hard"},
		{"app@server-1,app@server-2", "read total hard, write total hard, static total hard"},
		{"web@server-1,app@server-1", "read total transient 6s, write total transient 6s, static total transient 6s"},
		{"db@server-1,app..db@server-2", "read total hard, write total hard, static none "},
		{"server-1,rack-1", "read total hard, write total hard, static total hard"},
	}
	for _, test := range tests {
		outcomes := r.Without(parsed(t, r, test.without))
		if got := line(outcomes); got != test.want {
			t.Errorf("without %s: got %q, want %q", test.without, got, test.want)
		}
		for _, o := range outcomes {
			if steps := r.Evidence(o); o.Recovery != analysis.Unharmed && !strings.HasPrefix(steps[0].Text, o.Failure.Name()) {
				t.Errorf("without %s: the evidence begins with %q", test.without, steps[0].Text)
			}
		}
	}
}

// parsed are the failures of names with commas between them.
func parsed(t *testing.T, r *analysis.Result, list string) []analysis.Failure {
	t.Helper()
	var failures []analysis.Failure
	for name := range strings.SplitSeq(list, ",") {
		if name == "" {
			continue
		}
		found, err := r.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		failures = append(failures, found...)
	}
	return failures
}

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

// The cut sets of random architectures are those that trying every set of
// everything finds.
func TestCutSetsAgainstEverySet(t *testing.T) {
	found := 0
	for seed := range uint64(40) {
		a := throw(seed, false)
		a.Resolve()
		r := analysis.Analyze(a)
		order := 2 + int(seed%2)
		if order == 3 && len(r.Failures) > 16 {
			order = 2
		}
		for _, flow := range a.Flows {
			var want [][]analysis.Failure
			for size := range order + 1 {
				everySet(r.Failures, size, func(set []analysis.Failure) {
					if !coveredBy(want, set) && stops(r, flow, set) {
						want = append(want, slices.Clone(set))
					}
				})
			}
			got, complete := r.CutSets(flow, order, 0)
			if diff := cmp.Diff(sortedSets(want), sortedSets(got)); diff != "" || !complete {
				t.Fatalf("seed %d, %s: complete %v\n%s", seed, flow.Name, complete, diff)
			}
			found += len(got)
		}
	}
	if found < 500 {
		t.Errorf("only %d sets were compared", found)
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

func stops(r *analysis.Result, flow *model.Flow, set []analysis.Failure) bool {
	return slices.ContainsFunc(r.Without(set), func(o analysis.Outcome) bool {
		return o.Flow == flow && o.Lost[analysis.AfterFailover] == analysis.Total
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
