package findings

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/loadpath/loadpath/source"
)

// writeGitHub writes one workflow command for each finding that is not waived.
//
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func writeGitHub(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	for _, f := range r.locate() {
		if f.Waiver != nil {
			continue
		}
		fmt.Fprintf(out, "::%s %stitle=%s::%s\n",
			r.command(f.Finding), properties(f.at), property(f.Rule), message(f.Finding))
	}
	return out.Flush()
}

// command is GitHub's word for how bad a finding is.
func (r Report) command(f Finding) string {
	switch {
	case f.Undecided && !r.Strict, f.Severity == Info:
		return "notice"
	case f.Severity == Error:
		return "error"
	}
	return "warning"
}

// properties are where the annotation stands, empty for a place that is in no
// file.
func properties(at source.Range) string {
	if at.File == "" {
		return ""
	}
	file := "file=" + property(filepath.ToSlash(at.File)) + ","
	if at.Start.Line == 0 {
		return file
	}
	return fmt.Sprintf("%sline=%d,col=%d,endLine=%d,", file, at.Start.Line, at.Start.Column, at.End.Line)
}

func message(f Finding) string {
	text := f.Summary
	if f.Undecided {
		text += " (undecided)"
	}
	if f.Detail != "" {
		text += "\n" + f.Detail
	}
	return data(text)
}

// data escapes the message of a workflow command. Characters that steer a
// terminal become visible, since the log is shown on one.
func data(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.ReplaceAll(source.Printable(line), "%", "%25")
	}
	return strings.Join(lines, "%0A")
}

// property escapes the value of a property of a workflow command.
func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s))
}
