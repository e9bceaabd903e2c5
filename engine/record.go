package engine

import (
	"regexp"
	"strings"
)

// record is one row by the names of its columns.
type record map[string]string

var column = regexp.MustCompile(`^ *([A-Za-z_]+): ?(.*)$`)

// parseVertical reads rows as the programs mysql and mariadb print them with
// --vertical. What has no name belongs to the value before it: sets of
// transactions have several lines.
func parseVertical(text string) record {
	r := make(record)
	last := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch found := column.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "*****"):
			last = ""
		case found != nil:
			last = found[1]
			r[last] = found[2]
		case last != "":
			r[last] += line
		}
	}
	return r
}

// parseLines reads one value a line, after its name and a sign.
func parseLines(text, sign string) record {
	r := make(record)
	for line := range strings.Lines(text) {
		if name, value, found := strings.Cut(strings.TrimRight(line, "\r\n"), sign); found {
			r[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	return r
}
