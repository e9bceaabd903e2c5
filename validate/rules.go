// Package validate holds the rules: each looks at the architecture and at what
// its failures do, and says what it finds at which path.
//
// A rule is three files and a line: its check, its page and its script, named
// after its id, and its entry in Rules.
package validate

import (
	"embed"
	"strings"

	"github.com/loadpath/loadpath/findings"
)

// Rule is one thing that is looked for. A rule has a Check, or a Review, or
// neither where the loader finds it before any rule runs.
type Rule struct {
	// ID is three letters for the subject and a number, such as AVL001.
	ID string
	// Title says what is wrong where the rule finds something.
	Title string
	// Severity is that of its findings, unless they or the architecture's
	// lint settings say otherwise.
	Severity findings.Severity
	// Page is all that is written about the rule, in Markdown.
	Page string
	// Check finds it in the architecture. Run fills in the findings' Rule,
	// and their Severity where it is not set.
	Check func(*Input) []findings.Finding
	// Review finds it in the lint settings, given what the checks found.
	Review func(*Input, []findings.Finding) []findings.Finding
}

//go:embed *.md
var pages embed.FS

// Rules are all rules, by id.
func Rules() []Rule {
	rules := []Rule{
		{ID: "AVL001", Title: "Single point of failure", Severity: findings.Error, Check: avl001},
		{ID: "AVL002", Title: "Flow recovers only by hand", Severity: findings.Error, Check: avl002},
		{ID: "AVL003", Title: "Automatic failover slower than the flow allows", Severity: findings.Warning, Check: avl003},
		{ID: "AVL004", Title: "Redundancy defeated by a shared element", Severity: findings.Error, Check: avl004},
		{ID: "AVL005", Title: "Fewer failures tolerated than declared", Severity: findings.Warning, Check: avl005},
		{ID: "AVL006", Title: "Backup can never take over", Severity: findings.Error, Check: avl006},
		{ID: "AVL007", Title: "Health check missing, too shallow or too deep", Severity: findings.Error, Check: avl007},
		{ID: "AVL008", Title: "Failover controller is single, or dies with its charge", Severity: findings.Error, Check: avl008},
		{ID: "AVL009", Title: "Address does not follow the process", Severity: findings.Error, Check: avl009},
		{ID: "AVL010", Title: "Quorum adds no tolerance, or sits in one zone", Severity: findings.Error, Check: avl010},
		{ID: "AVL011", Title: "Cold-start deadlock", Severity: findings.Error, Check: avl011},
		{ID: "AVL012", Title: "Availability estimate misses the objective", Severity: findings.Warning, Check: avl012},
		{ID: "LNT001", Title: "Waiver has expired", Severity: findings.Warning, Review: lnt001},
		{ID: "LNT002", Title: "Lint setting without effect", Severity: findings.Warning, Review: lnt002},
		{ID: "MDL001", Title: "More is needed than there is", Severity: findings.Error, Check: mdl001},
		{ID: "MDL002", Title: "Reference to nothing, or zones in a circle", Severity: findings.Error},
		{ID: "MDL003", Title: "Ports, addresses or networks collide", Severity: findings.Error, Check: mdl003},
		{ID: "MDL004", Title: "Flow is down with nothing failed", Severity: findings.Error, Check: mdl004},
		{ID: "MDL005", Title: "Balancing algorithm has a single active target", Severity: findings.Warning, Check: mdl005},
		{ID: "MDL007", Title: "Copies of the data without exactly one primary", Severity: findings.Error, Check: mdl007},
		{ID: "MON001", Title: "Not monitored", Severity: findings.Error, Check: mon001},
		{ID: "NET002", Title: "No firewall, or one that lets everything in", Severity: findings.Error, Check: net002},
		{ID: "TLS001", Title: "Public listener without TLS", Severity: findings.Error, Check: tls001},
	}
	for i := range rules {
		rules[i].Page = pageOf(rules[i].ID)
	}
	return rules
}

// pageOf is the rule's page; a test sees to it that every rule has one.
func pageOf(id string) string {
	page, err := pages.ReadFile(strings.ToLower(id) + ".md")
	if err != nil {
		return ""
	}
	return string(page)
}

// Describe is what reports say of the rules.
func Describe(rules []Rule) []findings.Rule {
	described := make([]findings.Rule, len(rules))
	for i, rule := range rules {
		described[i] = findings.Rule{
			ID: rule.ID, Title: rule.Title, Severity: rule.Severity,
			Description: description(rule.Page), Page: rule.Page,
		}
	}
	return described
}

// description is the first paragraph under "What it finds", on one line.
func description(page string) string {
	_, section, _ := strings.Cut(page, "\n## What it finds\n\n")
	paragraph, _, _ := strings.Cut(section, "\n\n")
	return strings.Join(strings.Fields(paragraph), " ")
}
