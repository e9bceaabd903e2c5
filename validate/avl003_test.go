package validate

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// withController is replicated with something that promotes, on servers of its
// own.
func withController(replication, more string) string {
	return strings.Replace(replicated(`{targets: "primary"}`, replication), `name: "shop"`, `
name: "shop"
servers: keeper: count: 3
services: keeper: {kind: "custom", software: "patroni", on: ["keeper"]}
`+more, 1)
}

func TestAVL003(t *testing.T) {
	const promoted = `{primary: "db-1", mode: "async", failover: "automatic", controller: "keeper", address: {by: "virtual-ip", tracks: "process"}`
	runRuleTests(t, "AVL003", []ruleTest{
		{name: "in time", text: pool(2, `check: {}`)},
		{name: "at the limit", text: pool(2, `check: {every: "10s", fall: 3}`)},
		{name: "too late for a part", text: pool(2, `check: {every: "11s", fall: 3}`), want: []string{
			"warning services.lb.uses.web.check.every: a part of the requests of read fails for 33s when web@web-1 or web@web-2 fails, longer than allowed",
		}},
		{name: "too late for all", text: pool(2, `{check: {every: "1m", fall: 2}, balance: {mode: "active-passive", active: ["web-1"]}}`), want: []string{
			"warning services.lb.uses.web.check.every: read is interrupted for 2m when web@web-1 fails, longer than allowed",
		}},
		{name: "both flows, one setting", text: withController(promoted+`, promotion: "45s"}`, ""), want: []string{
			"warning services.db.replication.promotion: read and write are interrupted for 45s when db@db-1 fails, longer than allowed",
		}},
		{name: "the flow that may not wait", text: withController(promoted+`, promotion: "10s"}`, `flows: {
	browse: {kind: "read", enters: "app"}
	order: {kind: "write", enters: "app", longestInterruption: "5s"}
}`), want: []string{
			"warning services.db.replication.promotion: order is interrupted for 10s when db@db-1 fails, longer than allowed",
		}},
		{name: "nobody says how long it takes", text: strings.Replace(withController(promoted+`}`, ""), `"mysql"`, `"postgresql"`, 1), want: []string{
			"undecided services.db.replication.promotion: it is undecided whether read and write come back in time when db@db-1 fails: how long the promotion takes is not written",
		}},
		{name: "a known part beside an unknown one", text: `
name: "shop"
servers: {a: {}, b: {}, c: {}, d: {}}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["a", "b"], listen: [{protocol: "https", port: 443, from: "internet"}], address: {by: "dns", checked: true, every: "1s", fall: 2}, uses: web: check: {every: "20s", fall: 2}}
	web: {kind: "web-server", software: "nginx", on: ["a", "c"]}
}
assume: [{perfect: "b", because: "a"}, {perfect: "c", because: "a"}]
`, want: []string{
			"warning services.lb.uses.web.check.every: a part of the requests of read fails for 40s when web@a or web@c fails, longer than allowed",
			"undecided services.lb.address.ttl: it is undecided whether read comes back in time when lb@a or lb@b fails: how long the DNS answer takes is not written",
		}},
		{name: "nginx waits for a server that is gone", text: `
name: "shop"
servers: {web: {}, app: count: 2}
services: {
	web: {kind: "web-server", software: "nginx", on: ["web"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: app: {}}
	app: {kind: "application-server", on: ["app"], port: 8000}
}
`, want: nil}, // again and again until the server is back: that is for AVL001
		{name: "a check that a promotion upsets", text: `
name: "shop"
servers: {lb: {}, app: {}, "db-1": {}, "db-2": {}, keeper: {}}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: app: check: {path: "/healthz", reaches: ["db"]}}
	app: {kind: "application-server", on: ["app"], port: 8000, uses: db: {reads: "replicas", writes: "primary", choose: "client"}}
	db: {kind: "database", software: "mysql", on: ["db-1", "db-2"], replication: {primary: "db-1", mode: "async", failover: "automatic", controller: "keeper", promotion: "40s"}}
	keeper: {kind: "custom", software: "patroni", on: ["keeper"]}
}
`, want: []string{
			"warning services.db.replication.promotion: read and write are interrupted for 44s when db@db-1 fails, longer than allowed",
		}},
		{name: "by hand is another rule", text: replicated(`{targets: "primary"}`, `{primary: "db-1", mode: "async", failover: "manual"}`)},
	})
}

// TestAVL003Explains looks at what a finding says beside its summary.
func TestAVL003Explains(t *testing.T) {
	for _, f := range judge(t, "-", pool(2, `check: {every: "11s", fall: 3}`)) {
		if f.Rule != "AVL003" {
			continue
		}
		for _, want := range []string{"33s (health check 11s x 3)", "30s: that is assumed", "Tried in the model, "} {
			if !strings.Contains(f.Detail, want) {
				t.Errorf("the detail lacks %q: %s", want, f.Detail)
			}
		}
		return
	}
	t.Fatal("there is no such finding")
}

// TestPartsAreNotInterrupted: a flow of which a part fails is not said to stop.
func TestPartsAreNotInterrupted(t *testing.T) {
	window := analysis.Window{Length: 40 * model.Second, Parts: []analysis.Part{{What: "promotion", Length: 40 * model.Second, Path: "services.db.replication.promotion"}}}
	outcome := func(flow string, amount analysis.Amount) analysis.Outcome {
		return analysis.Outcome{Flow: &model.Flow{Name: flow}, Amount: amount, Recovery: analysis.Transient, Window: window}
	}
	d := delay{setting: window.Parts[0], outcomes: []analysis.Outcome{outcome("read", analysis.Partial), outcome("write", analysis.Total)}}
	want := "write is interrupted and a part of the requests of read fails for 40s when nothing fails, longer than allowed"
	if got := d.late(&Input{}).Summary; got != want {
		t.Errorf("got %q", got)
	}
}
