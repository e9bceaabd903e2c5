package findings

import (
	"fmt"
	"io"
	"strings"

	"github.com/loadpath/loadpath/source"
)

// Format is how a report is written.
type Format string

// The formats.
const (
	// Text is for people.
	Text Format = "text"
	// JSON is for programs; docs/findings-json.md describes it.
	JSON Format = "json"
	// SARIF is for code scanning: OASIS SARIF 2.1.0.
	SARIF Format = "sarif"
	// GitHub is for the log of a GitHub workflow, which shows it beside the
	// changed lines.
	GitHub Format = "github"
)

// Formats are all formats, the default first.
func Formats() []Format { return []Format{Text, JSON, SARIF, GitHub} }

// ParseFormat reads the name of a format.
func ParseFormat(s string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if string(f) == s {
			return f, nil
		}
		names = append(names, string(f))
	}
	return "", fmt.Errorf("there is no format %q: use %s%s", s, strings.Join(names, ", "), meant(s, names))
}

// Write writes the report. The style matters to Text only. Its errors are
// those of the writer, and a format that does not exist.
func Write(w io.Writer, f Format, r Report, s source.Style) error {
	switch f {
	case Text:
		return writeText(w, r, s)
	case JSON:
		return writeJSON(w, r)
	case SARIF:
		return writeSARIF(w, r)
	case GitHub:
		return writeGitHub(w, r)
	}
	_, err := ParseFormat(string(f))
	return err
}
