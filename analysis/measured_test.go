package analysis_test

import (
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// live is the two-server stack as it was run to be broken: HAProxy shares the
// load between two web servers, checks them through to the application, and
// tries reads again elsewhere.
func live(edits ...func(a *model.Architecture)) *model.Architecture {
	a := twoServer()
	a.Services[0].Uses[0] = &model.Use{Key: "web",
		Check: &model.Check{Path: "/healthz", Reaches: []string{"app"}, Every: model.Second, Fall: 2, Timeout: model.Second},
		Retry: &model.Retry{Redispatch: yes(), On: []string{"timeout", "empty", "502", "504"}},
	}
	for _, edit := range edits {
		edit(a)
	}
	return a
}

// livePair is two HAProxy with keepalived before one application and a group
// of three, as it was run to be broken.
func livePair() *model.Architecture {
	s := newStack()
	s.db.Replication, s.db.On = &model.Replication{Mode: "group"}, []string{"db-1", "db-2", "db-3"}
	s.lb.Address.Advert = model.Second / 2
	return s.Architecture
}

// quickPair is livePair with an advertisement each fifth of a second.
func quickPair() *model.Architecture {
	a := livePair()
	a.Services[0].Address.Advert = model.Second / 5
	return a
}

// agents is livePair with a proxy that asks an agent beside each member which
// of them is the primary.
func agents() *model.Architecture {
	a := livePair()
	app, db := a.Services[1], a.Services[2]
	check := &model.Check{Path: "/primary", Reaches: []string{"agent"}, Every: model.Second, Fall: 2}
	proxy := &model.Service{Name: "dbproxy", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"other-1"}, Uses: []*model.Use{
		{Key: "db", Reads: "all", Writes: "primary", Check: check, Retry: &model.Retry{Redispatch: yes()}},
	}}
	app.Uses = []*model.Use{{Key: "dbproxy"}}
	db.Uses = []*model.Use{{Key: "agent", Targets: "same-server", Optional: yes()}}
	a.Services = append(a.Services, proxy, &model.Service{Name: "agent", Kind: model.Custom, On: db.On})
	return a
}

// semiSync is a primary with a replica that it waits for, for a second.
func semiSync() *model.Architecture {
	s := newStack()
	s.db.Replication.Mode, s.db.Replication.WaitTimeout = "semi-sync", model.Second
	return s.Architecture
}

// What was measured when the real software was killed, paused and taken off
// its network. Failures that only requests in flight noticed count as none: a
// web server that was disconnected cost as many as its load balancer cut off by
// itself when it marked the server down. What was stopped in good order, and a
// keepalived that died alone (both load balancers had the address then, and
// both served), are no failures of the model.
func TestWhatWasMeasured(t *testing.T) {
	readsFallBack := func(a *model.Architecture) {
		a.Services[2].Uses[0].Reads, a.Services[2].Uses[0].Choose = "all", "client"
	}
	activePassive := func(a *model.Architecture) {
		a.Services[0].Uses[0].Balance = &model.Balance{Mode: "active-passive"}
	}
	peerAsBackup := func(a *model.Architecture) {
		a.Services[1].Uses[0] = &model.Use{Key: "app"}
	}
	tests := []struct {
		name    string
		a       *model.Architecture
		kind    analysis.Kind
		without string
		want    string // of reads and writes
	}{
		{"kill lb", live(), analysis.Crash, "lb@lb-1", "read total hard, write total hard"},
		{"pause lb", live(), analysis.Hang, "lb@lb-1", "read total hard, write total hard"},
		{"kill nginx", live(), analysis.Crash, "web@server-1", "read none , write none "},
		{"kill app", live(), analysis.Crash, "app@server-1", "read none , write partial transient 2s"},
		{"kill app, nginx with the other app as well", live(peerAsBackup), analysis.Crash, "app@server-1", "read none , write none "},
		{"kill replica", live(), analysis.Crash, "db@server-2", "read total hard, write none "},
		{"kill replica, reads fall back", live(readsFallBack), analysis.Crash, "db@server-2", "read none , write none "},
		{"kill primary", live(), analysis.Crash, "db@server-1", "read none , write total manual"},
		{"kill server of the primary", live(), analysis.Crash, "server-1", "read none , write total manual"},
		{"kill server of the replica", live(), analysis.Crash, "server-2", "read total hard, write none "},
		{"kill server of the replica, reads fall back", live(readsFallBack), analysis.Crash, "server-2", "read none , write none "},
		{"pause nginx", live(), analysis.Hang, "web@server-1", "read none , write partial transient 3s"},
		{"pause app", live(), analysis.Hang, "app@server-1", "read none , write partial transient 3s"},
		{"pause replica", live(), analysis.Hang, "db@server-2", "read total hard, write none "},
		{"pause replica, reads fall back", live(readsFallBack), analysis.Hang, "db@server-2", "read none , write none "},
		{"pause primary", live(), analysis.Hang, "db@server-1", "read none , write total manual"},
		{"disconnect nginx", live(), analysis.Cut, "web@server-1", "read none , write none "},
		{"disconnect app from the data", live(), analysis.Cut, "app@server-1..db", "read partial hard, write partial hard"},
		{"disconnect replica", live(), analysis.Cut, "db@server-2", "read total hard, write none "},
		{"disconnect primary", live(), analysis.Cut, "db@server-1", "read none , write total manual"},
		{"active-passive, kill active nginx", live(activePassive), analysis.Crash, "web@server-1", "read total transient 2s, write total transient 2s"},
		{"active-passive, kill active app", live(activePassive), analysis.Crash, "app@server-1", "read total transient 2s, write total transient 2s"},

		{"kill HAProxy, its script notices", livePair(), analysis.Crash, "lb@lb-1", "read total transient 2s804ms, write total transient 2s804ms"},
		{"kill node", livePair(), analysis.Crash, "lb-1", "read total transient 1s804ms, write total transient 1s804ms"},
		{"pause HAProxy", livePair(), analysis.Hang, "lb@lb-1", "read total transient 3s804ms, write total transient 3s804ms"},
		{"pause node, keepalived too", livePair(), analysis.Hang, "lb-1", "read total transient 1s804ms, write total transient 1s804ms"},
		{"disconnect HAProxy", livePair(), analysis.Cut, "lb@lb-1", "read total transient 1s804ms, write total transient 1s804ms"},
		{"kill node, advertisements each 0.2 s", quickPair(), analysis.Crash, "lb-1", "read total transient 721ms, write total transient 721ms"},
		{"kill one, then the other", livePair(), analysis.Crash, "lb@lb-1,lb@lb-2", "read total hard, write total hard"},
		{"kill primary of a group", livePair(), analysis.Crash, "db@db-1", "read none , write total transient 10s"},
		{"pause primary of a group", livePair(), analysis.Hang, "db@db-1", "read none , write total transient 10s"},
		{"disconnect primary of a group", livePair(), analysis.Cut, "db@db-1", "read none , write total transient 10s"},
		{"kill another member", livePair(), analysis.Crash, "db@db-2", "read none , write none "},
		{"kill all members", livePair(), analysis.Crash, "db", "read total hard, write total hard"},
		{"kill the agent of the primary", agents(), analysis.Crash, "agent@db-1", "read none , write total hard"},
		{"kill the agent of another member", agents(), analysis.Crash, "agent@db-2", "read none , write none "},
		{"kill primary, its agent with it", agents(), analysis.Crash, "db-1", "read none , write total transient 12s"},
		// The first commit took as much longer as the primary waits, and none
		// after it.
		{"semi-sync, pause replica", semiSync(), analysis.Hang, "db@db-2", "read none , write total transient 1s"},
		{"semi-sync, kill replica", semiSync(), analysis.Crash, "db@db-2", "read none , write total transient 1s"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := analysis.AnalyzeWith(resolved(t, test.a), analysis.Options{Kind: test.kind})
			if got := line(r.Without(parsed(t, r, test.without))[:2]); got != test.want {
				t.Errorf("%s of %s: got %q, want %q", test.kind, test.without, got, test.want)
			}
		})
	}
}
