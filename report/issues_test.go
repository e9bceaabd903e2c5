package report

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// TestCausesOfSinglePoints looks for a mistake that makes a single point of
// failure among the single points, and for one that makes none elsewhere.
func TestCausesOfSinglePoints(t *testing.T) {
	in := input(t, twoServer(), func(*model.Architecture) {})
	in.Findings = []findings.Finding{
		{Rule: "AVL007", Severity: findings.Error, Path: "services.lb.uses.web", Summary: "nobody checks", Points: []string{"web@web-1"}},
		{Rule: "AVL010", Severity: findings.Warning, Path: "services.web.on", Summary: "one too many"},
	}
	_, text, _ := strings.Cut(written(t, in), "### Single points of failure")
	points, rest, _ := strings.Cut(text, "### Security issues")
	if !strings.Contains(points, "nobody checks") || strings.Contains(points, "one too many") || !strings.Contains(rest, "one too many") {
		t.Errorf("the issues are %s", text)
	}
}
