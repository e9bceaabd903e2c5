package validate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/schema"
)

// behindShallow is two web servers, each with its application, behind a check
// that asks the web server alone.
const behindShallow = `
name: "shop"
servers: {lb: {}, web: count: 2}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: %s}
	web: {kind: "web-server", software: "nginx", on: ["web-1", "web-2"], uses: app: targets: "same-server"}
	app: {kind: "application-server", on: ["web-1", "web-2"], port: 8000}
}
assume: [{perfect: "lb", because: "it is not what the test is about"}]
`

// availability are the findings about single points and their causes, and about
// lint settings, each as "rule label path".
func availability(t *testing.T, text string) []string {
	t.Helper()
	var found []string
	for _, f := range judge(t, "-", text) {
		if f.Rule[:3] != "AVL" && f.Rule[:3] != "LNT" {
			continue
		}
		label := f.Severity.String()
		if f.Waiver != nil {
			label = "waived"
		}
		found = append(found, fmt.Sprintf("%s %s %s", f.Rule, label, f.Path))
	}
	return found
}

func TestWaiversKeepTheirPoints(t *testing.T) {
	shallow := fmt.Sprintf(behindShallow, `check: {path: "/"}`)
	none := fmt.Sprintf(behindShallow, `{}`)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"no waiver", shallow, []string{"AVL007 warning services.lb.uses.web.check"}},
		{"one of two points is waived", shallow + `lint: waive: [{rule: "AVL001", at: "services.app.on[0]", because: "a"}]`, []string{
			"AVL001 waived services.app.on[0]",
			"AVL007 warning services.lb.uses.web.check",
		}},
		{"all are", shallow + `lint: waive: [{rule: "AVL001", at: "services.app", because: "a"}]`, []string{
			"AVL001 waived services.app.on[0]",
			"AVL001 waived services.app.on[1]",
		}},
		{"all are, for any place", none + `lint: waive: [{rule: "AVL001", because: "a"}]`, []string{
			"AVL001 waived services.web.on[0]",
			"AVL001 waived services.web.on[1]",
			"AVL001 waived services.app.on[0]",
			"AVL001 waived services.app.on[1]",
		}},
		{"the waiver has expired", shallow + `lint: waive: [{rule: "AVL001", at: "services.app", because: "a", until: "2020-01-01"}]`, []string{
			"AVL001 warning services.app.on[0]",
			"AVL001 warning services.app.on[1]",
			"LNT001 warning lint.waive[0].until",
		}},
		{"the cause is waived", shallow + `lint: waive: [{rule: "AVL007", at: "services.lb.uses.web", because: "a"}]`, []string{
			"AVL007 waived services.lb.uses.web.check",
		}},
		{"the rule of the cause is off", shallow + `lint: rules: AVL007: "off"`, []string{
			"AVL001 warning services.app.on",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, availability(t, test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestTrialsAreBounded: where no more is tried, the points stay where they are,
// and that is said.
func TestTrialsAreBounded(t *testing.T) {
	document, err := schema.Load("-", schema.Options{Stdin: strings.NewReader(fmt.Sprintf(behindShallow, `check: {path: "/"}`))})
	if err != nil {
		t.Fatal(err)
	}
	a := document.Architecture
	for _, enough := range []bool{true, false} {
		in := &Input{Architecture: a, Analysis: analysis.Analyze(a), Today: today}
		trials := newTrials(in, in.reaches())
		if !enough {
			trials.left = 0
		}
		in.investigate(trials)
		found := avl001(in)
		if enough && len(found) != 0 {
			t.Errorf("with all trials there is %s", found[0].Summary)
		}
		if !enough && (len(found) != 1 || !strings.Contains(found[0].Detail, "because of what AVL007 finds at services.lb.uses.web.check. What mending it brings was not tried")) {
			t.Errorf("without trials there is %v", found)
		}
	}
}

func TestCausesAreWarningsWhereNothingStops(t *testing.T) {
	tests := []struct {
		name, text string
		want       findings.Severity
	}{
		{"a part fails", fmt.Sprintf(behindShallow, `check: {path: "/"}`), findings.Warning},
		{"all fails", fmt.Sprintf(behindShallow, `{check: {path: "/"}, balance: mode: "active-passive"}`), findings.Error},
	}
	for _, test := range tests {
		for _, f := range judge(t, "-", test.text) {
			if f.Rule == "AVL007" && f.Severity != test.want {
				t.Errorf("%s: %s", test.name, f.Severity)
			}
		}
	}
}

func TestAVL007KnowsDepth(t *testing.T) {
	runRuleTests(t, "AVL007", []ruleTest{
		{name: "two tiers deep", text: `
name: "shop"
servers: {lb: {}, web: count: 2}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: check: {path: "/", reaches: ["app"]}}
	web: {kind: "web-server", software: "nginx", on: ["web"], uses: app: targets: "same-server"}
	app: {kind: "application-server", on: ["web"], port: 8000, uses: router: targets: "same-server"}
	router: {kind: "custom", software: "mysql-router", on: ["web"], port: 6446}
}
assume: [{perfect: "lb", because: "a"}]
`, want: []string{
			"warning services.lb.uses.web.check: the health check of lb does not see whether a web reaches its router, so that each of router@web-1 and router@web-2 is a single point of failure for read",
		}},
		{name: "what all share need not be seen", text: `
name: "shop"
servers: {lb: {}, web: count: 2, db: {}}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: check: {path: "/"}}
	web: {kind: "web-server", software: "nginx", on: ["web"], uses: db: {}}
	db: {kind: "database", software: "mysql", on: ["db"]}
}
assume: [{perfect: "lb", because: "a"}]
`},
		{name: "an application that is not needed", text: `
name: "shop"
servers: {lb: {}, web: count: 2}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: check: {path: "/"}}
	web: {kind: "web-server", software: "nginx", on: ["web"], uses: app: {targets: "same-server", optional: true}}
	app: {kind: "application-server", on: ["web"], port: 8000}
}
assume: [{perfect: "lb", because: "a"}]
`},
		{name: "nobody checks for the primary", text: withController(`{primary: "db-1", failover: "automatic", controller: "keeper", promotion: "10s"}`, ""), want: nil},
	})
}

// TestAVL005Searches looks at sets that fold, and at more than there is time for.
func TestAVL005Searches(t *testing.T) {
	const declared = `flows: read: {kind: "read", enters: "lb", tolerates: 2}` + "\n"
	runRuleTests(t, "AVL005", []ruleTest{
		{name: "servers stand for what they carry", text: pool(2, `check: {}`) + declared, want: []string{
			"warning flows.read.tolerates: read stops when web@web-1 and web@web-2 fail, and is to tolerate 2 failures",
		}},
		{name: "single points are another rule's", text: pool(1, `check: {}`) + declared},
		{name: "more than can be tried", text: pool(120, `check: {}`) + `flows: read: {kind: "read", enters: "lb", tolerates: 3}` + "\n", want: []string{
			"undecided flows.read.tolerates: it is undecided whether read tolerates 3 failures",
		}},
		{name: "what the flow can do without", text: pool(2, `{check: {}, optional: true}`) + declared},
	})
}
