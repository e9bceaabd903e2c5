package schema

import (
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"

	"github.com/loadpath/loadpath/source"
)

// locator finds where the values of the input were written.
type locator struct {
	root    *node
	loading *loading
	// found are the places of nodes that were asked for: CUE evaluates parts
	// of a value again to say where it comes from.
	found map[*node][]ast.Node
	// around are the fields that the fields of the input stand in.
	around map[*ast.Field]*ast.Field
}

// path is the label of the field that a path names, or of the nearest one
// around it; for an element of a list the element.
func (l *locator) path(path string) source.Range {
	n := l.root
	for rest := path; rest != ""; {
		child, left := step(n, rest)
		if child == nil {
			break
		}
		n, rest = child, left
	}
	return l.label(n)
}

// step goes from a node to the child that the beginning of the path names,
// and returns what is left of the path. A name may hold a dot: the longest
// that fits is meant.
func step(n *node, path string) (child *node, rest string) {
	if inner, ok := strings.CutPrefix(path, "["); ok {
		digits, rest, _ := strings.Cut(inner, "]")
		i, err := strconv.Atoi(digits)
		if err != nil || n.sort != list || i < 0 || i >= len(n.children) {
			return nil, ""
		}
		return n.children[i], strings.TrimPrefix(rest, ".")
	}
	for end := len(path); end > 0; end-- {
		if end < len(path) && path[end] != '.' && path[end] != '[' {
			continue
		}
		if c := n.child(path[:end]); c != nil {
			return c, strings.TrimPrefix(path[end:], ".")
		}
	}
	return nil, ""
}

// label is where the node's field was named.
func (l *locator) label(n *node) source.Range {
	for ; n.parent != nil; n = n.parent {
		if f := l.enclosing(n); f != nil {
			return l.loading.rangeOf(f.Label)
		}
		for _, written := range l.written(n) {
			if f, ok := written.(*ast.Field); ok {
				written = f.Label
			}
			if r := l.loading.rangeOf(written); r.Start.Line > 0 {
				return r
			}
		}
	}
	// The architecture itself has no label: it is the file of its first field.
	if len(n.children) > 0 {
		for _, written := range l.written(n.children[0]) {
			return source.Range{File: l.loading.rangeOf(written).File}
		}
	}
	return source.Range{File: l.loading.input}
}

// value is where the node's value was written, or else its label.
func (l *locator) value(n *node) source.Range {
	for _, written := range l.written(n) {
		f, ok := written.(*ast.Field)
		if !ok {
			break
		}
		if r := l.loading.rangeOf(f.Value); r.Start.Line > 0 && r.Start.Line == r.End.Line {
			return r
		}
	}
	return l.label(n)
}

// values are all the places where the node's value was written, in order.
func (l *locator) values(n *node) []source.Range {
	var all []source.Range
	for _, written := range l.written(n) {
		if f, ok := written.(*ast.Field); ok {
			written = f.Value
		}
		all = append(all, l.loading.rangeOf(written))
	}
	slices.SortFunc(all, source.Range.Compare)
	return slices.Compact(all)
}

// written are the places of the syntax trees that the node's value comes
// from, without those of the schema.
func (l *locator) written(n *node) []ast.Node {
	if n.parent == nil {
		return nil
	}
	if s := n.value.Source(); s != nil && !ofSchema(s.Pos()) {
		return []ast.Node{s}
	}
	if all, ok := l.found[n]; ok {
		return all
	}
	var all []ast.Node
	_, parts := n.value.Expr()
	for _, part := range parts {
		if s := part.Source(); s != nil && !ofSchema(s.Pos()) {
			all = append(all, s)
		}
	}
	l.found[n] = all
	return all
}

// enclosing is the field of a block as the syntax tree has it: the one around
// a field of the block. It is nil where the block's fields come from elsewhere,
// such as a definition.
func (l *locator) enclosing(n *node) *ast.Field {
	if l.around == nil {
		l.around = make(map[*ast.Field]*ast.Field)
		for _, file := range l.loading.files {
			l.index(file)
		}
	}
	for _, child := range n.children {
		f, ok := child.value.Source().(*ast.Field)
		if !ok {
			f = l.enclosing(child)
		}
		if around := l.around[f]; around != nil && labelOf(around) == n.name {
			return around
		}
	}
	return nil
}

// index finds what every field of a file stands in.
func (l *locator) index(file *ast.File) {
	var stack []*ast.Field
	ast.Walk(file, func(n ast.Node) bool {
		if f, ok := n.(*ast.Field); ok {
			if len(stack) > 0 {
				l.around[f] = stack[len(stack)-1]
			}
			stack = append(stack, f)
		}
		return true
	}, func(n ast.Node) {
		if _, ok := n.(*ast.Field); ok {
			stack = stack[:len(stack)-1]
		}
	})
}
