package validate

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// advise is the advisor that all rules of a run share, with one budget.
func (in *Input) advise() *advice.Advisor {
	if in.advisor == nil {
		in.advisor = advice.New(in.Analysis, advice.DefaultBudget())
	}
	return in.advisor
}

// remedies say what removes single points that are alike, as far as it was
// tried in the model, beside the runbook that is there.
func remedies(in *Input, alike []analysis.SinglePoint) string {
	p := alike[0]
	var lines []string
	runbook := runbookFor(in, p)
	if runbook != nil {
		takes := "how long it takes is not written"
		if runbook.Takes > 0 {
			takes = "it takes " + runbook.Takes.String()
		}
		lines = append(lines, fmt.Sprintf("The runbook %s is for that; %s.", runbook.Name, takes))
	}
	lines = append(lines, tried(in.advise().For(alike...))...)
	if runbook == nil && len(p.Hard()) == 0 {
		lines = append(lines, "If it stays manual, write a runbook, so that whoever is called knows what to do.")
	}
	return strings.Join(lines, "\n")
}

// runbookFor is the runbook that restores every flow that a person can bring
// back, or nil.
func runbookFor(in *Input, p analysis.SinglePoint) *model.Runbook {
	var found *model.Runbook
	for _, o := range p.Manual() {
		runbook := in.Analysis.Runbook(o)
		if runbook == nil || found != nil && found != runbook {
			return nil
		}
		found = runbook
	}
	return found
}

// tried tells what was tried in the model, a line for each change that helps.
func tried(a advice.Answer) []string {
	switch n := len(a.Proven); {
	case a.Skipped:
		return []string{`No change was tried in the model for this, as others took all trials: "loadpath analyze --flow NAME" tries those of one flow.`}
	case n == 0 && a.Tried == 0:
		return []string{"No change to the architecture is known that could be tried against this."}
	case n == 0:
		return []string{fmt.Sprintf("%d %s tried in the model, and %s this.", a.Tried, plural(a.Tried, "change was", "changes were"), plural(a.Tried, "it does not remove", "none removes"))}
	case n == 1:
		lines := inLines(a.Proven[0])
		lines[0] = "Tried in the model, this removes it: " + lines[0]
		return lines
	}
	lines := []string{"Tried in the model, each of these removes it:"}
	for i, proven := range a.Proven {
		change := inLines(proven)
		change[0] = fmt.Sprintf("%d. %s", i+1, upperFirst(change[0]))
		lines = append(lines, change...)
	}
	return lines
}

// inLines is a change, what it leaves as it is, and what to write, a line each.
func inLines(p advice.Proven) []string {
	text := p.Sentence + "."
	if len(p.Remains) > 0 {
		text += fmt.Sprintf(" %s then still %s.", and(p.Remains), plural(len(p.Remains), "is a single point of failure", "are single points of failure"))
	}
	lines := []string{text + " Write:"}
	for _, edit := range p.Edits {
		lines = append(lines, "  "+edit.String())
	}
	return lines
}

func upperFirst(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
