package schema

import (
	"strconv"

	"cuelang.org/go/cue"

	"github.com/loadpath/loadpath/model"
)

// node is one value of the evaluated input, as the checker, the decoder and
// the locator walk it.
type node struct {
	value  cue.Value
	parent *node
	// name is the field's name, index the place in a list, from 0; a field's
	// index is -1.
	name  string
	index int

	sort sort
	// text is what a text says.
	text string
	// children are the fields or elements, in the order written.
	children []*node
	byName   map[string]*node
	// failed: CUE found an error here or below.
	failed bool
	// deep: the value goes on below, deeper than maxDepth.
	deep bool
}

// maxDepth is how deep a value may nest.
const maxDepth = 100

// newNode walks the whole value.
func newNode(v cue.Value) *node {
	root := &node{value: v, index: -1}
	root.grow(0)
	return root
}

// grow fills in what the node's value says. An error leaves the fields that
// are sound, so that one run finds all mistakes.
func (n *node) grow(depth int) {
	v := n.value
	k := v.Kind()
	if k == cue.BottomKind {
		n.failed = v.Err() != nil
		if d, ok := v.Default(); ok && !n.failed {
			v, k = d, d.Kind()
			n.value = d
		}
	}
	if depth > maxDepth {
		n.sort, n.failed, n.deep = broken, true, true
		return
	}
	switch k {
	case cue.StructKind:
		n.sort = fields
		n.growFields(depth)
	case cue.ListKind:
		n.sort = list
		n.growElements(depth)
	case cue.StringKind:
		n.sort = text_
		n.text, _ = v.String()
	case cue.IntKind:
		n.sort = whole
	case cue.FloatKind, cue.NumberKind:
		n.sort = number
	case cue.BoolKind:
		n.sort = truth
	case cue.NullKind:
		n.sort = nothing
	case cue.BytesKind:
		n.sort = bytes_
	default:
		n.sort = undetermined
		if n.failed = n.failed || v.IncompleteKind() == cue.BottomKind; n.failed {
			n.sort = broken
			if n.growFields(depth); len(n.children) > 0 {
				n.sort = fields
			}
		}
	}
}

func (n *node) growFields(depth int) {
	it, err := n.value.Fields()
	if err != nil {
		return
	}
	for it.Next() {
		selector := it.Selector()
		if selector.LabelType() != cue.StringLabel {
			continue // a list that failed shows its elements
		}
		child := &node{value: it.Value(), parent: n, name: selector.Unquoted(), index: -1}
		child.grow(depth + 1)
		n.children = append(n.children, child)
	}
}

func (n *node) growElements(depth int) {
	it, err := n.value.List()
	if err != nil {
		return
	}
	for it.Next() {
		child := &node{value: it.Value(), parent: n, index: len(n.children)}
		child.grow(depth + 1)
		n.children = append(n.children, child)
	}
}

// child is the field of that name, or nil.
func (n *node) child(name string) *node {
	const few = 16
	if len(n.children) > few {
		if n.byName == nil {
			n.byName = make(map[string]*node, len(n.children))
			for _, c := range n.children {
				n.byName[c.name] = c
			}
		}
		return n.byName[name]
	}
	for _, c := range n.children {
		if c.name == name && c.index < 0 {
			return c
		}
	}
	return nil
}

// path is the node's place in the architecture.
func (n *node) path() string {
	switch {
	case n.parent == nil:
		return ""
	case n.index >= 0:
		return indexPath(n.parent.path(), n.index)
	}
	return fieldPath(n.parent.path(), n.name)
}

// shown is the value as a message quotes it.
func (n *node) shown() string {
	const longest = 60
	switch n.sort {
	case text_:
		if r := []rune(n.text); len(r) > longest {
			return strconv.Quote(string(r[:longest-3]) + "...")
		}
		return strconv.Quote(n.text)
	case whole, number, truth:
		text, _ := n.value.MarshalJSON()
		if len(text) > longest {
			return string(text[:longest-3]) + "..."
		}
		return string(text)
	}
	return ""
}

func fieldPath(path, name string) string { return string(model.Path(path).Field(name)) }
func indexPath(path string, i int) string {
	return string(model.Path(path).Index(i))
}
