package schema

import (
	"fmt"
	"strings"
)

// markField names, in the open rendering, the definition that a struct is
// made with, so that #Zone where a service belongs is a conflict.
const markField = "#is"

// open renders the schema for evaluation: the same definitions, but every
// struct takes any field, and only what leads to further structs is kept. CUE
// then does what the user's text needs (references, comprehensions, files
// unified), and the checks that cost it most are done by the checker, which
// knows the whole language. A definition of the user's own that is built on
// one of ours must stay as open as ours at every level; hence the fields that
// hold structs.
func (l *language) open() []byte {
	var b strings.Builder
	b.WriteString("package schema\n")
	for _, name := range l.order {
		switch {
		case l.definitions[name] != nil:
			fmt.Fprintf(&b, "#%s: {%s: %q", name, markField, name)
			for _, f := range l.definitions[name].fields {
				if inner := openShape(f.shape); inner != "" {
					fmt.Fprintf(&b, ", %s?: %s", f.name, inner)
				}
			}
			b.WriteString(", ...}\n")
		case l.scalars[name] != nil:
			fmt.Fprintf(&b, "#%s: %s\n", name, l.sources[name])
		}
	}
	for _, k := range l.kinds {
		fmt.Fprintf(&b, "#%s: #Service & {kind: %q, ...}\n", k.definition, k.name)
	}
	return []byte(b.String())
}

// openShape is the open form of what a field holds, or empty where it holds
// no structs.
func openShape(s *shape) string {
	switch s.sort {
	case fields:
		return "#" + s.definition
	case entries:
		if inner := openShape(s.element); inner != "" {
			return "{[string]: " + inner + "}"
		}
		return "{...}"
	case list:
		if inner := openShape(s.element); inner != "" {
			return "[..." + inner + "]"
		}
	}
	return ""
}
