package analysis_test

import (
	"strings"
	"testing"

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
		{"db@server-1..db@server-2", "cut db@server-1..db@server-2"},
		{"db@server-2..db", "cut db@server-1..db@server-2"},
		{"db..db", "cut db@server-1..db@server-2"},
		{"wep@server-1", `there is no instance, server, zone, external, service or group "wep@server-1"; did you mean "web@server-1"?`},
		{"nonsense-altogether", `there is no instance, server, zone, external, service or group "nonsense-altogether"`},
		{"", `there is no instance, server, zone, external, service or group ""`},
		{"ap..db", `there is no service or instance "ap"; did you mean "app"?`},
		{"app..", `there is no service or instance ""`},
		{"db..app", `no connection goes from db to app; did you mean "app..db"?`},
		{"lb..db", `no connection goes from lb to db: write one that a service has under uses, such as "app..db"`},
		{"web..web", `no connection goes from web to web: write one that a service has under uses, such as "app..db"`},
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
			steps := r.Evidence(o)
			if harmed := o.Recovery != analysis.Unharmed; harmed != (len(steps) > 0) || harmed && !strings.HasPrefix(steps[0].Text, o.Failure.Name()) {
				t.Errorf("without %s: the evidence of %s is %v", test.without, o.Flow.Name, steps)
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
