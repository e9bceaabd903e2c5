// Package findings holds what the rules find, what the user has accepted of
// it, and the reports of it.
package findings

import "github.com/loadpath/loadpath/model"

// Severity is how bad a finding is. The zero value is invalid.
type Severity uint8

// The severities, the worse the greater.
const (
	Info Severity = iota + 1
	Warning
	Error
)

// Finding is one rule's verdict about one place in the architecture.
type Finding struct {
	// Rule is the id, such as AVL001.
	Rule     string
	Severity Severity
	// Path is the place. It says nothing of lines: a locator does.
	Path model.Path
	// Summary says what is wrong, in one line without a full stop.
	Summary string
	// Detail says why it matters here and what to do, in a few sentences.
	Detail string
	// Related are other places that have to do with it.
	Related []Related
	// Subject tells findings of one rule at one path apart, such as the
	// instance; it is part of the fingerprint.
	Subject string
	// Undecided: a fact that the rule needs is not written; Missing names
	// where it belongs. Such a finding fails only a strict run.
	Undecided bool
	Missing   []model.Path
	// Waiver is the reason why the finding is accepted, or nil.
	Waiver *model.Waiver
}

// Related is a place that has to do with a finding.
type Related struct {
	Path    model.Path
	Message string
}
