package validate

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/schema"
)

// promised adds the flows of an architecture with their objective.
func promised(text, flows string) string { return text + "\nflows: {" + flows + "}\n" }

func TestAVL012(t *testing.T) {
	const open = `{reads: "all", writes: "primary"}`
	runRuleTests(t, "AVL012", []ruleTest{
		{name: "no objective", text: promised(pool(1, `check: {}`), `read: {kind: "read", enters: "lb"}`)},
		{name: "missed", text: promised(pool(1, `check: {}`), `read: {kind: "read", enters: "lb", availability: 0.9999}`), want: []string{
			"warning flows.read.availability: read is there for 99.9733 % of the time, less than its objective of 99.99 %",
		}},
		{name: "met", text: promised(pool(2, `check: {}`), `read: {kind: "read", enters: "lb", availability: 0.9999}`)},
		{name: "each flow has its own", text: promised(pool(1, `check: {}`), `
	read: {kind: "read", enters: "lb", availability: 0.9997}
	write: {kind: "write", enters: "lb", availability: 0.9998}`), want: []string{
			"warning flows.write.availability: write is there for 99.9733 % of the time, less than its objective of 99.98 %",
		}},
		{name: "the better of what is not written may keep it", text: promised(replicated(open, `primary: "db-1"`), `read: {kind: "read", enters: "app", availability: 0.99999}`), want: []string{
			"undecided flows.read.availability: it is undecided whether read meets its objective of 99.999 %",
		}},
		{name: "the driver tries the other", text: promised(replicated(strings.Replace(open, "{", `{choose: "client", `, 1), `primary: "db-1"`), `read: {kind: "read", enters: "app", availability: 0.99999}`)},
		{name: "down with nothing failed is another rule", text: promised(pool(2, `{balance: mode: "active-passive", check: {}, atLeast: 2}`), `read: {kind: "read", enters: "lb", availability: 0.999}`)},
	})
}

// TestAVL012BetweenBounds: an objective between the bounds is open.
func TestAVL012BetweenBounds(t *testing.T) {
	document, err := schema.Load("../samples/shop", schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := analysis.Analyze(document.Architecture)
	known, err := formula.Calculate(r, r.Architecture.Flows[0], formula.Options{Nodes: 20})
	if err != nil {
		t.Fatal(err)
	}
	f := openObjective(known.Flow, bounds(known), known.Undecided)
	if !f.Undecided || !strings.Contains(f.Detail, " minutes a year, where 526 may be: these are bounds") {
		t.Errorf("%+v", f)
	}
}
