package schema

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	cueerrors "cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// cueError words an error of CUE's, in one line. What is not known is passed
// on as CUE says it.
func (l *loading) cueError(e cueerrors.Error) Error {
	format, args := e.Msg()
	words := make([]string, 5)
	for i := range min(len(args), len(words)) {
		words[i] = strings.ReplaceAll(oneLine(fmt.Sprint(args[i])), openImportPath, ImportPath)
	}
	problem := Error{Range: l.rangeAt(e.Position()), Path: dotted(e.Path())}
	if problem.Range.Start.Line == 0 {
		if places := l.places(e); len(places) > 0 {
			problem.Range = places[0]
		}
	}
	switch format {
	case "conflicting values %s and %s", "conflicting values %s and %s (mismatched types %s and %s)":
		problem.Message = "has two values, " + words[0] + " and " + words[1] + "; keep one of them"
	case "field not allowed":
		problem.Message = "is not a field of the closed definition that this is made with; remove it, or add it to the definition"
	case "reference %q not found":
		problem.Message = fmt.Sprintf("there is no %q to refer to; define it, or write a text in quotes", words[0])
		if words[0] == "schema" {
			problem.Message = fmt.Sprintf("schema is not imported; write import %q below the package clause", ImportPath)
		}
	case "undefined field: %s":
		problem.Message = "there is no field " + words[0] + " to refer to" + l.meantDefinition(words[0])
	case "structural cycle", "cycle error":
		problem.Message = "contains itself without end; break the circle of references"
	case "incomplete value %v":
		problem.Message = "has no value yet, it is only " + words[0] + "; write one"
	case "non-concrete value %v in operand to %s":
		problem.Message = fmt.Sprintf("cannot be computed: an operand of %s is only %s; give that a value", words[1], words[0])
	case "invalid value %v (out of bound %s)", "invalid value %s (does not satisfy %s)":
		problem.Message = fmt.Sprintf("%s does not satisfy %s; write a value that does", words[0], words[1])
	case "field is required but not present":
		problem.Message = "is required by your own definition and not written; write it"
	case "imported and not used: %s", "imported and not used: %s as %s":
		problem.Message = fmt.Sprintf("%s is imported and not used; remove the import", words[0])
	case "invalid interpolation":
		if inner := innermost(e); inner != e {
			problem.Message = "cannot be computed: " + strings.TrimPrefix(l.cueError(inner).Message, "cannot be computed: ")
		}
	case "non-concrete value %s (type %s)":
		problem.Message = "cannot be computed: a part of it has no value yet; give it one"
		if words[0] != "_" {
			problem.Message = fmt.Sprintf("cannot be computed: a part of it is only %s; give that a value", words[0])
		}
	case "cannot range over %s (found %s, want list or struct)":
		problem.Message = fmt.Sprintf("cannot be computed: for goes through a list or a block of fields, and %s is %s; write one of those", words[0], cueNoun(words[1]))
	case "invalid operands %s and %s to '%s' (type %s and %s)":
		problem.Message = fmt.Sprintf("cannot be computed: %s cannot have %s on its left and %s on its right; write two values that it joins", words[2], cueNoun(words[3]), cueNoun(words[4]))
	case "cannot use %s (type %s) as type %s":
		problem.Message = fmt.Sprintf("cannot be computed: here is %s, and %s is needed; write one", cueNoun(words[1]), cueNoun(words[2]))
	case "cannot use %s (type %s) as %s in argument %d to %v":
		problem.Message = fmt.Sprintf("cannot be computed: argument %s of %s is %s, and must be %s; write one", words[3], words[4], cueNoun(words[1]), cueNoun(words[2]))
	case "failed arithmetic: %v":
		problem.Message = "cannot be computed: " + words[0] + "; write another number"
	case "index out of range [%d] with length %d":
		problem.Message = fmt.Sprintf("there is no element %s: the list has %s of them, counted from 0; write a smaller index", words[0], words[1])
	case "builtin package %q undefined":
		problem.Message = fmt.Sprintf("there is no package %q to import; correct the name, or write the path of a module of yours, such as \"example.org/shop/base\"", words[0])
	case "import failed":
		problem.Message = l.importMessage(e)
		if at := innermost(e).Position(); at.IsValid() && at != e.Position() {
			problem.Range = l.rangeAt(at)
		}
	default:
		problem.Message = innerMessage(e)
		if strings.HasPrefix(format, "cycle with field") {
			problem.Message = "is computed from itself; break the circle of references"
		}
	}
	return problem
}

// importMessage words why an import failed.
func (l *loading) importMessage(e cueerrors.Error) string {
	inner := innermost(e)
	if at := inner.Position(); at.IsValid() && at != e.Position() {
		return "is not valid CUE: " + cmp.Or(syntaxMessage(inner), innerMessage(e))
	}
	message := innerMessage(e)
	if _, path, ok := strings.Cut(message, "cannot find module providing package "); ok {
		return fmt.Sprintf("there is no package %q to import; correct the path, or add its module to cue.mod/module.cue", path)
	}
	return "this import failed: " + message
}

// innermost is the error that others are wrapped around.
func innermost(e cueerrors.Error) cueerrors.Error {
	for {
		inner, ok := errors.Unwrap(e).(cueerrors.Error)
		if !ok {
			return e
		}
		e = inner
	}
}

// innerMessage is what CUE says, in one line, without the places that it
// would put before it. What is wrapped says more than what is around it.
func innerMessage(e cueerrors.Error) string {
	inner := innermost(e)
	format, args := inner.Msg()
	message := fmt.Sprintf(format, args...)
	if plain := errors.Unwrap(inner); plain != nil {
		message = plain.Error()
	}
	return strings.TrimSuffix(oneLine(message), ".")
}

// meantDefinition suggests one of our definitions.
func (l *loading) meantDefinition(name string) string {
	definition, ok := strings.CutPrefix(name, "#")
	if !ok {
		return "; define it, or correct the name"
	}
	if meant := model.Suggest(definition, l.language.order); meant != "" {
		return fmt.Sprintf("; did you mean \"#%s\"?", meant)
	}
	return "; \"loadpath schema\" prints the definitions"
}

// places are where the user wrote what is in conflict, in order.
func (l *loading) places(e cueerrors.Error) []source.Range {
	var all []source.Range
	for _, pos := range slices.SortedFunc(slices.Values(e.InputPositions()), token.Pos.Compare) {
		if !ofSchema(pos) {
			all = append(all, l.rangeAt(pos))
		}
	}
	return slices.Compact(all)
}

func dotted(selectors []string) string {
	path := ""
	for _, s := range selectors {
		path = fieldPath(path, unquoted(s))
	}
	return path
}

func unquoted(s string) string {
	if plain, err := strconv.Unquote(s); err == nil {
		return plain
	}
	return s
}
