package advice

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// TestQuicken: the mildest change of a setting that is enough is proposed, and
// of a fact none.
func TestQuicken(t *testing.T) {
	const keeper = `{kind: "database", software: "postgresql", on: ["db-1", "db-2"], replication: {primary: "db-1", failover: "automatic", controller: "app", promotion: "40s"}}`
	tests := []struct {
		name, text string
		want       []string
	}{
		{"every or fall", pool(`check: {path: "/", reaches: ["app"], every: "11s", fall: 3}`, ""), []string{
			`check every 10s: services.lb.uses.web.check.every: "10s"`,
			`let two checks decide: services.lb.uses.web.check.fall: 2`,
		}},
		{"every alone", pool(`check: {path: "/", reaches: ["app"], every: "20s", fall: 3}`, ""), []string{
			`check every 10s: services.lb.uses.web.check.every: "10s"`,
		}},
		{"a slow address", fmt.Sprintf(entries, `address: {by: "virtual-ip", tracks: "process", advert: "20s"}`), []string{
			`advertise every 5s: services.web.address.advert: "5s"`,
		}},
		{"no setting alone", fmt.Sprintf(entries, `address: {by: "dns", checked: true, ttl: "60s", every: "10s", fall: 3}`), []string{
			`check every 5s, and let DNS answers be kept for 10s: services.web.address.every: "5s"; services.web.address.ttl: "10s"`,
		}},
		{"a promotion is no setting", stored(`{targets: "primary", choose: "client"}`, keeper), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := parsed(t, test.text)
			r := analysis.Analyze(a)
			late := r.TooSlow()
			if len(late) == 0 {
				t.Fatal("nothing is too slow")
			}
			setting := late[0].Window.Parts[0]
			for _, part := range late[0].Window.Parts {
				if part.Length > setting.Length {
					setting = part
				}
			}
			answer := New(r, DefaultBudget()).Quicken(setting, late)
			var got []string
			for _, p := range answer.Proven {
				var edits []string
				for _, edit := range p.Edits {
					edits = append(edits, edit.String())
				}
				got = append(got, p.Sentence+": "+strings.Join(edits, "; "))
				quick(t, a, p, late)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want, +got):\n%s", diff)
			}
		})
	}
}

// quick fails the test unless, with the change in the text, all come back in
// time.
func quick(t *testing.T, a *model.Architecture, p Proven, late []analysis.Outcome) {
	t.Helper()
	changed, err := load(withLines(t, a, p.Change))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range analysis.Analyze(changed).TooSlow() {
		for _, before := range late {
			if o.Failure.Name() == before.Failure.Name() && o.Flow.Name == before.Flow.Name {
				t.Errorf("%s: %s still is interrupted for %s", p.Sentence, o.Flow.Name, o.Window)
			}
		}
	}
}

// TestBudget: what is beyond it is not tried, and the answer says so.
func TestBudget(t *testing.T) {
	r := analysis.Analyze(parsed(t, pool(`{}`, "")))
	points := r.SinglePoints()
	for _, test := range []struct {
		name    string
		budget  Budget
		tried   int
		skipped bool
	}{
		{"none", Budget{}, 0, true},
		{"no work", Budget{Points: 1, Trials: 9, Proven: 9}, 0, true},
		{"little work", Budget{Points: 1, Trials: 9, Proven: 9, Work: 5}, 1, false},
		{"one trial", Budget{Points: 1, Trials: 1, Proven: 9, Work: 100}, 1, false},
		{"one proven", Budget{Points: 1, Trials: 9, Proven: 1, Work: 100}, 1, false},
	} {
		advisor := New(r, test.budget)
		if got := advisor.For(points[0]); got.Tried != test.tried || got.Skipped != test.skipped {
			t.Errorf("%s: %d tried, skipped %t, want %d and %t", test.name, got.Tried, got.Skipped, test.tried, test.skipped)
		}
		if got := advisor.For(points[1]); !got.Skipped {
			t.Errorf("%s: a second point is looked at", test.name)
		}
	}
}
