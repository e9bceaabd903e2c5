package schema

import (
	"fmt"
	"strings"

	cueerrors "cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/parser"
)

// parserErrors puts the parser's own errors in the place of those that the
// loader has made a text of.
func (l *loading) parserErrors(all []cueerrors.Error) []cueerrors.Error {
	var own []cueerrors.Error
	for _, e := range all {
		if at := cueerrors.Positions(e); len(at) > 0 && strings.HasPrefix(innerMessage(e), "cannot get syntax for ") {
			file := at[0].Filename()
			_, err := parser.ParseFile(file, l.texts.of(l.texts.shown(file)))
			own = append(own, cueerrors.Errors(err)...)
			continue
		}
		own = append(own, e)
	}
	return own
}

// syntaxMessage words what CUE's parser says, or is empty for what it does not
// know.
func syntaxMessage(e cueerrors.Error) string {
	format, args := e.Msg()
	words := make([]string, 3)
	for i := range min(len(args), len(words)) {
		words[i] = oneLine(fmt.Sprint(args[i]))
	}
	const comma = "a comma or a new line is missing before this; write one, or put a text with spaces in quotes"
	switch format {
	case "missing ',' in %s":
		return comma
	case "missing ',' before newline in %s", "missing ',' before newline", "missing ',' before newline in list literal":
		return "a comma is missing at the end of this line; write one"
	case "unknown escape sequence":
		return `a \ stands before a character that needs none; write \\ for the character itself`
	case "illegal integer number":
		return "no number begins with a zero; leave it out"
	case "unreferenced alias or let clause %s":
		return words[0] + " is defined and never used; remove it"
	case "string literal not terminated":
		return "a text is not closed; write the quote that ends it"
	case "expected %s, found '%s'", "expected %s, found '%s' %s":
		if words[0] == "','" {
			return comma
		}
	}
	switch format {
	case "expected %s", "expected %s, found newline":
		return expected(words[0], "the end of the line")
	case "expected %s, found '%s'":
		return expected(words[0], tokenNoun(words[1]))
	case "expected %s, found '%s' %s":
		return expected(words[0], words[2])
	}
	return ""
}

// expected words that something else stands where it may not.
func expected(wanted, found string) string {
	switch wanted {
	case "label or ':'":
		if strings.HasPrefix(found, "the end of ") {
			return "a field is not finished; write it as name: value"
		}
		return fmt.Sprintf("%s may not stand here, where a field belongs; write it as name: value", found)
	case "operand", "expression":
		return fmt.Sprintf("a value is missing before %s; write one", found)
	case "'}'", "']'", "')'":
		opened := map[string]string{"'}'": "{", "']'": "[", "')'": "("}[wanted]
		return fmt.Sprintf("a %s is still open at %s; close it with %s", opened, found, strings.Trim(wanted, "'"))
	case "'EOF'":
		return fmt.Sprintf("%s closes nothing; remove it", found)
	}
	return fmt.Sprintf("%s stands where %s belongs; write one there", found, tokenNoun(strings.Trim(wanted, "'")))
}

// tokenNoun is what a token of CUE's is called.
func tokenNoun(token string) string {
	switch token {
	case "EOF":
		return "the end of the text"
	case "IDENT":
		return "a name"
	case "STRING":
		return "a text"
	case "INT", "FLOAT":
		return "a number"
	}
	return token
}
