package schema

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"cuelang.org/go/cue"

	"github.com/loadpath/loadpath/model"
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
		if written := oneLine(fmt.Sprint(n.value)); written != "_" {
			c.wrong(n, "has no value yet, it is only %s; write %s", written, s.described())
			return
		}
		c.wrong(n, "has no value yet; write %s", s.described())
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

// unknown words a field that the language does not have here.
func (c *checker) unknown(n *node, d *definition, k *kind) {
	names := make([]string, 0, len(d.fields))
	for _, f := range d.fields {
		if k == nil || !k.without[f.name] {
			names = append(names, f.name)
		}
	}
	what := a(strings.ToLower(d.name))
	if k != nil {
		what = k.noun()
	}
	const few = 8
	switch suggestion := model.Suggest(n.name, names); {
	case suggestion != "":
		c.problem(n, "%s has no field of this name; did you mean %q?", what, suggestion)
	case c.belongs(n.name, d) != "":
		c.problem(n, "%s has no field of this name; write it as %s", what, c.belongs(n.name, d))
	case len(names) <= few:
		c.problem(n, "%s has no field of this name; it has %s", what, strings.Join(names, ", "))
	default:
		c.problem(n, "%s has no field of this name; \"loadpath schema\" prints those that it has", what)
	}
}

// belongs is where a field of that name stands deeper in the block, such as
// "uses.<name>.balance.algorithm" for "algorithm", or empty. The nearest is
// taken.
func (c *checker) belongs(name string, d *definition) string {
	type place struct {
		path string
		d    *definition
	}
	const levels = 3
	around := []place{{"", d}}
	for range levels {
		var next []place
		for _, p := range around {
			for _, f := range p.d.fields {
				path, inner := p.path+f.name, f.shape
				for inner.sort == entries || inner.sort == list {
					if path += ".<name>"; inner.sort == list {
						path = strings.TrimSuffix(path, ".<name>") + "[]"
					}
					inner = inner.element
				}
				if inner.sort != fields || inner.definition == "Link" {
					continue
				}
				if c.language.definitions[inner.definition].byName[name] != nil {
					return path + "." + name
				}
				next = append(next, place{path + ".", c.language.definitions[inner.definition]})
			}
		}
		around = next
	}
	return ""
}

// foreign words a field of another kind.
func (c *checker) foreign(n *node, k *kind) {
	var others []string
	for _, other := range c.language.kinds {
		if !other.without[n.name] && other.name != "custom" {
			others = append(others, other.noun())
		}
	}
	c.problem(n, "belongs to %s, not to %s; remove it, or change the kind", orList(others), k.noun())
}

// noun is what a service of the kind is called.
func (k *kind) noun() string {
	switch k.name {
	case "monitoring":
		return k.name
	case "custom":
		return "a custom service"
	}
	return a(strings.ReplaceAll(k.name, "-", " "))
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

func (c *checker) text(n *node, s *shape) {
	switch {
	case n.sort != text_:
		c.mismatch(n, s)
	case s.admits(n.text):
	case s.noun() != "":
		c.wrong(n, "%s is not %s; write %s", n.shown(), s.noun(), s.wanted())
	default:
		if suggestion := model.Suggest(n.text, s.words); suggestion != "" {
			c.wrong(n, "%s is not one of the words that may stand here; did you mean %q?", n.shown(), suggestion)
			return
		}
		c.wrong(n, "%s is not one of the words that may stand here; write %s", n.shown(), quotedList(s.words))
	}
}

func (c *checker) number(n *node, s *shape) {
	if n.sort != whole && (n.sort != number || s.sort == whole) {
		c.mismatch(n, s)
		return
	}
	if len(s.bounds) == 0 {
		return
	}
	value := exact(n.value)
	if slices.ContainsFunc(s.bounds, func(b bound) bool { return !b.holds(value) }) {
		noun := s.noun()
		if noun == "" {
			c.wrong(n, "%s is out of range; write %s", n.shown(), s.wanted())
			return
		}
		c.wrong(n, "%s is not %s; write %s", n.shown(), noun, s.wanted())
	}
}

// exact is the number with more digits than anybody writes.
func exact(v cue.Value) *big.Float {
	if i, err := v.Int64(); err == nil {
		return new(big.Float).SetPrec(precision).SetInt64(i)
	}
	text, _ := v.MarshalJSON()
	f, _, err := big.ParseFloat(string(text), 10, precision, big.ToNearestEven)
	if err != nil && f == nil {
		return new(big.Float)
	}
	return f
}

// mismatch words a value of another sort than the one that is wanted.
func (c *checker) mismatch(n *node, s *shape) {
	wanted := s.described()
	switch {
	case n.sort == nothing:
		if s.sort == fields || s.sort == entries {
			wanted = "{} where there is nothing to say"
		}
		c.wrong(n, "is empty; write %s", wanted)
		return
	case s.sort == text_ && (n.sort == whole || n.sort == number || n.sort == truth) && s.admits(n.shown()):
		wanted = fmt.Sprintf("it in quotes, %q", n.shown())
	case (s.sort == whole || s.sort == number) && n.sort == text_ && isNumber(n.text), s.sort == truth && (n.text == "true" || n.text == "false"):
		wanted = n.text + " without quotes"
	case s.sort == list && n.sort == text_ && s.element.sort == text_ && s.element.admits(n.text):
		wanted = "a list, [" + n.shown() + "]"
	}
	if n.shown() == "" {
		c.wrong(n, "is %s; write %s", nounOf(n), wanted)
		return
	}
	c.wrong(n, "%s is %s; write %s", n.shown(), nounOf(n), wanted)
}

func isNumber(text string) bool {
	_, ok := new(big.Float).SetString(text)
	return ok
}

// nounOf is what the value of a node is called.
func nounOf(n *node) string {
	switch n.sort {
	case text_:
		return "a text"
	case whole:
		return "a number"
	case number:
		return "a number with a fraction"
	case truth:
		return "a boolean"
	case list:
		return "a list"
	case fields:
		return "a block of fields"
	case bytes_:
		return "raw bytes"
	}
	return "empty"
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
