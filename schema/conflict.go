package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	cueerrors "cuelang.org/go/cue/errors"

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
		err = n.value.Validate() // a reference to what failed elsewhere
	}
	switch {
	case n.deep:
		c.problem(n, tooDeepMessage)
		return
	case err == nil:
		c.wrong(n, "cannot be computed: it depends on itself, or on what has no value; write a value")
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
	if several := strings.Split(strings.Trim(sort, "()"), "|"); len(several) > 1 {
		for i, one := range several {
			several[i] = cueNoun(one)
		}
		return orList(several)
	}
	switch sort {
	case "string":
		return "a text"
	case "int", "float", "number":
		return "a number"
	case "bool":
		return "a boolean"
	case "struct":
		return "a block of fields"
	case "bytes":
		return "raw bytes"
	}
	return a(sort)
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
