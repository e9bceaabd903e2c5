package report

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// twoServer is the two-server architecture, not yet resolved.
func twoServer() *model.Architecture {
	return &model.Architecture{
		Name:        "two-server",
		Title:       "Two-server web infrastructure",
		Description: "A website on two servers behind a load balancer.",
		Groups: []*model.Group{
			{Name: "lb-1", ZoneName: "rack-1"},
			{Name: "server-1", ZoneName: "rack-1"},
			{Name: "server-2", ZoneName: "rack-1"},
		},
		Services: []*model.Service{
			{
				Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb-1"},
				Listen: []*model.Listener{{Protocol: "http", Port: 80, From: "internet"}},
				Uses: []*model.Use{{
					Key:     "web",
					Balance: &model.Balance{Algorithm: "roundrobin", Mode: "active-passive", Active: []string{"server-1"}},
					Check:   &model.Check{Path: "/healthz", Reaches: []string{"app"}},
				}},
			},
			{
				Name: "web", Kind: model.WebServer, Software: "nginx", On: []string{"server-1", "server-2"}, Static: "site",
				Uses: []*model.Use{{Key: "app", Targets: "same-server"}},
			},
			{
				Name: "app", Kind: model.ApplicationServer, On: []string{"server-1", "server-2"}, Build: "app", Port: 8000,
				Uses: []*model.Use{{Key: "db", Reads: "replicas", Writes: "primary"}},
			},
			{
				Name: "db", Kind: model.Database, Software: "mysql", On: []string{"server-1", "server-2"},
				Replication: &model.Replication{Primary: "server-1", Mode: "async", Failover: "manual"},
			},
		},
	}
}

// input resolves and analyses an architecture after an edit.
func input(t *testing.T, a *model.Architecture, edit func(*model.Architecture)) Input {
	t.Helper()
	if edit != nil {
		edit(a)
	}
	if problems := a.Resolve(); len(problems) > 0 {
		t.Fatalf("the architecture does not resolve: %v", problems)
	}
	return Input{Architecture: a, Analysis: analysis.Analyze(a)}
}

// written is the write-up as a string.
func written(t *testing.T, in Input) string {
	t.Helper()
	var b strings.Builder
	if err := Markdown(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// someFindings are findings as rules report them.
func someFindings() []findings.Finding {
	return []findings.Finding{
		{Rule: "AVL001", Severity: findings.Error, Path: "services.lb", Subject: "lb@lb-1",
			Summary: "lb@lb-1 is a single point of failure", Detail: "How read breaks: lb@lb-1 is gone; nobody answers.\nTried in the model, this removes it: a second one. Write:\n  services.lb.on: [\"lb-1\", \"<b>`lb-2`\"]"},
		{Rule: "NET002", Severity: findings.Error, Path: "", Summary: "there is no firewall", Detail: "Write firewalls."},
		{Rule: "TLS001", Severity: findings.Error, Path: "services.lb.listen[0]", Summary: "users are served without HTTPS"},
		{Rule: "CAP001", Severity: findings.Warning, Path: "services.web", Summary: "it is not known whether the backup can carry the load",
			Undecided: true, Missing: []model.Path{"services.web.capacity.requests"}},
		{Rule: "MDL005", Severity: findings.Warning, Path: "services.lb.uses.web.balance.algorithm", Summary: "round robin has no effect",
			Waiver: &model.Waiver{Rule: "MDL005", Because: "A second active server comes next year", Until: "2027-06-30"}},
	}
}

// locate puts every path on line 7 of one file.
func locate(model.Path) source.Range {
	return source.Range{File: "architecture.cue", Start: source.Pos{Line: 7, Column: 3}}
}
