package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// ownMembers is an application on two servers that uses the member of the
// database on its own.
func ownMembers(software string, replication *model.Replication) *model.Architecture {
	return &model.Architecture{
		Name: "own members", Groups: servers("lb-1", "w1", "w2"),
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"lb-1"}, Listen: public(), Uses: []*model.Use{{
				Key: "app", Check: &model.Check{Path: "/healthz", Reaches: []string{"db"}},
			}}},
			{Name: "app", Kind: model.ApplicationServer, On: []string{"w1", "w2"}, Uses: []*model.Use{{Key: "db", Targets: "same-server"}}},
			{Name: "db", Kind: model.Database, Software: software, On: []string{"w1", "w2"}, Replication: replication},
		},
	}
}

// A write at a replica fails; a read there is answered. A group of MariaDB has
// no replicas.
func TestWritesOnTheOwnServer(t *testing.T) {
	tests := []struct {
		name        string
		software    string
		replication *model.Replication
		write       analysis.Amount // with nothing failed
		want        string
	}{
		{"one primary", "mysql", &model.Replication{Primary: "w1", Mode: "async", Failover: "manual"}, analysis.Partial, `
			app@w1 read: partial transient 6s (health check 2s x 3)
			app@w1 write: total hard
			db@w1 read: partial transient 6s (health check 2s x 3)
			db@w1 write: total manual
			w1 read: partial transient 6s (health check 2s x 3)
			w1 write: total manual`},
		{"a group", "mysql", &model.Replication{Primary: "w1", Mode: "group"}, analysis.Partial, `
			app@w1 read: partial transient 6s (health check 2s x 3)
			app@w1 write: total hard
			db@w1 read: partial transient 6s (health check 2s x 3)
			db@w1 write: total manual
			w1 read: partial transient 6s (health check 2s x 3)
			w1 write: total manual`},
		{"a Galera cluster", "mariadb", &model.Replication{Mode: "group"}, analysis.None, `
			app@w1 read: partial transient 6s (health check 2s x 3)
			app@w1 write: partial transient 6s (health check 2s x 3)
			db@w1 read: total manual
			db@w1 write: total manual
			w1 read: total manual
			w1 write: total manual`},
		{"Galera with one writer", "mariadb", &model.Replication{Mode: "group", Primary: "w1"}, analysis.Partial, `
			app@w1 read: partial transient 6s (health check 2s x 3)
			app@w1 write: total hard
			db@w1 read: partial transient 6s (health check 2s x 3)
			db@w1 write: total manual
			w1 read: partial transient 6s (health check 2s x 3)
			w1 write: total manual`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := resolved(t, ownMembers(test.software, test.replication))
			r := analysis.Analyze(a)
			for _, flow := range a.Flows {
				if want := map[string]analysis.Amount{"write": test.write}[flow.Name]; r.Baseline(flow) != want {
					t.Errorf("%s with nothing failed: got %s, want %s", flow.Name, r.Baseline(flow), want)
				}
			}
			var found []analysis.Outcome
			for _, name := range []string{"app@w1", "db@w1", "w1"} {
				f, _ := r.Find(name)
				found = append(found, r.At(f)...)
			}
			if got := table(found); got != verdicts(test.want) {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// A stage is what the failure does: what is lost anyway is none.
func TestStagesEndWithTheRecovery(t *testing.T) {
	r := analysis.Analyze(resolved(t, ownMembers("mysql", &model.Replication{Primary: "w1", Mode: "async", Failover: "manual"})))
	f, _ := r.Find("db@w1")
	for _, o := range r.At(f) {
		want := []analysis.Stage{{Amount: analysis.Total, Until: analysis.Manual}}
		if o.Flow.Name == "write" && !slices.Equal(o.Stages(), want) {
			t.Errorf("%v: got %v, want %v", o.Lost, o.Stages(), want)
		}
	}
}

// A group of two that has lost one has no majority, whoever asks.
func TestEvidenceOfALostMajority(t *testing.T) {
	a := ownMembers("mysql", &model.Replication{Mode: "group"})
	a.Services[1].Uses[0].Targets = "primary"
	a.Services[0].Uses[0].Check.Reaches = nil
	r := analysis.Analyze(resolved(t, a))
	f, _ := r.Find("db@w1")
	want := map[string]string{
		"read": `db@w1 is dead
app uses the primary of db, and that is db@w1
db has 1 of its 2 members left, which is no majority: the group elects no primary
so all of read fails until somebody forces the group to go on with the members that are alive`,
		"write": `db@w1 is dead
db has 1 of its 2 members left, which is no majority: the group takes no writes
so all of write fails until somebody forces the group to go on with the members that are alive`,
	}
	for _, o := range r.At(f) {
		if got := told(r, o); got != want[o.Flow.Name] {
			t.Errorf("%s: got\n%s", o.Flow.Name, got)
		}
	}
}

// told is the evidence of an outcome, a step each line.
func told(r *analysis.Result, o analysis.Outcome) string {
	var lines []string
	for _, step := range r.Evidence(o) {
		lines = append(lines, step.Text)
	}
	return strings.Join(lines, "\n")
}

func TestEvidenceOfAReplicaOnTheOwnServer(t *testing.T) {
	r := analysis.Analyze(resolved(t, ownMembers("mysql", &model.Replication{Primary: "w1", Mode: "async", Failover: "manual"})))
	f, _ := r.Find("app@w1")
	want := "app@w2 writes to the db on its own server alone, and db@w2 is a replica, which takes no writes: the primary is db@w1"
	for _, o := range r.At(f) {
		if got := told(r, o); o.Flow.Name == "write" && !strings.Contains(got, want) {
			t.Errorf("got\n%s", got)
		}
	}
}
