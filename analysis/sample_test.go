package analysis_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

func TestTwoServers(t *testing.T) {
	tests := []struct {
		name string
		edit func(lb *model.Use)
		want string
	}{
		{"as written", func(*model.Use) {}, `
			lb@lb-1 read: total hard
			lb@lb-1 write: total hard
			lb@lb-1 static: total hard
			web@server-1 read: total transient 6s (health check 2s x 3)
			web@server-1 write: total transient 6s (health check 2s x 3)
			web@server-1 static: total transient 6s (health check 2s x 3)
			app@server-1 read: total transient 6s (health check 2s x 3)
			app@server-1 write: total transient 6s (health check 2s x 3)
			db@server-1 write: total manual
			db@server-2 read: total hard
			lb-1 read: total hard
			lb-1 write: total hard
			lb-1 static: total hard
			server-1 read: total transient 6s (health check 2s x 3)
			server-1 write: total manual
			server-1 static: total transient 6s (health check 2s x 3)
			server-2 read: total hard
			rack-1 read: total hard
			rack-1 write: total hard
			rack-1 static: total hard`},
		{"without the check", func(lb *model.Use) { lb.Check = nil }, `
			lb@lb-1 read: total hard
			lb@lb-1 write: total hard
			lb@lb-1 static: total hard
			web@server-1 read: total hard
			web@server-1 write: total hard
			web@server-1 static: total hard
			app@server-1 read: total hard
			app@server-1 write: total hard
			db@server-1 write: total manual
			db@server-2 read: total hard
			lb-1 read: total hard
			lb-1 write: total hard
			lb-1 static: total hard
			server-1 read: total hard
			server-1 write: total hard
			server-1 static: total hard
			server-2 read: total hard
			rack-1 read: total hard
			rack-1 write: total hard
			rack-1 static: total hard`},
		{"with a check of the web server alone", func(lb *model.Use) { lb.Check.Reaches = nil }, `
			lb@lb-1 read: total hard
			lb@lb-1 write: total hard
			lb@lb-1 static: total hard
			web@server-1 read: total transient 6s (health check 2s x 3)
			web@server-1 write: total transient 6s (health check 2s x 3)
			web@server-1 static: total transient 6s (health check 2s x 3)
			app@server-1 read: total hard
			app@server-1 write: total hard
			db@server-1 write: total manual
			db@server-2 read: total hard
			lb-1 read: total hard
			lb-1 write: total hard
			lb-1 static: total hard
			server-1 read: total transient 6s (health check 2s x 3)
			server-1 write: total manual
			server-1 static: total transient 6s (health check 2s x 3)
			server-2 read: total hard
			rack-1 read: total hard
			rack-1 write: total hard
			rack-1 static: total hard`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := twoServer()
			test.edit(a.Services[0].Uses[0])
			r := analysis.Analyze(resolved(t, a))
			if diff := cmp.Diff(verdicts(test.want), table(r.Outcomes())); diff != "" {
				t.Error(diff)
			}
			for _, flow := range a.Flows {
				if lost := r.Baseline(flow); lost != analysis.None {
					t.Errorf("with nothing failed %s loses %s", flow.Name, lost)
				}
			}
		})
	}
}
