package schema

import (
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

// ownConflicts reports what CUE found in a block or list itself, and not in
// what lies in it, and tells whether there was anything.
func (c *checker) ownConflicts(n *node) bool {
	own := n.failed && !slices.ContainsFunc(n.children, func(child *node) bool { return child.failed })
	if own {
		c.conflicts(n)
	}
	return own
}

// conflicts words what CUE found at a node.
func (c *checker) conflicts(n *node) {
	err := n.value.Err()
	if err == nil {
		c.problem(n, tooDeepMessage)
		return
	}
	for _, e := range cueerrors.Errors(err) {
		problem := c.locate.loading.cueError(e)
		at := c.locate.find(e.Path())
		problem.Path = strings.TrimSuffix(c.locate.pathOf(e.Path()), "."+markField)
		if format, args := e.Msg(); strings.HasPrefix(format, "conflicting values") {
			if message := c.againstSchema(e, args); message != "" {
				problem.Message, problem.Range = message, c.locate.label(at)
			} else if places := c.locate.values(at); len(places) > 1 {
				problem.Range = places[len(places)-1]
				problem.Message = twoValues(args, places[0])
			}
		}
		if problem.Range.Start.Line == 0 {
			problem.Range = c.locate.label(at)
		}
		c.problems = append(c.problems, problem)
	}
}

func twoValues(args []any, other source.Range) string {
	return fmt.Sprintf("has two values, %s and %s, the other at %s; keep one of them", oneLine(fmt.Sprint(args[0])), oneLine(fmt.Sprint(args[1])), other)
}

// againstSchema words a conflict between what the user wrote and one of our
// definitions; it is empty for other conflicts.
func (c *checker) againstSchema(e cueerrors.Error, args []any) string {
	if !slices.ContainsFunc(e.InputPositions(), ofSchema) {
		return ""
	}
	path := e.Path()
	last := path[len(path)-1]
	x, y := oneLine(fmt.Sprint(args[0])), oneLine(fmt.Sprint(args[1]))
	switch {
	case last == markField:
		return fmt.Sprintf("is made with two definitions, schema.#%s and schema.#%s; use the one that belongs here", strings.Trim(min(x, y), `"`), strings.Trim(max(x, y), `"`))
	case last == "kind" && len(args) == 2:
		return fmt.Sprintf("is both %s and %s; use one definition, which sets the kind, and leave kind out", min(x, y), max(x, y))
	}
	s := c.language.shapeAt(path)
	if len(args) != 4 || s == nil {
		return ""
	}
	written, sort := x, fmt.Sprint(args[2])
	if ours := map[bool]string{true: "list", false: "struct"}[s.sort == list]; sort == ours {
		written, sort = y, fmt.Sprint(args[3])
	}
	switch {
	case sort == "null":
		return "is empty; write {} where there is nothing to say"
	case sort == "struct" || sort == "list":
		return fmt.Sprintf("is %s; write %s", cueNoun(sort), s.described())
	}
	return fmt.Sprintf("%s is %s; write %s", written, cueNoun(sort), s.described())
}

// shapeAt is what the language wants at a place, or nil.
func (l *language) shapeAt(selectors []string) *shape {
	s := &shape{sort: fields, definition: "Architecture"}
	for _, selector := range selectors {
		switch s.sort {
		case fields:
			f := l.definitions[s.definition].byName[unquoted(selector)]
			if f == nil {
				return nil
			}
			s = f.shape
		case entries, list:
			s = s.element
		default:
			return nil
		}
	}
	return s
}

// cueNoun is what a type of CUE's is called.
func cueNoun(sort string) string {
	switch sort {
	case "string":
		return "a text"
	case "int", "float", "number":
		return "a number"
	case "bool":
		return "a boolean"
	case "struct":
		return "a block of fields"
	}
	return a(sort)
}

// cueError words an error of CUE's, in one line. What is not known is passed
// on as CUE says it.
func (l *loading) cueError(e cueerrors.Error) Error {
	format, args := e.Msg()
	words := make([]string, 4)
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
		problem.Message = "cannot be computed: " + innerMessage(e) + "; give every part of the text a value"
	case "import failed":
		problem.Message = "this import failed: " + innerMessage(e)
	default:
		problem.Message = innerMessage(e)
		if strings.HasPrefix(format, "cycle with field") {
			problem.Message = "is computed from itself; break the circle of references"
		}
	}
	return problem
}

// innerMessage is what CUE says, in one line, without the places that it
// would put before it. What is wrapped says more than what is around it.
func innerMessage(err error) string {
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	message := err.Error()
	var e cueerrors.Error
	if errors.As(err, &e) {
		format, args := e.Msg()
		message = fmt.Sprintf(format, args...)
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

// find is the node that CUE names, or the nearest around it.
func (l *locator) find(selectors []string) *node {
	n := l.root
	for _, s := range selectors {
		next := n.child(unquoted(s))
		if i, err := strconv.Atoi(s); err == nil && n.sort == list && i < len(n.children) {
			next = n.children[i]
		}
		if next == nil {
			break
		}
		n = next
	}
	return n
}

// pathOf is the path that CUE's selectors name.
func (l *locator) pathOf(selectors []string) string {
	path, n := "", l.root
	for _, s := range selectors {
		child := n.child(unquoted(s))
		if i, err := strconv.Atoi(s); err == nil && child == nil {
			path = indexPath(path, i)
			if i < len(n.children) {
				child = n.children[i]
			}
		} else {
			path = fieldPath(path, unquoted(s))
		}
		if n = child; n == nil {
			n = new(node)
		}
	}
	return path
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
