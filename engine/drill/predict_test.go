package drill_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/engine/drill"
)

// shop is an application with a replicated database, of which %s is what
// replication and others say.
const shop = `
schema.#Architecture & {
	name: "shop"
	servers: {"s-0": _, "s-1": _, "s-2": _, "s-3": _}
	services: {
		app: schema.#ApplicationServer & {
			on: ["s-0"], image: "shop:1", port: 8000
			listen: [{protocol: "http", port: 80, from: "internet"}]
			uses: db: {reads: "primary", writes: "primary"}
		}
		db: schema.#Database & {
			on: ["s-1", "s-2", "s-3"]
			%s
		}
	}
	flows: {
		read: {kind: "read", enters: "app", path: "/"}
		write: {kind: "write", enters: "app", path: "/"}
		blind: {kind: "read", enters: "app"}
	}
	%s
}`

// TestStepsAndPromises: what a person does in a trial, and whether a write that
// was acknowledged may be lost in it, by how the data are replicated.
func TestStepsAndPromises(t *testing.T) {
	mysql := func(more string) string {
		return `software: "mysql", replication: {primary: "s-1", ` + more + `}`
	}
	const notWaiting = "undone: it takes somebody who promotes db@s-3 and tells it not to wait for replicas, and the drill does not do that"
	const zone = `zones: z: _, servers: {"s-1": zone: "z", "s-2": zone: "z"}`
	for _, test := range []struct {
		name, db, more, what string
		want                 string
	}{
		{"async", mysql(`mode: "async", failover: "manual"`), "", "db@s-1", "promote db@s-2 back db@s-1, none after it, may lose"},
		{"a replica", mysql(`mode: "async", failover: "manual"`), "", "db@s-2", ""},
		{"by a machine", mysql(`mode: "async", failover: "automatic", controller: "orc", promotion: "9s"`), `externals: orc: {provides: "other"}`, "db@s-1", "may lose"},
		{"semi-sync", mysql(`mode: "semi-sync", waitTimeout: "forever", failover: "manual"`), "", "db@s-1", "promote db@s-2 back db@s-1, none after it"},
		{"semi-sync that gives up", mysql(`mode: "semi-sync", waitTimeout: "10s", failover: "manual"`), "", "db@s-1", "promote db@s-2 back db@s-1, none after it, may lose"},
		{"not durable", mysql(`mode: "async", failover: "manual", durable: false`), "", "db@s-2", ""},
		{"another software", `software: "postgresql", replication: {primary: "s-1", mode: "async", failover: "manual"}`, "", "db@s-1", "undone: db@s-2 is postgresql: the role of a primary is moved for MySQL only"},
		{"the server of the application", mysql(`mode: "async", failover: "manual"`), "", "s-0", ""},
		{"with the replica that was waited for", mysql(`mode: "semi-sync", waitTimeout: "forever", failover: "manual"`), zone, "z", "promote db@s-3 back db@s-1, " + notWaiting + ", may lose"},
		{"with one of two that were", mysql(`mode: "semi-sync", waitFor: 2, waitTimeout: "forever", failover: "manual"`), zone, "z", "promote db@s-3 back db@s-1, " + notWaiting},
		{"a runbook", `software: "mysql", replication: {primary: "s-1", mode: "async", failover: "manual"}`, `runbooks: rebuild: {for: ["app"], restores: ["write", "read"], steps: ["rebuild it"]}`, "app@s-0", "undone: it takes somebody who follows the runbook rebuild, and the drill does not do that"},
	} {
		p := plan(t, written(t, fmt.Sprintf(shop, test.db, test.more)), drill.Options{Only: []string{test.what}})
		var got []string
		trial := p.Trials[0]
		write := trial.Predictions[slices.IndexFunc(trial.Predictions, func(p drill.Prediction) bool { return p.Flow == "write" })]
		if trial.Step.Promote != "" {
			got = append(got, fmt.Sprintf("promote %s back %s", trial.Step.Promote, trial.Step.Back))
		}
		if trial.Step.Undone != "" {
			got = append(got, "undone: "+trial.Step.Undone)
		}
		if write.AfterStep != "" {
			got = append(got, write.AfterStep+" after it")
		}
		if write.MayLoseWrites {
			got = append(got, "may lose")
		}
		if told := strings.Join(got, ", "); told != test.want {
			t.Errorf("%s: got %q, want %q", test.name, told, test.want)
		}
	}
}

// TestUnprobed: a flow without a path is not asked, and nothing is predicted of
// it; what is taken as perfect and what is empty is not tried.
func TestUnprobed(t *testing.T) {
	more := `assume: [{perfect: "s-2", because: "it is"}], servers: "s-4": _`
	p := plan(t, written(t, fmt.Sprintf(shop, `software: "mysql"`, more)), drill.Options{})
	if got := p.Flows[2]; got.Unprobed != "write its path: what is asked for has to need what the flow needs" || got.URL != "" {
		t.Errorf("got %+v", got)
	}
	for _, trial := range p.Trials {
		if len(trial.Predictions) != 2 || trial.Name == "crash of s-2" {
			t.Errorf("got %+v", trial)
		}
	}
	want := []drill.Skipped{{What: "crash of s-4", Why: "nothing of the architecture is on it"}, {What: "s-2", Why: "the architecture takes it as perfect"}}
	if !slices.Equal(p.Skipped, want) {
		t.Errorf("skipped is %+v", p.Skipped)
	}
}
