// Package effects shows what failures do to flows, for people and for
// programs: the matrix of every failure against every flow, the single points
// of failure with how the request breaks and what removes them, the pairs that
// stop a flow, the blast radius of servers and zones, what cannot be started
// again, what could not be decided, the cut sets, the availability; or what
// happens when several things fail together, and how requests get through then.
// It works nothing out: package analysis does.
//
// The three formats are made from the same sheet, in which alike failures are
// folded into one row. Text and Markdown are cut where there is more than a
// person reads, unless all is asked for, and say so; JSON has everything.
package effects

import (
	"fmt"
	"io"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// Report is an analysis, and what of it is shown.
type Report struct {
	// Tool and Version name the program that writes the report.
	Tool, Version string
	Analysis      *analysis.Result
	// Kind is how things fail in the analysis.
	Kind analysis.Kind
	// Flows are the columns of the matrix.
	Flows []*model.Flow
	// Without are things that fail together. If there are any, the report
	// says what that does, and nothing else.
	Without []analysis.Failure
	// Order is how many crashes the cut sets that are shown consist of at
	// most; 0 shows none.
	Order int
	// Availability shows how much of the time each flow is lost.
	Availability bool
	// All leaves nothing out of text and Markdown, however long they become.
	All bool
	// Source finds where the steps of a chain hang in the files.
	Source source.Map
}

// Format is a way to write a report.
type Format string

// The formats.
const (
	Text     Format = "text"
	JSON     Format = "json"
	Markdown Format = "markdown"
	// OpenPSA are the fault trees alone. See WriteOpenPSA.
	OpenPSA Format = "openpsa"
)

// ParseFormat reads the name of a format. The error names those that there
// are.
func ParseFormat(name string) (Format, error) {
	switch f := Format(name); f {
	case Text, JSON, Markdown, OpenPSA:
		return f, nil
	}
	message := fmt.Sprintf("there is no format %q", name)
	if meant := model.Suggest(name, []string{string(Text), string(JSON), string(Markdown), string(OpenPSA)}); meant != "" {
		message += fmt.Sprintf("; did you mean %q?", meant)
	}
	return "", fmt.Errorf("%s (use text, json, markdown or openpsa)", message)
}

// Write writes the report. The style is that of text alone. Errors are those
// of w.
func Write(w io.Writer, f Format, r Report, style source.Style) error {
	s := newSheet(r)
	switch f {
	case JSON:
		return writeJSON(w, s)
	case Markdown:
		return writeMarkdown(w, s)
	case OpenPSA:
		return WriteOpenPSA(w, io.Discard, r.Analysis)
	}
	return writeText(w, s, style)
}
