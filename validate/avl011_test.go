package validate

import (
	"strings"
	"testing"
)

// circle is applications on one server, each of which uses the next: when says
// when, one for each use.
func circle(when ...string) string {
	var b strings.Builder
	b.WriteString("name: \"circle\"\nservers: one: {}\nservices: {\n")
	name := func(i int) string { return string(rune('a' + i%len(when))) }
	for i, written := range when {
		b.WriteString("\t" + name(i) + `: {kind: "application-server", on: ["one"], uses: ` + name(i+1) + ": " + written + "}\n")
	}
	return b.String() + "}\n"
}

func TestAVL011(t *testing.T) {
	const start, run, always = `when: "start"`, `when: "run"`, `when: "always"`
	runRuleTests(t, "AVL011", []ruleTest{
		{name: "two that wait for each other", text: circle(start, always), want: []string{
			"error services.a.uses.b: a and b cannot be started again once they are down together",
		}},
		{name: "itself", text: circle(start), want: []string{
			"error services.a.uses.a: a cannot be started again once all of it is down",
		}},
		{name: "needed at run time alone", text: circle(run, run, run)},
		{name: "one can do without", text: circle(start, "{when: \"always\", optional: true}")},
		{name: "not written", text: circle("{}", run), want: []string{
			"undecided services.a.uses.b: it is undecided whether a and b can be started again once they are down together",
		}},
	})
}

// A long circle is told in part.
func TestDeadlockOfMany(t *testing.T) {
	const count = 15
	for _, f := range judge(t, "-", circle(strings.Split(strings.Repeat(`when: "start",`, count-1)+`when: "start"`, ",")...)) {
		if f.Rule != "AVL011" {
			continue
		}
		if !strings.HasPrefix(f.Summary, "a, b, c, d, e, f, g and 8 more cannot be started") || !strings.Contains(f.Detail, "and so on, 7 more") {
			t.Errorf("%s\n%s", f.Summary, f.Detail)
		}
		if len(f.Related) != count-1 {
			t.Errorf("%d related places", len(f.Related))
		}
		return
	}
	t.Error("nothing was found")
}
