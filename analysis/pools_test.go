package analysis_test

import (
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// webPool is a load balancer that nothing happens to, before web servers one in a
// zone each, but for the first two that share one.
func webPool(count int, use *model.Use) *model.Architecture {
	names := []string{"web-1", "web-2", "web-3", "web-4", "web-5"}[:count]
	use.Key = "web"
	a := &model.Architecture{Name: "pool", Zones: []*model.Zone{{Name: "z"}}, Services: []*model.Service{
		{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb-1"}, Uses: []*model.Use{use}},
		{Name: "web", Kind: model.WebServer, Software: "nginx", On: names},
	}, Groups: []*model.Group{{Name: "lb-1"}}, Flows: []*model.Flow{{Name: "read", Kind: model.ReadFlow, EntersName: "lb"}}}
	for i, name := range names {
		g := &model.Group{Name: name}
		if i < 2 {
			g.ZoneName = "z"
		}
		a.Groups = append(a.Groups, g)
	}
	return a
}

// Who is asked, how often, and what that saves.
func TestPools(t *testing.T) {
	balance := func(b model.Balance) *model.Use { return &model.Use{Balance: &b, Check: &model.Check{}} }
	tries := func(count int) *model.Retry { return &model.Retry{Redispatch: yes(), Tries: &count} }
	nginx := func(a *model.Architecture) *model.Architecture {
		a.Services[0].Software = "nginx"
		return a
	}
	short := model.Timeout{Connect: model.Second}
	two := []string{"web-1", "web-2"}
	tests := []struct {
		name    string
		a       *model.Architecture
		without string
		want    string
	}{
		{"redispatch, one dead", webPool(4, &model.Use{Check: &model.Check{}, Retry: tries(1)}), "web-1", "read none "},
		{"redispatch, more dead than tries", webPool(4, &model.Use{Check: &model.Check{}, Retry: tries(1)}), "z", "read partial transient 6s"},
		{"redispatch, as many tries as dead", webPool(4, &model.Use{Check: &model.Check{}, Retry: tries(2)}), "z", "read none "},
		{"redispatch, HAProxy's three tries", webPool(5, &model.Use{Check: &model.Check{}, Retry: &model.Retry{Redispatch: yes()}}), "web-1,web-2,web-3", "read none "},
		{"redispatch, four dead", webPool(5, &model.Use{Check: &model.Check{}, Retry: &model.Retry{Redispatch: yes()}}), "web-1,web-2,web-3,web-4", "read partial transient 6s"},
		{"no check, redispatch, one dead", webPool(3, &model.Use{Retry: tries(1)}), "web-3", "read none "},
		{"no check, redispatch, more dead than tries", webPool(3, &model.Use{Retry: tries(1)}), "z", "read partial hard"},
		{"nginx tries all", nginx(webPool(4, &model.Use{})), "web@web-1,web@web-2,web@web-3", "read none "},
		{"nginx, one try more", nginx(webPool(4, &model.Use{Retry: tries(1)})), "web@web-1", "read none "},
		{"nginx, more dead than tries", nginx(webPool(4, &model.Use{Retry: tries(1)})), "web@web-1,web@web-2", "read partial hard"},
		{"nginx, no try more", nginx(webPool(4, &model.Use{Retry: tries(0)})), "web@web-1", "read partial hard"},

		{"weight 0 stands in for nobody", webPool(2, balance(model.Balance{Weights: []model.ServerNumber{{Server: "web-2"}}})), "web-1", "read total hard"},
		{"weight 0 is missed by nobody", webPool(2, balance(model.Balance{Weights: []model.ServerNumber{{Server: "web-2"}}})), "web-2", "read none "},
		{"weight 0 is no backup", webPool(3, balance(model.Balance{Mode: "active-passive", Weights: []model.ServerNumber{{Server: "web-2"}}})), "web-1,web-3", "read total hard"},

		{"all of weight 0", webPool(2, balance(model.Balance{Weights: []model.ServerNumber{{Server: "web-1"}, {Server: "web-2"}}})), "web-1", "read total "},

		{"a server that is gone", nginx(webPool(2, &model.Use{})), "web-1", "read partial hard"},
		{"its process alone", nginx(webPool(2, &model.Use{})), "web@web-1", "read none "},
		{"a server that is gone, a short wait", nginx(webPool(2, &model.Use{Timeout: short})), "web-1", "read none "},
		{"the active server is gone", nginx(webPool(2, &model.Use{Balance: &model.Balance{Mode: "active-passive"}})), "web-1", "read total hard"},

		{"several active share the load", webPool(4, balance(model.Balance{Mode: "active-passive", Active: two})), "web-2", "read partial transient 6s"},
		{"the backup takes over from all of them", webPool(4, balance(model.Balance{Mode: "active-passive", Active: two})), "z", "read total transient 6s"},
		{"backups do not top up", topped(webPool(4, balance(model.Balance{Mode: "active-passive", Active: two, Backups: "all"}))), "web-1", "read total hard"},
		{"one more failure, and both backups serve", topped(webPool(4, balance(model.Balance{Mode: "active-passive", Active: two, Backups: "all"}))), "web-1,web-2", "read total transient 6s"},
		{"one backup is not enough", topped(webPool(4, balance(model.Balance{Mode: "active-passive", Active: two}))), "web-1,web-2", "read total hard"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := analysis.Analyze(resolved(t, test.a))
			if got := line(r.Without(parsed(t, r, test.without))); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// topped lets it take two web servers.
func topped(a *model.Architecture) *model.Architecture {
	a.Services[0].Uses[0].AtLeast = 2
	return a
}
