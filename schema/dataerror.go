package schema

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	cueerrors "cuelang.org/go/cue/errors"

	"github.com/loadpath/loadpath/source"
)

// dataError words what the parser of YAML or JSON says.
func (l *loading) dataError(name string, err error, f syntax) Error {
	problem := Error{Range: source.Range{File: l.texts.shown(name)}}
	if f == jsonSyntax {
		problem.Message = "is not valid JSON: " + wrapped(err).Error()
		for _, e := range cueerrors.Errors(err) {
			problem.Range = l.rangeAt(e.Position())
		}
		return problem
	}
	line, message := yamlLine(strings.TrimPrefix(oneLine(wrapped(err).Error()), name+":"))
	at := source.Pos{Line: line, Column: 1}
	switch anchor, unknown := strings.CutPrefix(message, "unknown anchor '"); {
	case strings.HasPrefix(message, "exceeded max depth"):
		problem.Message = tooDeepMessage
	case unknown:
		anchor, _, _ = strings.Cut(anchor, "'")
		at = firstIn(l.texts.of(problem.Range.File), "*"+anchor)
		problem.Message = "there is no &" + anchor + " for *" + anchor + " to refer to; write it, or put a text that begins with * in quotes"
	default:
		problem.Message = "is not valid YAML: " + yamlMessage(message)
	}
	problem.Range = pointAt(problem.Range.File, at)
	return problem
}

// yamlLine takes the line out of a message of YAML's parser, which leaves out
// the first and, where something was expected, counts from 0.
func yamlLine(message string) (line int, rest string) {
	before, rest, ok := strings.Cut(strings.TrimSpace(message), ": ")
	line, err := strconv.Atoi(before)
	if !ok || err != nil {
		return 1, strings.TrimSpace(message)
	}
	for _, expected := range [...]string{"node content", "key", "'-' indicator", "',' or"} {
		if strings.HasPrefix(rest, "did not find expected "+expected) {
			line++
		}
	}
	return line, rest
}

// firstIn is where a text says something for the first time.
func firstIn(text []byte, word string) source.Pos {
	before, _, _ := bytes.Cut(text, []byte(word))
	return source.Pos{Line: bytes.Count(before, []byte("\n")) + 1, Column: len(before) - bytes.LastIndexByte(before, '\n')}
}

// yamlMessage words what YAML's parser says. What is not known is passed on.
func yamlMessage(message string) string {
	for _, known := range [...]struct{ theirs, ours string }{
		{"did not find expected node content", "a value is missing, or a bracket closes nothing; write the value, and texts that begin with a special character in quotes"},
		{"did not find expected key", "a line does not fit those around it; begin its field in their column, and put texts with special characters in quotes"},
		{"did not find expected '-' indicator", "a line does not fit the list around it; begin every element with - in the same column"},
		{"did not find expected ',' or ']'", "a list in brackets is not closed, or lacks a comma; write the ] or the comma"},
		{"did not find expected ',' or '}'", "a { is not closed, or a comma is missing; write the } or the comma"},
		{"did not find expected alphabetic or numeric character", "a * or & has no name behind it; write one, or put the text in quotes"},
		{"found character that cannot start any token", "a text begins with a character that YAML keeps for itself, such as %, @ or a tab; put the text in quotes, and indent with spaces"},
		{"could not find expected ':'", "a line is no field; write it as name: value"},
		{"mapping values are not allowed in this context", "a : stands where no field may begin; put a text that holds one in quotes, or correct how far the line is indented"},
		{"block sequence entries are not allowed in this context", "a list begins behind something else; begin it on a line of its own"},
		{"found a tab character", "a tab stands where a line is indented; write spaces"},
		{"found unexpected end of stream", "a text in quotes is not closed; write the quote that ends it"},
		{"found unknown escape character", `a \ stands before a character that needs none; write \\ for the character itself`},
		{"control characters are not allowed", "there is a control character in it; remove it"},
		{"aliases expand to more than", "its aliases stand for more than 50000 values; write fewer"},
	} {
		if strings.HasPrefix(message, known.theirs) {
			return known.ours
		}
	}
	return message
}

// wrapped is the innermost error.
func wrapped(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
