package findings

import (
	"cmp"
	"slices"

	"github.com/loadpath/loadpath/source"
)

// Report is what one run found, with what is needed to show it.
type Report struct {
	// Tool and Version name the program, for formats that say who found it.
	Tool, Version string
	// Architecture is the name of what was looked at.
	Architecture string
	Findings     []Finding
	// Rules are all that were asked, for formats that explain them.
	Rules  []Rule
	Source source.Map
	// Strict: undecided findings count with their severity.
	Strict bool
	// Hidden is how many findings AtLeast left out.
	Hidden int
}

// Rule is what a report says of a rule.
type Rule struct {
	ID, Title string
	Severity  Severity
	// Description says in a few sentences what the rule finds, and Page is
	// all that is written about it, in Markdown.
	Description, Page string
}

// Counts are the findings of a report by what becomes of them. Those that are
// waived, or undecided in a run that is not strict, are not in the first three.
type Counts struct {
	Errors, Warnings, Infos, Undecided, Waived int
}

// Counts counts the findings.
func (r Report) Counts() Counts {
	var c Counts
	for _, f := range r.Findings {
		switch {
		case f.Waiver != nil:
			c.Waived++
		case f.Undecided && !r.Strict:
			c.Undecided++
		case f.Severity == Error:
			c.Errors++
		case f.Severity == Warning:
			c.Warnings++
		default:
			c.Infos++
		}
	}
	return c
}

// Fails tells whether a finding is at least as bad as the threshold. Waived
// ones never count, undecided ones in a strict run only.
func (r Report) Fails(threshold Severity) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.Waiver == nil && (!f.Undecided || r.Strict) && f.Severity >= threshold
	})
}

// AtLeast is the report without the findings below a severity.
func (r Report) AtLeast(least Severity) Report {
	all := len(r.Findings)
	r.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool {
		return f.Severity < least
	})
	r.Hidden += all - len(r.Findings)
	return r
}

// located is a finding with where it was written.
type located struct {
	Finding
	at source.Range
}

// locate finds where each finding was written, and sorts them by place,
// rule and subject. What is equal in all three keeps its order.
func (r Report) locate() []located {
	all := make([]located, len(r.Findings))
	for i, f := range r.Findings {
		all[i] = located{f, r.Source.Locate(string(f.Path))}
	}
	slices.SortStableFunc(all, func(a, b located) int {
		return cmp.Or(
			cmp.Compare(a.at.File, b.at.File),
			cmp.Compare(a.at.Start.Line, b.at.Start.Line),
			cmp.Compare(a.at.Start.Column, b.at.Start.Column),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Subject, b.Subject),
		)
	})
	return all
}
