package findings

import (
	"encoding/json"
	"io"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// jsonVersion grows when a field changes its meaning or goes. New fields do
// not count: readers must ignore those that they do not know.
const jsonVersion = 1

// jsonReport is the whole document.
type jsonReport struct {
	Version      int           `json:"version"`
	Tool         jsonTool      `json:"tool"`
	Architecture string        `json:"architecture"`
	Strict       bool          `json:"strict"`
	Counts       jsonCounts    `json:"counts"`
	Findings     []jsonFinding `json:"findings"`
}

// jsonTool is the program that wrote the report.
type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// jsonCounts are the findings by what becomes of them.
type jsonCounts struct {
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
	Infos     int `json:"infos"`
	Undecided int `json:"undecided"`
	Waived    int `json:"waived"`
	Hidden    int `json:"hidden"`
}

// jsonFinding is one finding.
type jsonFinding struct {
	Rule        string        `json:"rule"`
	Severity    string        `json:"severity"`
	Path        model.Path    `json:"path"`
	Subject     string        `json:"subject"`
	Fingerprint string        `json:"fingerprint"`
	Location    *jsonLocation `json:"location,omitempty"`
	Summary     string        `json:"summary"`
	Detail      string        `json:"detail"`
	Undecided   bool          `json:"undecided"`
	Missing     []model.Path  `json:"missing,omitempty"`
	Related     []jsonRelated `json:"related,omitempty"`
	Waiver      *jsonWaiver   `json:"waiver,omitempty"`
}

// jsonLocation is a stretch of a file.
type jsonLocation struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

// jsonRelated is another place that has to do with a finding.
type jsonRelated struct {
	Path     model.Path    `json:"path"`
	Message  string        `json:"message"`
	Location *jsonLocation `json:"location,omitempty"`
}

// jsonWaiver is why a finding is accepted.
type jsonWaiver struct {
	Because string `json:"because"`
	Until   string `json:"until,omitempty"`
}

func writeJSON(w io.Writer, r Report) error {
	counts := r.Counts()
	report := jsonReport{
		Version:      jsonVersion,
		Tool:         jsonTool{r.Tool, r.Version},
		Architecture: r.Architecture,
		Strict:       r.Strict,
		Counts: jsonCounts{
			counts.Errors, counts.Warnings, counts.Infos,
			counts.Undecided, counts.Waived, r.Hidden,
		},
		Findings: []jsonFinding{},
	}
	for _, f := range r.locate() {
		report.Findings = append(report.Findings, r.json(f))
	}
	return indented(w, report)
}

func (r Report) json(f located) jsonFinding {
	finding := jsonFinding{
		Rule:        f.Rule,
		Severity:    f.Severity.String(),
		Path:        f.Path,
		Subject:     f.Subject,
		Fingerprint: f.Fingerprint(),
		Location:    locationJSON(f.at),
		Summary:     f.Summary,
		Detail:      f.Detail,
		Undecided:   f.Undecided,
		Missing:     f.Missing,
	}
	for _, related := range f.Related {
		finding.Related = append(finding.Related, jsonRelated{
			Path:     related.Path,
			Message:  related.Message,
			Location: locationJSON(r.Source.Locate(string(related.Path))),
		})
	}
	if f.Waiver != nil {
		finding.Waiver = &jsonWaiver{f.Waiver.Because, f.Waiver.Until}
	}
	return finding
}

// locationJSON is nil for a place that is in no file.
func locationJSON(r source.Range) *jsonLocation {
	if r.File == "" {
		return nil
	}
	return &jsonLocation{r.File, r.Start.Line, r.Start.Column, r.End.Line, r.End.Column}
}

// indented writes JSON for programs that people look at too: one field a line,
// and no letter escaped that JSON itself does not escape.
func indented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
