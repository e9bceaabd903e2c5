package findings

import (
	"cmp"
	"io"
	"slices"
	"strings"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// sarifResults is how many results GitHub takes of one run; it refuses
	// the file with more.
	//
	// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
	sarifResults = 25_000
	// sarifDescription is how many characters GitHub shows of a rule's full
	// description.
	sarifDescription = 1024
)

// writeSARIF writes a SARIF log with what GitHub's code scanning needs.
func writeSARIF(w io.Writer, r Report) error {
	return indented(w, sarifLog{
		Schema:  sarifSchema,
		Version: "2.1.0",
		Runs:    []sarifRun{r.sarif()},
	})
}

func (r Report) sarif() sarifRun {
	found, left := worst(r.locate(), sarifResults)
	index := make(map[string]int, len(r.Rules))
	for i, rule := range r.Rules {
		index[rule.ID] = i
	}
	results := make([]sarifResult, len(found))
	texts := &texts{source: r.Source}
	for i, f := range found {
		results[i] = r.sarifResult(f, texts)
		if at, known := index[f.Rule]; known {
			results[i].RuleIndex = &at
		}
	}
	return sarifRun{
		Tool: sarifTool{sarifDriver{
			Name:    r.Tool,
			Version: r.Version,
			Rules:   sarifRules(r.Rules),
		}},
		// One upload for each architecture of a repository; the empty part
		// after the slash would name the single run.
		AutomationDetails: sarifAutomation{r.Tool + "/" + r.Architecture + "/"},
		ColumnKind:        "utf16CodeUnits",
		Invocations:       sarifInvocations(left),
		Results:           results,
	}
}

// worst are the n worst findings, in the order that they had, and how many are
// left.
func worst(all []located, n int) ([]located, int) {
	if len(all) <= n {
		return all, 0
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(all[b].Severity, all[a].Severity)
	})
	order = order[:n]
	slices.Sort(order)
	kept := make([]located, n)
	for i, at := range order {
		kept[i] = all[at]
	}
	return kept, len(all) - n
}

func sarifRules(rules []Rule) []sarifRule {
	all := make([]sarifRule, len(rules))
	for i, rule := range rules {
		description := []rune(rule.Description)
		all[i] = sarifRule{
			ID:               rule.ID,
			ShortDescription: sarifText{rule.Title},
			FullDescription:  sarifText{string(description[:min(len(description), sarifDescription)])},
			Help:             sarifHelp{Text: rule.Page, Markdown: rule.Page},
			Default:          sarifLevel{level(rule.Severity)},
			Properties:       sarifRuleProperties{problem(rule.Severity)},
		}
	}
	return all
}

func (r Report) sarifResult(f located, texts *texts) sarifResult {
	result := sarifResult{
		RuleID:       f.Rule,
		Kind:         "fail",
		Level:        level(f.Severity),
		Message:      sarifMessage(f.Finding),
		Locations:    []sarifLocation{texts.location(f.at, f.Path)},
		Fingerprints: map[string]string{"primaryLocationLineHash": f.Fingerprint()},
	}
	if f.Undecided && !r.Strict {
		// What is not known to be a problem is open, and then has no level:
		// SARIF 2.1.0, 3.27.9 and 3.27.10.
		result.Kind, result.Level = "open", "none"
	}
	for i, related := range f.Related {
		place := texts.location(r.Source.Locate(string(related.Path)), related.Path)
		place.ID = &i
		message := plain(related.Message)
		place.Message = &message
		result.Related = append(result.Related, place)
	}
	if f.Waiver != nil {
		result.Suppressions = []sarifSuppression{{
			Kind: "inSource", Status: "accepted", Justification: f.Waiver.Because,
		}}
	}
	return result
}

// sarifMessage is the summary, and the detail as a paragraph of its own.
func sarifMessage(f Finding) sarifText {
	text := f.Summary + "."
	if f.Detail != "" {
		text += "\n\n" + f.Detail
	}
	return plain(text)
}

// plain is a message without links: "[a](b)" in a message is one, by SARIF
// 2.1.0, 3.11.6, and the text may be a user's.
func plain(s string) sarifText {
	return sarifText{strings.ReplaceAll(s, "](", "] (")}
}

// level is SARIF's word for a severity.
func level(s Severity) string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "note"
}

// problem is GitHub's word for the severity of a rule that is not about
// security.
func problem(s Severity) string {
	if s == Info {
		return "recommendation"
	}
	return s.String()
}
