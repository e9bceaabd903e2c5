package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// yes and no are for fields that tell "not written" from false.
func yes() *bool { b := true; return &b }
func no() *bool  { b := false; return &b }

// servers makes one server for each "name" or "name zone".
func servers(entries ...string) []*model.Group {
	var groups []*model.Group
	for _, entry := range entries {
		name, zone, _ := strings.Cut(entry, " ")
		groups = append(groups, &model.Group{Name: name, ZoneName: zone})
	}
	return groups
}

// public is a listener for the internet.
func public() []*model.Listener {
	return []*model.Listener{{Protocol: "http", Port: 80, From: "internet"}}
}

// resolved is the architecture with everything derived; it must have no
// problems.
func resolved(t testing.TB, a *model.Architecture) *model.Architecture {
	t.Helper()
	for _, p := range a.Resolve() {
		t.Fatalf("%s: %s", p.Path, p.Message)
	}
	return a
}

// twoServer is the sample with two servers, as its CUE says it.
func twoServer() *model.Architecture {
	return &model.Architecture{
		Name:   "two-server",
		Groups: servers("lb-1 rack-1", "server-1 rack-1", "server-2 rack-1"),
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb-1"}, Listen: public(), Uses: []*model.Use{{
				Key:     "web",
				Balance: &model.Balance{Algorithm: "roundrobin", Mode: "active-passive", Active: []string{"server-1"}},
				Check:   &model.Check{Path: "/healthz", Reaches: []string{"app"}},
			}}},
			{Name: "web", Kind: model.WebServer, Software: "nginx", On: []string{"server-1", "server-2"}, Static: "site",
				Uses: []*model.Use{{Key: "app", Targets: "same-server"}}},
			{Name: "app", Kind: model.ApplicationServer, On: []string{"server-1", "server-2"}, Port: 8000,
				Uses: []*model.Use{{Key: "db", Reads: "replicas", Writes: "primary"}}},
			{Name: "db", Kind: model.Database, Software: "mysql", On: []string{"server-1", "server-2"},
				Replication: &model.Replication{Primary: "server-1", Mode: "async", Failover: "manual"}},
		},
	}
}

// table is outcomes, one line each: what fails, the flow, the amount and the
// recovery, the window of a transient, and what is missing.
func table(outcomes []analysis.Outcome) string {
	var b strings.Builder
	for _, o := range outcomes {
		fmt.Fprintf(&b, "%s %s: %s %s", o.Failure.Name(), o.Flow.Name, o.Amount, o.Recovery)
		if o.Recovery == analysis.Transient {
			fmt.Fprintf(&b, " %s", o.Window)
		}
		for _, path := range o.Missing {
			fmt.Fprintf(&b, " (%s)", path)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// verdicts is a table of expected outcomes, in the form of table, with
// indentation and empty lines taken off.
func verdicts(table string) string {
	var b strings.Builder
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}
