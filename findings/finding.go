// Package findings holds what the rules find, what the user has accepted of
// it, and the reports of it.
package findings

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/loadpath/loadpath/model"
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
	// Detail says why it matters here and what to do, in a few sentences. A
	// line break ends a paragraph; one that begins with spaces is text to write
	// into the architecture.
	Detail string
	// Related are other places that have to do with it.
	Related []Related
	// Subject tells findings of one rule at one path apart, such as the
	// instance; it is part of the fingerprint.
	Subject string
	// Points are the single points of failure that it is about, or the cause
	// of, by name; empty where it is about something else.
	Points []string
	// Undecided: a fact that the rule needs is not written; Missing names
	// where it belongs. Such a finding fails only a strict run.
	Undecided bool
	Missing   []model.Path
	// Waiver is why the finding is accepted, or nil.
	Waiver *model.Waiver
}

// Fingerprint tells the finding apart from all others of the architecture, and
// stays the same when lines move or words change: it is a hash of the rule,
// the path and the subject, in 32 hexadecimal digits.
func (f Finding) Fingerprint() string {
	sum := sha256.Sum256([]byte(f.Rule + "\x00" + string(f.Path) + "\x00" + f.Subject))
	return hex.EncodeToString(sum[:16])
}

// Related is a place that has to do with a finding.
type Related struct {
	Path    model.Path
	Message string
}
