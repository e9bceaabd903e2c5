package validate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// api is an application on two servers in two zones, whose address moves, in
// front of something.
func api(use, rest string) string {
	return fmt.Sprintf(`
name: "shop"
servers: {a1: zone: "z1", a2: zone: "z2"}
services: api: {
	kind: "application-server", on: ["a1", "a2"], port: 8000
	listen: [{protocol: "https", port: 443, from: "internet"}]
	address: {by: "virtual-ip", tracks: "process"}
	uses: %s
}
%s`, use, rest)
}

// balanced are web servers behind two load balancers whose address moves.
func balanced(zones, use, web string) string {
	return fmt.Sprintf(`
name: "shop"
servers: {%s}
services: {
	lb: {
		kind: "load-balancer", software: "haproxy", on: ["l1", "l2"]
		listen: [{protocol: "https", port: 443, from: "internet"}]
		address: {by: "virtual-ip", tracks: "process"}
		uses: web: %s
	}
	web: {kind: "web-server", software: "nginx", on: [%s]}
}
`, zones, use, web)
}

const (
	toDatabase  = `db: {reads: "all", writes: "primary", choose: "client"}`
	twoPromoted = `db: {kind: "database", software: "mysql", on: ["d1", "d2"], replication: {primary: "d1", mode: "async", failover: "automatic", controller: "orc", promotion: "10s"}}`
)

// TestOneCauseIsOneFinding holds what is told to one finding for each mistake,
// and to the change that ends it.
func TestOneCauseIsOneFinding(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		write      string
	}{
		{"the quorum of a controller, with the primary's zone", api(toDatabase, `
servers: {d1: zone: "z1", d2: zone: "z2", o1: zone: "z1", o2: zone: "z1", o3: zone: "z2"}
services: {`+twoPromoted+`, orc: {kind: "custom", on: ["o1", "o2", "o3"], quorum: 2}}`),
			[]string{"AVL010 error services.orc.on"}, "Write:\n  servers.o2.zone: \"zone-1\""},
		{"the quorum of a controller, in another zone than the primary", api(toDatabase, `
servers: {d1: zone: "z2", d2: zone: "z1", o1: zone: "z1", o2: zone: "z1", o3: zone: "z2"}
services: {`+twoPromoted+`, orc: {kind: "custom", on: ["o1", "o2", "o3"], quorum: 2}}`),
			[]string{"AVL010 warning services.orc.on"}, ""},
		{"a controller that needs all of its members", api(toDatabase, `
servers: {d1: {}, d2: {}, o1: {}}
services: {`+twoPromoted+`, orc: {kind: "custom", on: ["d1", "d2", "o1"], quorum: 3}}`),
			[]string{"AVL010 error services.orc.on"}, "services.orc.quorum: 2"},
		{"a controller that is there once, on the primary", api(toDatabase, `
servers: {d1: {}, d2: {}}
services: {`+twoPromoted+`, orc: {kind: "custom", on: ["d1"]}}`),
			[]string{"AVL008 error services.db.replication.controller"}, "services.orc.quorum: 2"},
		{"a group in two zones", api(toDatabase, `
servers: {d1: zone: "z1", d2: zone: "z1", d3: zone: "z2", d4: zone: "z2"}
services: db: {kind: "database", software: "mysql", on: ["d1", "d2", "d3", "d4"], replication: {mode: "group", primary: "d1"}}`),
			[]string{"AVL010 error services.db.on"}, "Write:\n  servers.d2.zone: \"zone-1\"\n  services.db.on: [\"d1\", \"d2\", \"d3\"]"},
		{"all members", api(`q: choose: "client"`, `
servers: {q1: {}, q2: {}, q3: {}, q4: {}}
services: q: {kind: "custom", on: ["q1", "q2", "q3", "q4"], quorum: 4}`),
			[]string{"AVL010 error services.q.on"}, "Write:\n  services.q.quorum: 3"},
		{"too many of a pool in each of two zones",
			balanced(`l1: zone: "z1", l2: zone: "z2", s1: zone: "z1", s2: zone: "z1", s3: zone: "z2", s4: zone: "z2"`, `{check: {}, atLeast: 3}`, `"s1", "s2", "s3", "s4"`),
			[]string{"AVL004 error services.web.on"}, "Write:\n  servers.s2.zone: \"zone-1\"\n  servers.s4.zone: \"zone-2\""},
		{"all are needed", balanced(`l1: {}, l2: {}, s1: {}, s2: {}`, `{check: {}, atLeast: 2}`, `"s1", "s2"`),
			[]string{"AVL001 error services.lb.uses.web.atLeast"}, "services.web.on: [\"s1\", \"s2\", "},
		{"addresses that nobody checks", strings.Replace(balanced(`l1: {}, l2: {}, s1: {}, s2: {}`, `check: {}`, `"s1", "s2"`), `by: "virtual-ip", tracks: "process"`, `by: "dns"`, 1),
			[]string{"AVL001 warning services.lb.on"}, "services.lb.address.checked: true"},
		{"a runbook for the service, and its server", api(`cache: {}`, `
servers: c1: {}
services: cache: {kind: "cache", software: "redis", on: ["c1"]}
runbooks: rb: {for: ["cache"], takes: "10m"}`),
			[]string{"AVL001 error services.cache.on[0]"}, "No runbook is for c1."},
		{"a primary, and a replica that it waits for", api(toDatabase, `
servers: {d1: {}, d2: {}}
services: db: {kind: "database", software: "mysql", on: ["d1", "d2"], replication: {primary: "d1", mode: "semi-sync", waitTimeout: "forever", failover: "manual"}}`),
			[]string{"AVL002 error services.db.on[0]", "AVL002 error services.db.on[1]"}, "Tried in the model"},
		{"two zones in a region", `zones: {r: {}, z1: zone: "r", z2: zone: "r"}
flows: read: {kind: "read", enters: "lb", survives: ["r"]}` +
			balanced(`l1: zone: "z1", l2: zone: "z2", s1: zone: "z1", s2: zone: "z2"`, `check: {}`, `"s1", "s2"`),
			[]string{"AVL004 error zones.r"}, "Write:\n  zones.r-1: {}\n  zones.z2.zone: \"r-1\""},
		{"one fact that two flows wait for", api(`db: {reads: "all", writes: "primary"}`, `
servers: {d1: {}, d2: {}}
services: db: {kind: "database", software: "mysql", on: ["d1", "d2"], replication: {primary: "d1", mode: "async", failover: "automatic"}}`),
			[]string{"AVL001 error services.api.uses.db.choose"}, "Write services.db.replication.controller"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, availability(t, test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, f := range judge(t, "-", test.text) {
				if strings.HasPrefix(f.Rule, "AVL") && !strings.Contains(f.Detail, test.write) {
					t.Errorf("there is no %q in %s", test.write, f.Detail)
				}
			}
		})
	}
}

// TestDeepChecksHarmWhatNeedsNothing: the check has what it stops without need,
// and the database the rest.
func TestDeepChecksHarmWhatNeedsNothing(t *testing.T) {
	text := balanced(`l1: {}, l2: {}, s1: {}, s2: {}, d1: {}, d2: {}`, `check: {path: "/", reaches: ["app", "db"]}`, `"s1", "s2"`) + `
services: {
	web: {static: "site", uses: app: targets: "same-server"}
	app: {kind: "application-server", on: ["s1", "s2"], uses: ` + toDatabase + `}
	db: {kind: "database", software: "mysql", on: ["d1", "d2"], replication: {primary: "d1", mode: "async", failover: "manual"}}
}`
	runRuleTests(t, "AVL007", []ruleTest{{name: "the check", text: text, want: []string{
		"error services.lb.uses.web.check: the health check of lb goes too deep: it takes every web out when app.db.reads or app.db.writes fails, also for requests that need nothing of that, so that nothing takes over from db@d1 by itself for read and static",
	}}})
	runRuleTests(t, "AVL002", []ruleTest{{name: "the database", text: text, want: []string{
		"error services.db.on[0]: nothing takes over from db@d1 by itself: write stops until somebody acts",
	}}})
}

// TestManyAlikeMistakes: what is one mistake twelve times is told twelve times.
func TestManyAlikeMistakes(t *testing.T) {
	var b strings.Builder
	const tiers = 12
	b.WriteString("name: \"shop\"\n")
	for i := range tiers {
		next := ""
		if i+1 < tiers {
			next = fmt.Sprintf(`, uses: "lb%d": {choose: "client", optional: false}`, i+1)
		}
		fmt.Fprintf(&b, `servers: {"l%[1]d": {}, "m%[1]d": {}, "s%[1]d": {}, "t%[1]d": {}}
services: {
	"lb%[1]d": {kind: "load-balancer", software: "haproxy", on: ["l%[1]d", "m%[1]d"], listen: [{protocol: "https", port: 443, from: "internet"}], address: {by: "virtual-ip", tracks: "process"}, uses: "web%[1]d": check: path: "/"}
	"web%[1]d": {kind: "web-server", software: "nginx", on: ["s%[1]d", "t%[1]d"], uses: "app%[1]d": targets: "same-server"}
	"app%[1]d": {kind: "application-server", on: ["s%[1]d", "t%[1]d"], port: 8000%[2]s}
}
flows: "f%[1]d": {kind: "read", enters: "lb0"}
`, i, next)
	}
	counts := make(map[string]int)
	for _, f := range availability(t, b.String()) {
		rule, _, _ := strings.Cut(f, " ")
		counts[rule]++
	}
	if diff := cmp.Diff(map[string]int{"AVL007": tiers}, counts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
