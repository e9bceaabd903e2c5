package validate

import (
	"fmt"
	"strings"
	"testing"
)

// detailOf is the detail of the finding about a subject, in an architecture.
func detailOf(t *testing.T, text, subject string) string {
	t.Helper()
	for _, f := range judge(t, "-", text) {
		if f.Subject == subject && strings.HasPrefix(f.Rule, "AVL00") {
			return f.Detail
		}
	}
	t.Fatalf("there is no finding about %s", subject)
	return ""
}

func TestRemediesAreTold(t *testing.T) {
	const (
		primary = `{primary: "db-1", failover: "manual"}`
		byHand  = "\nIf it stays manual, write a runbook"
	)
	tests := []struct {
		name, text, subject string
		says, not           string
	}{
		{"by hand", replicated(`{targets: "primary"}`, primary), "db@db-1", byHand, "The runbook"},
		{"a runbook is there", replicated(`{targets: "primary"}`, primary) + `runbooks: promote: {for: ["db@db-1"], takes: "10m"}`, "db@db-1",
			"The runbook promote is for that; it takes 10m.\nTried in the model, each of these removes it:\n1. Make db a group of three", byHand},
		{"a runbook for one flow of two", replicated(`{targets: "primary"}`, primary) + `runbooks: promote: {for: ["db@db-1"], restores: ["write"]}`, "db@db-1",
			byHand, "The runbook"},
		{"one change, with what to write", replicated(`{reads: "all", writes: "primary", choose: "client"}`, `mode: "group"`) + `lint: rules: AVL010: "off"`, "db@db-1 db@db-2",
			`Tried in the model, this removes it: give db three members`, "each of these"},
		{"what to write", replicated(`{reads: "replicas", writes: "primary"}`, primary), "db@db-2",
			"Write:\n  services.app.uses.db.reads: \"all\"\n  services.app.uses.db.choose: \"client\"\n2. Run db", "failover"},
		{"flows that break alike", replicated(`{targets: "primary"}`, primary), "db@db-1", "How read and write break: ", "How read breaks"},
		{"alike are asked for together", pool(3, `{}`) + `lint: rules: AVL007: "off"`, "web@web-1 web@web-2 web@web-3", "Let lb check web", "none removes"},
		{"what remains", strings.ReplaceAll(pool(1, `check: {}`), `count: 1`, `{count: 1, zone: "rack-1"}`), "web@web-1",
			"rack-1 then still is a single point of failure.", "web-1 and rack-1"},
		{"somebody else's", `
name: "shop"
servers: app: {}
externals: mail: provides: "mail"
services: app: {kind: "application-server", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: mail: {}}
flows: send: {kind: "write", enters: "app", needs: ["mail"]}
assume: [{perfect: "app", because: "it is not what the test is about"}]
`, "mail", "1 change was tried in the model, and it does not remove this.", "Tried in the model"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := detailOf(t, test.text, test.subject)
			if !strings.Contains(got, test.says) || strings.Contains(got, test.not) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// TestTrialsEnd: in a large architecture the first findings get advice, and the
// others say that they got none.
func TestTrialsEnd(t *testing.T) {
	var b strings.Builder
	b.WriteString("name: \"shop\"\n")
	for i := range 60 {
		fmt.Fprintf(&b, "servers: \"s%d\": {}\nservices: \"web%d\": {kind: \"web-server\", software: \"nginx\", on: [\"s%d\"], listen: [{protocol: \"https\", port: 443, from: \"internet\"}]}\n", i, i, i)
	}
	advised, skipped := 0, 0
	for _, f := range judge(t, "-", b.String()) {
		switch {
		case f.Rule != "AVL001":
		case strings.Contains(f.Detail, "Tried in the model, this removes it: run web"):
			advised++
			if skipped > 0 {
				t.Errorf("%s gets advice after one that got none", f.Subject)
			}
		case strings.Contains(f.Detail, "No change was tried in the model"):
			skipped++
		}
	}
	if advised != 40 || skipped != 20 {
		t.Errorf("%d findings got advice and %d none, want 40 and 20", advised, skipped)
	}
}
