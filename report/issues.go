package report

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/markdown"
)

// A chapter is the findings on one subject, by how their rules begin.
type chapter struct {
	title    string
	families []string
	// always: the chapter is there even where nothing was found.
	always bool
	// points: what makes single points of failure belongs here too.
	points bool
}

// issues says what is wrong: the findings by subject, what is accepted, and
// what every failure does.
func (r *writer) issues() {
	r.doc.heading(2, "Issues with the infrastructure")
	chapters := []chapter{
		{"Single points of failure", []string{"AVL001", "AVL002", "AVL003"}, true, true},
		{"Security issues", []string{"NET", "TLS"}, true, false},
		{"Monitoring", []string{"MON"}, true, false},
		{"Availability", []string{"AVL012"}, false, false},
		{"Other issues", nil, false, false},
	}
	taken := make([]bool, len(r.Findings))
	for _, chapter := range chapters {
		fine := ""
		if chapter.always {
			fine = "No issue was found."
		}
		var items []string
		for i, finding := range r.Findings {
			switch {
			case taken[i] || !chapter.holds(finding):
				continue
			case finding.Waiver == nil && !finding.Undecided:
				items = append(items, r.issue(finding))
			default:
				fine = strings.Replace(fine, "was found.", "was found beside what is undecided or accepted below.", 1)
			}
			taken[i] = true
		}
		r.section(chapter.title, items, fine)
	}
	r.section("Undecided", r.undecided(), "")
	r.section("Accepted", r.accepted(), "")
	r.failures()
}

// holds tells whether the finding belongs here; a chapter without families
// takes what is left.
func (c chapter) holds(f findings.Finding) bool {
	if c.families == nil || c.points && len(f.Points) > 0 {
		return true
	}
	for _, family := range c.families {
		if strings.HasPrefix(f.Rule, family) {
			return true
		}
	}
	return false
}

// section writes a heading with its items, or with what is to be said where
// there are none.
func (r *writer) section(title string, items []string, fine string) {
	if len(items) == 0 && fine == "" {
		return
	}
	r.doc.heading(3, title)
	if len(items) == 0 {
		r.doc.paragraph(fine)
		return
	}
	r.doc.bullets(items)
}

// issue is a finding: what, where, why and what to do. A detail of several
// paragraphs is a list below the summary; what stands further in is text of the
// architecture.
func (r *writer) issue(f findings.Finding) string {
	text := sentences{fmt.Sprintf("**%s** (%s, %s): %s.", markdown.Text(f.Rule), f.Severity, r.place(f), strings.TrimSuffix(markdown.Text(f.Summary), "."))}
	var details sentences
	for line := range strings.Lines(f.Detail) {
		if strings.HasPrefix(line, " ") && len(details) > 0 {
			details[len(details)-1] += "\n    - " + code(strings.TrimSpace(line))
			continue
		}
		details.user(line)
	}
	if len(details) < 2 && !strings.Contains(f.Detail, "\n ") {
		return strings.Join(append(text, details...), " ")
	}
	for i := range details {
		details[i] = inert(details[i])
	}
	return strings.Join(append(text, details...), "\n  - ")
}

// place is where a finding lies: the path, and the file where it is known.
func (r *writer) place(f findings.Finding) string {
	path := code(string(f.Path))
	if f.Path == "" {
		path = "the architecture as a whole"
	}
	if r.Locate == nil {
		return path
	}
	at := r.Locate(f.Path)
	if at.File == "" {
		return path
	}
	return path + " at " + markdown.Text(at.String())
}

// undecided are the findings that wait for a fact.
func (r *writer) undecided() []string {
	var items []string
	for _, finding := range r.Findings {
		if finding.Undecided && finding.Waiver == nil {
			text := r.issue(finding)
			if len(finding.Missing) > 0 {
				text += " Not written: " + paths(finding.Missing) + "."
			}
			items = append(items, text)
		}
	}
	return items
}

// accepted are the findings that somebody has accepted, with the reason.
func (r *writer) accepted() []string {
	var items []string
	for _, finding := range r.Findings {
		if finding.Waiver == nil {
			continue
		}
		until := ""
		if finding.Waiver.Until != "" {
			until = ", until " + markdown.Text(finding.Waiver.Until)
		}
		text := sentences{fmt.Sprintf("**%s** (%s): %s. Accepted%s:", markdown.Text(finding.Rule), r.place(finding),
			strings.TrimSuffix(markdown.Text(finding.Summary), "."), until)}
		text.user(finding.Waiver.Because)
		items = append(items, text.String())
	}
	return items
}
