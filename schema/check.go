package schema

import (
	"fmt"
	"strings"

	"cuelang.org/go/cue"
)

// checker holds the evaluated input against the language.
type checker struct {
	language *language
	locate   *locator
	problems Errors
}

// problem keeps a mistake at the label of a node.
func (c *checker) problem(n *node, format string, args ...any) {
	c.problems = append(c.problems, Error{Range: c.locate.label(n), Path: n.path(), Message: fmt.Sprintf(format, args...)})
}

// wrong keeps a mistake at the value of a node.
func (c *checker) wrong(n *node, format string, args ...any) {
	c.problems = append(c.problems, Error{Range: c.locate.value(n), Path: n.path(), Message: fmt.Sprintf(format, args...)})
}

// architecture checks the whole input.
func (c *checker) architecture(root *node) {
	switch root.sort {
	case broken:
		c.conflicts(root)
	case fields:
		c.block(root, c.language.definitions["Architecture"])
	default:
		c.problem(root, "is %s; write name, services and the other fields of an architecture", nounOf(root))
	}
}

// value checks what a field, an entry or an element holds.
func (c *checker) value(n *node, s *shape) {
	switch {
	case n.sort == broken:
		c.conflicts(n)
		return
	case n.sort == undetermined:
		c.undetermined(n, s)
		return
	}
	switch s.sort {
	case fields:
		c.block(n, c.language.definitions[s.definition])
	case entries:
		c.entries(n, s)
	case list:
		c.list(n, s)
	case text_:
		c.text(n, s)
	case whole, number:
		c.number(n, s)
	case truth:
		if n.sort != truth {
			c.mismatch(n, s)
		}
	}
}

// undetermined words a value that CUE leaves open.
func (c *checker) undetermined(n *node, s *shape) {
	switch written := oneLine(fmt.Sprint(n.value)); {
	case written != "_":
		c.wrong(n, "has no value yet, it is only %s; write %s", written, s.described())
	case inCircle(n.value):
		c.wrong(n, "refers to itself in a circle; write %s", s.described())
	default:
		c.wrong(n, "has no value yet; write %s", s.described())
	}
}

// inCircle tells whether the references of a value lead back to one that was
// passed before.
func inCircle(v cue.Value) bool {
	passed := make(map[string]bool)
	for {
		root, path := v.ReferencePath()
		if len(path.Selectors()) == 0 || !root.Exists() {
			return false
		}
		if passed[path.String()] {
			return true
		}
		passed[path.String()] = true
		v = root.LookupPath(path)
	}
}

// block checks fields that the language knows.
func (c *checker) block(n *node, d *definition) {
	if n.sort != fields {
		c.mismatch(n, &shape{sort: fields, definition: d.name})
		return
	}
	k := c.kindOf(n, d)
	for _, child := range n.children {
		f := d.byName[child.name]
		switch {
		case f == nil:
			c.unknown(child, d, k)
		case k != nil && k.without[child.name]:
			c.foreign(child, k)
		default:
			c.value(child, f.shape)
		}
	}
	if c.ownConflicts(n) {
		return // what is missing may be what CUE could not make out
	}
	for _, f := range d.fields {
		if f.required && n.child(f.name) == nil {
			c.problems = append(c.problems, Error{Range: c.locate.label(n), Path: fieldPath(n.path(), f.name),
				Message: "is missing; write " + lowerFirst(firstSentence(f.doc))})
		}
	}
}

// kindOf is the kind of a service, or nil.
func (c *checker) kindOf(n *node, d *definition) *kind {
	if d.byName["kind"] == nil || d.name != "Service" {
		return nil
	}
	if written := n.child("kind"); written != nil {
		return c.language.kindOf(written.text)
	}
	return nil
}

// entries checks a block whose keys the user chooses.
func (c *checker) entries(n *node, s *shape) {
	if n.sort != fields {
		c.mismatch(n, s)
		return
	}
	for _, child := range n.children {
		if !s.key.admits(child.name) {
			c.problem(child, "%q is not %s; write %s", child.name, s.key.noun(), s.key.wanted())
		} else if r := control(child.name, false); r != 0 {
			c.problem(child, "holds %s in its name; remove it", controlNoun(r))
		}
		c.value(child, s.element)
	}
	c.ownConflicts(n)
}

func (c *checker) list(n *node, s *shape) {
	if n.sort != list {
		if s.single != nil {
			c.value(n, s.single)
			return
		}
		c.mismatch(n, s)
		return
	}
	for _, child := range n.children {
		c.value(child, s.element)
	}
	c.ownConflicts(n)
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
