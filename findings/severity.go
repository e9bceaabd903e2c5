package findings

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Severity is how bad a finding is. The zero value is invalid.
type Severity uint8

// The severities, the worse the greater. Never is no finding's severity but a
// threshold that none reaches.
const (
	Info Severity = iota + 1
	Warning
	Error
	Never
)

// String is the severity as users write it.
func (s Severity) String() string {
	switch s {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Error:
		return "error"
	case Never:
		return "never"
	}
	return "invalid"
}

// ParseSeverity reads a severity: error, warning or info.
func ParseSeverity(s string) (Severity, error) {
	return parse(s, []Severity{Error, Warning, Info})
}

// ParseThreshold reads the severity from which on something is done: error,
// warning, info, or never.
func ParseThreshold(s string) (Severity, error) {
	return parse(s, []Severity{Error, Warning, Info, Never})
}

func parse(s string, known []Severity) (Severity, error) {
	names := make([]string, len(known))
	for i, severity := range known {
		if names[i] = severity.String(); names[i] == s {
			return severity, nil
		}
	}
	return 0, fmt.Errorf("there is no severity %q: use %s%s", s, strings.Join(names, ", "), meant(s, names))
}

// meant is the end of a message about a word that is not known.
func meant(word string, known []string) string {
	if guess := model.Suggest(word, known); guess != "" {
		return fmt.Sprintf("; did you mean %q?", guess)
	}
	return ""
}
