package schema

import (
	"strings"

	"cuelang.org/go/cue/ast"
)

// isEntries tells whether a struct is {[key]: value}.
func isEntries(e *ast.StructLit) bool {
	if len(e.Elts) != 1 {
		return false
	}
	f, ok := e.Elts[0].(*ast.Field)
	if !ok {
		return false
	}
	_, ok = f.Label.(*ast.ListLit)
	return ok
}

// onlyElement is the element of a list that has one, or nil.
func onlyElement(e *ast.ListLit) ast.Expr {
	if len(e.Elts) != 1 {
		return nil
	}
	return e.Elts[0]
}

func labelOf(f *ast.Field) string {
	name, _, _ := ast.LabelName(f.Label)
	return name
}

// docOf is the comment above a field, as one line.
func docOf(f *ast.Field) string {
	var lines []string
	for _, group := range f.Comments() {
		if group.Doc {
			lines = append(lines, strings.Fields(group.Text())...)
		}
	}
	return strings.Join(lines, " ")
}

func firstSentence(doc string) string {
	sentence, _, _ := strings.Cut(doc, ". ")
	return strings.TrimSuffix(sentence, ".")
}
