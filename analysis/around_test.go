package analysis_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

// Every verdict about the samples has a proof that the checker follows.
func TestSamplesAreProved(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../samples/*/architecture.cue")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	for _, file := range files {
		document, err := schema.Load(file, schema.Options{})
		if err != nil {
			t.Fatal(err)
		}
		b := bench{TB: t}
		b.everything(document.Architecture)
		t.Logf("%s: %d proofs of %.1f claims", filepath.Base(filepath.Dir(file)), b.proofs, float64(b.claims)/float64(b.proofs))
	}
}

func TestWayAround(t *testing.T) {
	tests := []struct {
		failed, flow string
		at           analysis.Horizon
		want         string
	}{
		{"web@server-1", "read", analysis.BeforeFailover, ""},
		{"web@server-1", "read", analysis.AfterFailover, "lb@lb-1, web@server-2, app@server-2 and db@server-2"},
		{"db@server-1", "read", analysis.AfterFailover, "lb@lb-1, web@server-1, app@server-1 and db@server-2"},
		{"db@server-1", "write", analysis.AfterFailover, ""},
		{"db@server-1", "write", analysis.AfterPerson, "lb@lb-1, web@server-1, app@server-1 and db@server-2"},
		{"server-2", "static", analysis.BeforeFailover, "lb@lb-1 and web@server-1"},
	}
	r := analysis.Analyze(resolved(t, twoServer()))
	for _, test := range tests {
		f, _ := r.Find(test.failed)
		at := analysis.Situation{Flow: flowNamed(r, test.flow), Failures: []analysis.Failure{f}, Horizon: test.at}
		if got := r.WayAround(at).String(); got != test.want {
			t.Errorf("%s, %s at %d: goes on by %q, want %q", test.failed, test.flow, test.at, got, test.want)
		}
	}
}

func flowNamed(r *analysis.Result, name string) *model.Flow {
	for _, f := range r.Architecture.Flows {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// A way goes through nothing that has failed, and there is one unless all is
// lost.
func TestWaysAroundAnything(t *testing.T) {
	t.Parallel()
	for seed := range uint64(proofTries()) {
		a := throw(seed, seed%4 == 0)
		a.Resolve()
		r := analysis.AnalyzeWith(a, analysis.Options{Kind: analysis.Kind(seed % 3)})
		for _, f := range r.Failures {
			for _, o := range r.Without([]analysis.Failure{f}) {
				if o.Recovery == analysis.Undecided {
					continue
				}
				for h := range analysis.Horizon(2) { // a person may follow a runbook
					way := r.WayAround(o.Situation(h))
					if (way == nil) != (o.Lost[h] == analysis.Total) {
						t.Fatalf("seed %d: %s, %s loses %s at %d and goes on by %s", seed, f.Name(), o.Flow.Name, o.Lost[h], h, way)
					}
					dead := naive{failed: o.Failures()}
					for _, hop := range way {
						for _, i := range hop.By {
							if dead.dead(i) {
								t.Fatalf("seed %d: %s, %s goes on by %s", seed, f.Name(), o.Flow.Name, way)
							}
						}
					}
				}
			}
		}
	}
}

// farm is a load balancer with many web servers, which share a database.
func farm(checked bool) *model.Architecture {
	a := &model.Architecture{Name: "farm", Groups: servers("lb-1", "db-1")}
	web := &model.Service{Name: "web", Kind: model.ApplicationServer, Uses: []*model.Use{{Key: "db"}}}
	for i := range 1000 {
		name := fmt.Sprint("web-", i)
		a.Groups = append(a.Groups, &model.Group{Name: name})
		web.On = append(web.On, name)
	}
	use := &model.Use{Key: "web"}
	if checked {
		use.Check = &model.Check{Type: "http"}
	}
	a.Services = []*model.Service{
		{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb-1"}, Listen: public(), Uses: []*model.Use{use}},
		web,
		{Name: "db", Kind: model.Database, On: []string{"db-1"}},
	}
	return a
}

// A proof is as long as what it needs, however large the architecture is.
func TestProofsAreShort(t *testing.T) {
	tests := []struct {
		name           string
		checked        bool
		failed         string
		at             analysis.Horizon
		breaks, around int
	}{
		{"the load balancer is all there is", true, "lb@lb-1", analysis.AfterPerson, 1, 0},
		{"one of many fails some, and one shows that not all is lost", false, "web@web-7", analysis.AfterFailover, 3, 6},
		{"the database stops all: each of them has to be named", true, "db@db-1", analysis.AfterFailover, 1004, 0},
		{"nothing is lost: each of those in use has to be named, and one be seen to pass", true, "web@web-7", analysis.AfterFailover, 0, 1005},
	}
	for _, test := range tests {
		r := analysis.Analyze(resolved(t, farm(test.checked)))
		f, _ := r.Find(test.failed)
		o := r.Without([]analysis.Failure{f})[0]
		b := bench{TB: t, Result: r, exams: map[*model.Flow]*exam{}}
		b.prove(o.Situation(test.at), o.Lost[test.at], false)
		breaks, around := len(r.Derivation(o.Situation(test.at)).Claims), 0
		for _, c := range r.Around(o.Situation(test.at)) {
			around = len(c.Claims)
		}
		if breaks != test.breaks || around != test.around {
			t.Errorf("%s: %d claims and %d around it, want %d and %d", test.name, breaks, around, test.breaks, test.around)
		}
	}
}
