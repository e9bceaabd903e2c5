package validate

import (
	"fmt"
	"strings"
	"testing"
)

// pool is a load balancer that cannot fail in front of web servers.
func pool(servers int, use string) string {
	return fmt.Sprintf(`
name: "shop"
servers: {lb: {}, web: count: %d}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: %s}
	web: {kind: "web-server", software: "nginx", on: ["web"]}
}
assume: [{perfect: "lb", because: "it is not what the test is about"}]
`, servers, use)
}

// replicated is an application that cannot fail in front of a database.
func replicated(use, replication string) string {
	return fmt.Sprintf(`
name: "shop"
servers: {app: {}, "db-1": {}, "db-2": {}}
services: {
	app: {kind: "application-server", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: db: %s}
	db: {kind: "database", software: "mysql", on: ["db-1", "db-2"], replication: %s}
}
assume: [{perfect: "app", because: "it is not what the test is about"}]
`, use, replication)
}

func TestAVL001(t *testing.T) {
	runRuleTests(t, "AVL001", []ruleTest{
		{name: "one of one", text: pool(1, `check: {}`), want: []string{
			"error services.web.on[0]: web@web-1 is a single point of failure: read stops until it is repaired",
		}},
		{name: "two with a check", text: pool(2, `check: {}`)},
		{name: "no check, folded into one", text: pool(3, `{}`) + `lint: rules: AVL007: "off"`, want: []string{
			"warning services.web.on[0]: each of web@web-1, web@web-2 and web@web-3 is a single point of failure: a part of the requests of read fails until it is repaired",
		}},
		{name: "all are needed", text: pool(2, `{check: {}, atLeast: 2}`), want: []string{
			"error services.web.on[0]: each of web@web-1 and web@web-2 is a single point of failure: read stops until it is repaired",
		}},
		{name: "reads hang on the one replica", text: replicated(`{reads: "replicas", writes: "primary"}`, `primary: "db-1"`), want: []string{
			"error services.db.on[1]: db@db-2 is a single point of failure: read stops until it is repaired",
		}},
		{name: "one that both ways hang on", text: replicated(`{targets: "primary"}`, `primary: "db-1"`)},
		{name: "the driver may try the other or not", text: replicated(`{reads: "all", writes: "none"}`, `primary: "db-1"`), want: []string{
			"undecided services.app.uses.db.choose: it is undecided whether read survives the failure of db@db-1",
		}},
		{name: "the driver does", text: replicated(`{reads: "all", writes: "none", choose: "client"}`, `primary: "db-1"`)},
		{name: "total, then partial", text: `
name: "shop"
servers: {"server-1": {}, "server-2": {}}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["server-1", "server-2"], listen: [{protocol: "https", port: 443, from: "internet"}], address: {by: "virtual-ip", tracks: "process"}, uses: web: {}}
	web: {kind: "web-server", software: "nginx", on: ["server-1", "server-2"]}
}
assume: [{perfect: "web", because: "a"}]
lint: rules: AVL007: "off"
`, want: []string{
			"error servers.server-1: server-1 is a single point of failure: read stops at first, then fails in part until it is repaired",
			"warning servers.server-2: server-2 is a single point of failure: a part of the requests of read fails until it is repaired",
		}},
		{name: "two that share a server are found, not the server", text: `
name: "shop"
servers: "server-1": zone: "rack-1"
services: {
	web: {kind: "web-server", software: "nginx", on: ["server-1"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: app: {}}
	app: {kind: "application-server", on: ["server-1"], port: 8000}
}
`, want: []string{
			"error services.web.on[0]: web@server-1 is a single point of failure: read stops until it is repaired",
			"error services.app.on[0]: app@server-1 is a single point of failure: read stops until it is repaired",
		}},
		{name: "copies on one server", text: `
name: "shop"
servers: {"server-1": {}, "server-2": zone: "rack-1", "server-3": zone: "rack-1"}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["server-1"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: check: {}}
	web: {kind: "web-server", software: "nginx", on: ["server-2", "server-3"]}
}
assume: [{perfect: "lb", because: "a"}, {perfect: "server-1", because: "a"}]
lint: rules: AVL004: "off"
`, want: []string{
			"error services.web.on: rack-1 is a single point of failure: read stops until it is repaired",
		}},
	})
}

func TestAVL002(t *testing.T) {
	runRuleTests(t, "AVL002", []ruleTest{
		{name: "by hand", text: replicated(`{targets: "primary"}`, `{primary: "db-1", failover: "manual"}`), want: []string{
			"error services.db.on[0]: nothing takes over from db@db-1 by itself: read and write stop until somebody acts",
		}},
		{name: "by itself", text: replicated(`{targets: "primary"}`, `{primary: "db-1", mode: "async", failover: "automatic", controller: "app", promotion: "10s", address: {by: "virtual-ip", tracks: "process"}}`)},
	})
}

// TestSinglePointsAreExplained looks at what a finding says beside its summary.
func TestSinglePointsAreExplained(t *testing.T) {
	for _, f := range judge(t, "../samples/two-server", "") {
		if f.Subject != "db@server-2" {
			continue
		}
		if !strings.HasPrefix(f.Detail, "How read breaks: ") || !strings.Contains(f.Detail, "\nTried in the model, each of these removes it:\n1. Let app read from every db") {
			t.Errorf("the detail is %q", f.Detail)
		}
		if len(f.Related) == 0 || f.Related[0].Path != "servers.server-2" || f.Related[0].Message != "server-2 takes db@server-2 along" {
			t.Errorf("the related places are %v", f.Related)
		}
		return
	}
	t.Fatal("there is no such finding")
}
