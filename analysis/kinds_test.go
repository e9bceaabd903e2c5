package analysis_test

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

func TestKinds(t *testing.T) {
	shallow := func(s *stack) { s.toApp.Check.Path = "" }
	behindNginx := func(s *stack) { s.lb.Software, s.toApp.Check = "nginx", nil }
	group := func(s *stack) {
		s.db.Replication, s.db.On = &model.Replication{Mode: "group"}, []string{"db-1", "db-2", "db-3"}
	}
	tests := []struct {
		name    string
		edit    func(s *stack)
		kind    analysis.Kind
		failure string
		want    string
	}{
		{"a check that asks for an answer", func(*stack) {}, analysis.Hang,
			"app@app-1", "read partial transient 8s, write partial transient 8s"},
		{"a check that asks for an answer, with a timeout", func(s *stack) { s.toApp.Check.Timeout = 500 * 1e6 }, analysis.Hang,
			"app@app-1", "read partial transient 6s500ms, write partial transient 6s500ms"},
		{"a check that only connects: a black hole", shallow, analysis.Hang,
			"app@app-1", "read partial hard, write partial hard"},
		{"a check that only connects, active and backup", func(s *stack) {
			shallow(s)
			s.toApp.Balance = &model.Balance{Mode: "active-passive"}
		}, analysis.Hang,
			"app@app-1", "read total hard, write total hard"},
		{"a check that only connects: its server", shallow, analysis.Hang,
			"app-1", "read partial hard, write partial hard"},
		{"redispatch alone does not help: the connection opened", func(s *stack) { s.toApp.Retry = &model.Retry{Redispatch: yes()} }, analysis.Hang,
			"app@app-1", "read partial transient 8s, write partial transient 8s"},
		{"redispatch after a timeout saves reads", func(s *stack) {
			s.toApp.Retry = &model.Retry{Redispatch: yes(), On: []string{"timeout"}}
		}, analysis.Hang,
			"app@app-1", "write partial transient 8s"},
		{"redispatch after a timeout, writes too", func(s *stack) {
			s.toApp.Retry = &model.Retry{Redispatch: yes(), On: []string{"timeout"}, Writes: yes()}
		}, analysis.Hang,
			"app@app-1", ""},
		{"nginx tries reads at the next, and a write now and then at the one that hangs", behindNginx, analysis.Hang,
			"app@app-1", "write partial hard"},
		{"nginx, writes tried again too", func(s *stack) {
			behindNginx(s)
			s.toApp.Retry = &model.Retry{Writes: yes()}
		}, analysis.Hang,
			"app@app-1", ""},
		{"nginx, and a backup takes over", func(s *stack) {
			behindNginx(s)
			s.toApp.Balance = &model.Balance{Mode: "active-passive"}
		}, analysis.Hang,
			"app@app-1", "write partial hard"},
		{"nginx that does not try again after a timeout", func(s *stack) {
			behindNginx(s)
			s.toApp.Retry = &model.Retry{On: []string{"error"}}
		}, analysis.Hang,
			"app@app-1", "read partial hard, write partial hard"},
		{"the only one", func(s *stack) { behindNginx(s); s.app.On = []string{"app-1"} }, analysis.Hang,
			"app@app-1", "read total hard, write total hard"},
		{"a virtual IP whose script asks the process", func(*stack) {}, analysis.Hang,
			"lb@lb-1", "read total transient 5s609ms, write total transient 5s609ms"},
		{"a virtual IP that does not follow the process", func(s *stack) { s.lb.Address.Tracks = "" }, analysis.Hang,
			"lb@lb-1", "read total manual, write total manual"},
		{"a virtual IP that does not follow the process: the server, with keepalived", func(s *stack) { s.lb.Address.Tracks = "" }, analysis.Hang,
			"lb-1", "read total transient 3s609ms, write total transient 3s609ms"},
		{"a group expels what hangs", group, analysis.Hang,
			"db@db-1", "write total transient 10s"},
		{"a group of two", func(s *stack) { s.db.Replication = &model.Replication{Mode: "group"} }, analysis.Hang,
			"db@db-2", "write total manual"},
		{"a replica that does not acknowledge", func(s *stack) { s.db.Replication.Mode = "semi-sync" }, analysis.Hang,
			"db@db-2", "write total transient 10s"},
		{"a connecting check keeps to a primary that hangs", func(s *stack) {
			group(s)
			s.toDB.Choose, s.toDB.Check = "check", &model.Check{Type: "tcp", Every: model.Second, Fall: 3}
		}, analysis.Hang,
			"db@db-1", "read partial hard, write total manual"},
		{"an asking check finds the new primary", func(s *stack) {
			group(s)
			s.toDB.Choose, s.toDB.Check = "check", &model.Check{Type: "mysql", Every: model.Second, Fall: 3, Rise: 2}
		}, analysis.Hang,
			"db@db-1", "read partial transient 4s, write total transient 12s"},
		{"cut off, as good as dead", shallow, analysis.Cut,
			"app@app-1", "read partial transient 8s, write partial transient 8s"},
		{"cut off, its address goes with its network", func(s *stack) { s.lb.Address.Tracks = "" }, analysis.Cut,
			"lb@lb-1", "read total transient 3s609ms, write total transient 3s609ms"},
		{"cut off, nginx", behindNginx, analysis.Cut,
			"app@app-1", "read partial hard, write partial hard"},
		{"cut off, nginx gives up soon", func(s *stack) {
			behindNginx(s)
			s.toApp.Timeout.Connect = model.Second
		}, analysis.Cut,
			"app@app-1", ""},
		{"a server of nginx is gone", behindNginx, analysis.Crash,
			"app-1", "read partial hard, write partial hard"},
		{"a process of nginx is gone", behindNginx, analysis.Crash,
			"app@app-1", ""},
		{"a server of an active and a backup is gone", func(s *stack) {
			behindNginx(s)
			s.toApp.Balance = &model.Balance{Mode: "active-passive"}
		}, analysis.Crash,
			"app-1", "read total hard, write total hard"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStack()
			test.edit(s)
			r := analysis.AnalyzeWith(resolved(t, s.Architecture), analysis.Options{Kind: test.kind})
			f, ok := r.Find(test.failure)
			if !ok || f.Kind != test.kind {
				t.Fatalf("there is no %s of %s: %v", test.kind, test.failure, f)
			}
			if got := line(r.At(f)); got != test.want {
				t.Errorf("%s of %s: got %q, want %q", test.kind, test.failure, got, test.want)
			}
		})
	}
}

func TestConnectionsThatAreCut(t *testing.T) {
	tests := []struct {
		name    string
		edit    func(s *stack)
		failure string
		want    string
	}{
		{"the check goes the same way", func(*stack) {},
			"lb@lb-1..app@app-1", "read partial transient 8s, write partial transient 8s"},
		{"redispatch", func(s *stack) { s.toApp.Retry = &model.Retry{Redispatch: yes()} },
			"lb@lb-1..app@app-1", ""},
		{"no check", func(s *stack) { s.toApp.Check = nil },
			"lb@lb-1..app@app-1", "read partial hard, write partial hard"},
		{"nobody comes by the idle one", func(*stack) {},
			"lb@lb-2..app@app-1", ""},
		{"one application and the primary: it is a black hole", func(*stack) {},
			"app@app-1..db@db-1", "write partial hard"},
		{"one application and the primary, which a check sees", func(s *stack) { s.toApp.Check.Reaches = []string{"db.writes"} },
			"app@app-1..db@db-1", "write partial transient 8s"},
		{"the client reads from another", func(*stack) {},
			"app@app-1..db@db-2", ""},
		{"an address is not moved for one caller", func(s *stack) {
			s.lb.Listen = nil
			s.Externals = append(s.Externals, &model.Service{Name: "cdn", Provides: "cdn", Listen: public(), Uses: []*model.Use{{Key: "lb"}}})
		},
			"cdn..lb@lb-1", "read total hard, write total hard"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStack()
			test.edit(s)
			r := analysis.AnalyzeWith(resolved(t, s.Architecture), analysis.Options{Connections: true})
			f, ok := r.Find(test.failure)
			if !ok {
				t.Fatalf("there is no %s", test.failure)
			}
			if got := line(r.At(f)); got != test.want {
				t.Errorf("%s: got %q, want %q", test.failure, got, test.want)
			}
			for _, o := range r.At(f) {
				steps := r.Evidence(o)
				if want := "no packet passes between " + f.From.Name() + " and " + f.To.Name(); steps[0].Text != want {
					t.Errorf("the evidence begins with %q, want %q", steps[0].Text, want)
				}
			}
		})
	}
}

// A primary that is cut off with its server may go on taking writes there.
func TestSplitBrainIsSaid(t *testing.T) {
	said := func(kind analysis.Kind, failure string, edit func(*stack)) bool {
		s := newStack()
		edit(s)
		r := analysis.AnalyzeWith(resolved(t, s.Architecture), analysis.Options{Kind: kind})
		f, _ := r.Find(failure)
		for _, o := range r.At(f) {
			for _, step := range r.Evidence(o) {
				if strings.Contains(step.Text, "there are two") {
					return true
				}
			}
		}
		return false
	}
	if !said(analysis.Cut, "db-1", as) {
		t.Error("nothing is said of a primary whose server is cut off")
	}
	if said(analysis.Crash, "db-1", as) {
		t.Error("a dead primary is said to go on")
	}
	if said(analysis.Cut, "db-1", func(s *stack) { s.db.Replication.Fencing = yes() }) {
		t.Error("a primary that is fenced is said to go on")
	}
}
