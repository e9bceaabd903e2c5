package analysis_test

import (
	"slices"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

func TestWindows(t *testing.T) {
	const s = model.Second
	tests := []struct {
		name          string
		edit          func(*stack)
		failure, flow string
		want          string
		known         bool
	}{
		{"on one way they begin together", func(k *stack) {
			k.lb.On = []string{"app-1", "app-2"}
			k.toApp.Balance = &model.Balance{Mode: "active-passive"}
		}, "app-1", "read", "6s (health check 2s x 3; VRRP advertisement 1s x 3 and VRRP skew 609ms at the same time)", true},
		{"the longest of several ways counts", func(k *stack) {
			k.db.Replication = &model.Replication{Mode: "group", Promotion: 4 * s}
			k.db.On = []string{"app-1", "db-1", "db-2"}
			k.app.Uses = append(k.app.Uses, &model.Use{Key: "cache", Choose: "check", Check: &model.Check{Every: 3 * s, Fall: 5}})
			k.Services = append(k.Services, &model.Service{Name: "cache", Kind: model.Cache, On: []string{"app-1", "db-1"}})
			k.app.On = []string{"app-2"}
		}, "app-1", "write", "15s (health check 3s x 5)", true},
		{"a part that is not known", func(k *stack) {
			k.lb.Address = &model.Address{By: "dns", Checked: yes(), Every: 10 * s, Fall: 3}
		}, "lb-1", "read", "more than 30s (DNS check 10s x 3 + DNS answer unknown)", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k := newStack()
			test.edit(k)
			r := analysis.Analyze(resolved(t, k.Architecture))
			f, _ := r.Find(test.failure)
			for _, o := range r.At(f) {
				if o.Flow.Name != test.flow {
					continue
				}
				if got := o.Window.String(); got != test.want || o.Window.Known() != test.known {
					t.Errorf("got %q, known %v; want %q, known %v (%v %s)", got, o.Window.Known(), test.want, test.known, o.Lost, o.Recovery)
				}
				return
			}
			t.Errorf("%s does not harm %s", test.failure, test.flow)
		})
	}
}

// A load balancer that shares its server with what it balances: all is lost until
// the address has moved, and then a part until the check has failed.
func TestAllIsLostAtFirst(t *testing.T) {
	tests := []struct {
		name, failure, flow string
		edit                func(*stack)
		want                string
		stages              []analysis.Stage
	}{
		{"then a part, and then nothing", "app-1", "read", func(*stack) {},
			"3s609ms (VRRP advertisement 1s x 3 + VRRP skew 609ms) of 6s (health check 2s x 3; VRRP advertisement 1s x 3 and VRRP skew 609ms at the same time)",
			[]analysis.Stage{{analysis.Total, analysis.Transient}, {analysis.Partial, analysis.Transient}}},
		{"all of the time", "app-1", "read", func(k *stack) { k.toApp.Balance = &model.Balance{Mode: "active-passive"} },
			"6s (health check 2s x 3; VRRP advertisement 1s x 3 and VRRP skew 609ms at the same time) of 6s (health check 2s x 3; VRRP advertisement 1s x 3 and VRRP skew 609ms at the same time)",
			[]analysis.Stage{{analysis.Total, analysis.Transient}}},
		{"then a part until the repair", "app-1", "read", func(k *stack) { k.toApp.Choose, k.toApp.Check = "check", nil },
			"3s609ms (VRRP advertisement 1s x 3 + VRRP skew 609ms) of 3s609ms (VRRP advertisement 1s x 3 + VRRP skew 609ms)",
			[]analysis.Stage{{analysis.Total, analysis.Transient}, {analysis.Partial, analysis.Hard}}},
		{"never", "app-2", "read", func(*stack) {}, "at once of 6s (health check 2s x 3)",
			[]analysis.Stage{{analysis.Partial, analysis.Transient}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k := newStack()
			k.lb.On = []string{"app-1", "app-2"}
			test.edit(k)
			r := analysis.Analyze(resolved(t, k.Architecture))
			f, _ := r.Find(test.failure)
			for _, o := range r.At(f) {
				if o.Flow.Name != test.flow {
					continue
				}
				if got := o.AllLost.String() + " of " + o.Window.String(); got != test.want || !slices.Equal(o.Stages(), test.stages) {
					t.Errorf("got %q, %v; want %q, %v", got, o.Stages(), test.want, test.stages)
				}
				return
			}
			t.Errorf("%s does not harm %s", test.failure, test.flow)
		})
	}
}

func TestUndecidedNamesWhatIsMissing(t *testing.T) {
	r := analysis.Analyze(resolved(t, undecidedReads()))
	want := map[string]string{
		"db@db-1": "db@db-1 write: total undecided (services.app.uses.db.choose) (services.db.replication.controller)\n",
		"db@db-2": "db@db-2 read: total undecided (services.app.uses.db.choose)\n",
		"db@db-3": "",
	}
	for name, want := range want {
		f, _ := r.Find(name)
		if got := table(r.At(f)); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
