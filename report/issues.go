package report

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/findings"
)

// A chapter is the findings on one subject, by how their rules begin.
type chapter struct {
	title    string
	families []string
	// fine says what it means that nothing was found.
	fine string
}

// issues says what is wrong: the findings by subject, what is accepted, and
// what every failure does.
func (r *writer) issues() {
	r.doc.heading(2, "Issues with the infrastructure")
	chapters := []chapter{
		{"Single points of failure", []string{"AVL001", "AVL002", "AVL003"}, "Nothing that fails alone stops a flow for longer than it may."},
		{"Security issues", []string{"NET", "TLS"}, "No issue was found."},
		{"Monitoring", []string{"MON"}, "No issue was found."},
		{"Other issues", nil, ""},
	}
	taken := make(map[int]bool)
	for _, chapter := range chapters {
		var items []string
		for i, finding := range r.Findings {
			if taken[i] || finding.Waiver != nil || finding.Undecided || !chapter.holds(finding) {
				continue
			}
			taken[i] = true
			items = append(items, r.issue(finding))
		}
		r.chapter(chapter.title, items, chapter.fine)
	}
	r.chapter("Undecided", r.undecided(), "")
	r.chapter("Accepted", r.accepted(), "")
	r.failures()
}

// holds tells whether the finding belongs here; a chapter without families
// takes what is left.
func (c chapter) holds(f findings.Finding) bool {
	if c.families == nil {
		return true
	}
	for _, family := range c.families {
		if strings.HasPrefix(f.Rule, family) {
			return true
		}
	}
	return false
}

// chapter writes a heading with its items, or with what it means that there
// are none.
func (r *writer) chapter(title string, items []string, fine string) {
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

// issue is a finding: what, where, why and what to do.
func (r *writer) issue(f findings.Finding) string {
	text := sentences{fmt.Sprintf("**%s** (%s, %s): %s.", escape(f.Rule), f.Severity, r.place(f), strings.TrimSuffix(escape(f.Summary), "."))}
	text.user(f.Detail)
	return text.String()
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
	return path + " at " + escape(at.String())
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
			until = ", until " + escape(finding.Waiver.Until)
		}
		text := sentences{fmt.Sprintf("**%s** (%s): %s. Accepted%s:", escape(finding.Rule), r.place(finding),
			strings.TrimSuffix(escape(finding.Summary), "."), until)}
		text.user(finding.Waiver.Because)
		items = append(items, text.String())
	}
	return items
}
