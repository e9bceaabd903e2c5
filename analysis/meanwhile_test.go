package analysis_test

import (
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// deepCheck is a load balancer whose health check goes through the application
// down to the primary, which a machine replaces.
func deepCheck(promotion model.Duration) *model.Architecture {
	return &model.Architecture{
		Name: "deep check", Groups: servers("lb-1", "app-1", "app-2", "db-1", "db-2", "orc-1"),
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb-1"}, Listen: public(), Uses: []*model.Use{{
				Key: "app", Check: &model.Check{Path: "/healthz", Reaches: []string{"db"}},
			}}},
			{Name: "app", Kind: model.ApplicationServer, On: []string{"app-1", "app-2"}, Uses: []*model.Use{{
				Key: "db", Reads: "replicas", Writes: "primary", Choose: "client",
			}}},
			{Name: "db", Kind: model.Database, Software: "mysql", On: []string{"db-1", "db-2"}, Replication: &model.Replication{
				Primary: "db-1", Failover: "automatic", Controller: "orchestrator", Promotion: promotion,
			}},
			{Name: "orchestrator", Kind: model.Custom, On: []string{"orc-1"}},
		},
	}
}

// alsoLogs puts another primary on the server of the first, which takes longer to
// replace.
func alsoLogs(a *model.Architecture) {
	a.Services[1].Uses = append(a.Services[1].Uses, &model.Use{Key: "log", Reads: "replicas", Writes: "primary", Choose: "client"})
	a.Services = append(a.Services, &model.Service{
		Name: "log", Kind: model.Database, Software: "mysql", On: []string{"db-1", "db-2"},
		Replication: &model.Replication{Primary: "db-1", Failover: "automatic", Controller: "orchestrator", Promotion: 30 * model.Second},
	})
}

func TestBetweenCheckAndPromotion(t *testing.T) {
	const s = model.Second
	tests := []struct {
		name      string
		promotion model.Duration
		edit      func(*model.Architecture)
		failure   string
		want      string
	}{
		{"the check is quicker", 30 * s, nil, "db-1", `
			db-1 read: total transient 28s (promotion 30s + passing check 2s x 2 - health check 2s x 3 before it begins)
			db-1 write: total transient 34s (promotion 30s + passing check 2s x 2)`},
		{"the promotion is quicker", 5 * s, nil, "db-1", `
			db-1 write: total transient 5s (promotion 5s)`},
		{"both at once", 6 * s, nil, "db-1", `
			db-1 write: total transient 6s (promotion 6s)`},
		{"a promotion of unknown length", 0, func(a *model.Architecture) { a.Services[2].Software = "postgresql" }, "db-1", `
			db-1 read: total transient more than 4s (promotion unknown + passing check 2s x 2)
			db-1 write: total transient more than 4s (promotion unknown + passing check 2s x 2)`},
		{"a check of unknown length", 30 * s, func(a *model.Architecture) { a.Services[0].Software = "envoy" }, "db-1", `
			db-1 read: total transient more than 30s (promotion 30s + passing check unknown)
			db-1 write: total transient more than 30s (promotion 30s + passing check unknown)`},
		{"a check that stops at the application", 30 * s, func(a *model.Architecture) {
			a.Services[0].Uses[0].Check.Reaches = []string{"db.reads"}
		}, "db-1", `
			db-1 write: total transient 30s (promotion 30s)`},
		{"a part is lost before", 30 * s, func(a *model.Architecture) { a.Services[1].On = []string{"app-1", "db-1"} }, "db-1", `
			db-1 read: total transient 34s (promotion 30s + passing check 2s x 2; health check 2s x 3 at the same time)
			db-1 write: total transient 34s (promotion 30s + passing check 2s x 2; health check 2s x 3 at the same time)`},
		{"a longer promotion that no check sees", 10 * s, alsoLogs, "db-1", `
			db-1 read: total transient 8s (promotion 10s + passing check 2s x 2 - health check 2s x 3 before it begins)
			db-1 write: total transient 30s (promotion 30s)`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := deepCheck(test.promotion)
			if test.edit != nil {
				test.edit(a)
			}
			r := analysis.Analyze(resolved(t, a))
			f, _ := r.Find(test.failure)
			if got := table(r.At(f)); got != verdicts(test.want) {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// twoChecks is deepCheck with a service between the application and the data,
// which the application only checks. That takes a while to be let in again.
func twoChecks(outer, inner model.Check) *model.Architecture {
	a := deepCheck(20 * model.Second)
	outer.Path, outer.Reaches = "/healthz", []string{"mid", "db"}
	inner.Path, inner.Reaches = "/healthz", []string{"db"}
	a.Services[0].Uses[0].Check = &outer
	a.Services[1].Uses = []*model.Use{{Key: "mid", Choose: "check", Check: &inner, Optional: yes(), Balance: &model.Balance{Mode: "active-passive"}}}
	a.Services = append(a.Services, &model.Service{Name: "mid", Kind: model.ApplicationServer, On: []string{"app-1", "app-2"}, Uses: []*model.Use{{
		Key: "db", Reads: "replicas", Writes: "primary", Choose: "client",
	}}})
	return a
}

func TestCheckBehindCheck(t *testing.T) {
	const s = model.Second
	tests := []struct {
		name         string
		outer, inner model.Check
		failure      string
		want         string
	}{
		{"the outer one falls while the inner one passes again", model.Check{Every: 7 * s, Fall: 3, Rise: 1}, model.Check{Every: s, Fall: 2, Rise: 2}, "db-1",
			"db-1 read: total transient 8s (promotion 20s + passing check 1s x 2 + passing check 7s - health check 7s x 3 before it begins)\n"},
		{"the inner one passes again before that", model.Check{Every: 8 * s, Fall: 3, Rise: 1}, model.Check{Every: s, Fall: 2, Rise: 2}, "db-1", ""},
		{"nothing is promoted, and the inner one is slow", model.Check{Every: s, Fall: 2, Rise: 1}, model.Check{Every: 2 * s, Fall: 3, Rise: 1}, "mid@app-1",
			"mid@app-1 read: total transient 5s (health check 2s x 3 + passing check 1s - health check 1s x 2 before it begins)\n"},
		{"nothing is promoted, and the inner one is quick", model.Check{Every: 2 * s, Fall: 3, Rise: 1}, model.Check{Every: 2 * s, Fall: 2, Rise: 1}, "mid@app-1", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := twoChecks(test.outer, test.inner)
			a.Flows = []*model.Flow{{Name: "read", Kind: model.ReadFlow, EntersName: "lb", Needs: []string{"app"}}}
			r := analysis.Analyze(resolved(t, a))
			f, _ := r.Find(test.failure)
			if got := table(r.At(f)); got != test.want {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

func TestEvidenceOfCheckBehindCheck(t *testing.T) {
	const s = model.Second
	a := twoChecks(model.Check{Every: s, Fall: 2, Rise: 1}, model.Check{Every: 2 * s, Fall: 3, Rise: 1})
	a.Flows = []*model.Flow{{Name: "read", Kind: model.ReadFlow, EntersName: "lb", Needs: []string{"app"}}}
	r := analysis.Analyze(resolved(t, a))
	f, _ := r.Find("mid@app-1")
	want := `mid@app-1 is dead
app goes on sending requests to mid@app-1 until the health check has failed 3 times
the health check of lb takes every app out, for what lies behind them
so all of read fails for 5s (health check 2s x 3 + passing check 1s - health check 1s x 2 before it begins), and comes back by itself`
	if got := told(r, r.At(f)[0]); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestEvidenceBetweenCheckAndPromotion(t *testing.T) {
	r := analysis.Analyze(resolved(t, deepCheck(30*model.Second)))
	f, _ := r.Find("db-1")
	o := r.At(f)[0]
	if o.Lost != [3]analysis.Amount{} || o.Meanwhile != analysis.Total || o.Amount != analysis.Total {
		t.Errorf("got %v, %s meanwhile, %s", o.Lost, o.Meanwhile, o.Amount)
	}
	want := `db-1 is dead, and with it db@db-1
app writes to the primary of db, and that is db@db-1
a replica is promoted only after 30s
the health check of lb takes every app out, for what lies behind them
so all of read fails for 28s (promotion 30s + passing check 2s x 2 - health check 2s x 3 before it begins), and comes back by itself`
	if got := told(r, o); got != want {
		t.Errorf("got\n%s", got)
	}
}
