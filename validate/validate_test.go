package validate

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/schema"
)

// today is the day on which the tests judge waivers.
var today = time.Date(2027, 1, 15, 12, 0, 0, 0, time.UTC)

// judge runs all rules on an architecture.
func judge(t *testing.T, path, text string) []findings.Finding {
	t.Helper()
	document, err := schema.Load(path, schema.Options{Stdin: strings.NewReader(text)})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return Run(&Input{
		Architecture: document.Architecture,
		Analysis:     analysis.Analyze(document.Architecture),
		Today:        today,
	})
}

// judgeOnly are the findings of one rule, each as "severity path: summary".
func judgeOnly(t *testing.T, rule, text string) []string {
	t.Helper()
	var found []string
	for _, f := range judge(t, "-", text) {
		if f.Rule != rule {
			continue
		}
		label := f.Severity.String()
		if f.Undecided {
			label = "undecided"
		}
		if f.Waiver != nil {
			label = "waived"
		}
		found = append(found, fmt.Sprintf("%s %s: %s", label, f.Path, f.Summary))
	}
	return found
}

// ruleTest is an architecture and what one rule finds in it.
type ruleTest struct {
	name, text string
	want       []string
}

func runRuleTests(t *testing.T, rule string, tests []ruleTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, judgeOnly(t, rule, test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// headings are those of every page, in order.
var headings = []string{"What it finds", "Example", "Why", "How to fix", "When it is undecided"}

func TestRulesAreComplete(t *testing.T) {
	rules := Rules()
	form := regexp.MustCompile(`^[A-Z]{3}[0-9]{3}$`)
	for i, rule := range rules {
		if !form.MatchString(rule.ID) {
			t.Errorf("%q is no id", rule.ID)
		}
		if i > 0 && rules[i-1].ID >= rule.ID {
			t.Errorf("%s does not come after %s", rule.ID, rules[i-1].ID)
		}
		if rule.Check != nil && rule.Review != nil {
			t.Errorf("%s checks and reviews", rule.ID)
		}
		if first := "# " + rule.ID + ": " + rule.Title + "\n\nSeverity: " + rule.Severity.String(); !strings.HasPrefix(rule.Page, first) {
			t.Errorf("the page of %s does not begin with %q", rule.ID, first)
		}
		var got []string
		for line := range strings.Lines(rule.Page) {
			if heading, ok := strings.CutPrefix(line, "## "); ok {
				got = append(got, strings.TrimSpace(heading))
			}
		}
		if diff := cmp.Diff(headings, got); diff != "" {
			t.Errorf("the headings of %s (-want +got):\n%s", rule.ID, diff)
		}
		script := strings.ToLower(rule.ID) + ".txtar"
		if _, err := os.Stat(script); err != nil {
			t.Errorf("%s has no script: %v", rule.ID, err)
		}
	}
	pages, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range pages {
		id, isPage := strings.CutSuffix(file.Name(), ".md")
		if isPage && !slices.ContainsFunc(rules, func(r Rule) bool { return strings.ToLower(r.ID) == id }) {
			t.Errorf("%s is the page of no rule", file.Name())
		}
	}
}

func TestReportsDescribeTheRules(t *testing.T) {
	for _, rule := range Describe(Rules()) {
		if rule.Description == "" || len(rule.Description) > 1024 || strings.ContainsAny(rule.Description, "\n#") {
			t.Errorf("%s: %q", rule.ID, rule.Description)
		}
	}
}

// TestPageExamples runs the first example of each page, which has the finding,
// and the second, which has not.
func TestPageExamples(t *testing.T) {
	for _, rule := range Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			blocks := regexp.MustCompile("(?s)```cue\n(.*?)```").FindAllStringSubmatch(rule.Page, -1)
			if len(blocks) != 2 {
				t.Fatalf("%d examples", len(blocks))
			}
			if rule.Check == nil && rule.Review == nil {
				if _, err := schema.Load("-", schema.Options{Stdin: strings.NewReader(blocks[0][1])}); err == nil {
					t.Error("the example is read without an error")
				}
			} else if judgeOnly(t, rule.ID, blocks[0][1]) == nil {
				t.Error("the example has no such finding")
			}
			if found := judgeOnly(t, rule.ID, blocks[1][1]); found != nil {
				t.Errorf("the mended example still has %q", found)
			}
		})
	}
}

func TestTwoServerSample(t *testing.T) {
	want := []string{
		"AVL001 error db@server-2",
		"AVL001 error lb@lb-1",
		"AVL002 error db@server-1",
		"MDL005 warning lb.web",
		"MON001 error ",
		"NET002 error ",
		"TLS001 error lb",
	}
	var got []string
	for _, f := range judge(t, "../samples/two-server", "") {
		got = append(got, fmt.Sprintf("%s %s %s", f.Rule, f.Severity, f.Subject))
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFindingsOfTheSamples holds every finding to what reports need of it.
func TestFindingsOfTheSamples(t *testing.T) {
	for _, sample := range []string{"single-server", "two-server", "secured", "highly-available", "shop"} {
		seen := make(map[string]bool)
		for _, f := range judge(t, "../samples/"+sample, "") {
			if f.Summary == "" || strings.HasSuffix(f.Summary, ".") || strings.Contains(f.Summary, "\n") {
				t.Errorf("%s: %s has the summary %q", sample, f.Rule, f.Summary)
			}
			last := f.Detail[strings.LastIndex(f.Detail, "\n")+1:]
			if !strings.HasSuffix(last, ".") && !strings.HasPrefix(last, "  ") {
				t.Errorf("%s: %s has the detail %q", sample, f.Rule, f.Detail)
			}
			if f.Undecided != (len(f.Missing) > 0) {
				t.Errorf("%s: %s is undecided %t and misses %v", sample, f.Rule, f.Undecided, f.Missing)
			}
			if seen[f.Fingerprint()] {
				t.Errorf("%s: two findings of %s at %s about %q", sample, f.Rule, f.Path, f.Subject)
			}
			seen[f.Fingerprint()] = true
		}
	}
}
