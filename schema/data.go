package schema

import (
	"slices"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/token"
	"cuelang.org/go/encoding/json"
	"cuelang.org/go/encoding/yaml"

	"github.com/loadpath/loadpath/source"
)

// evaluateData evaluates a YAML or JSON text.
func (l *loading) evaluateData(name string, data []byte, f syntax) (cue.Value, Errors) {
	shown := l.texts.shown(name)
	// JSON's brackets nest as CUE's do; the YAML parser has limits of its own.
	if f == jsonSyntax {
		if at, bad := tooDeep(name, data); bad {
			return cue.Value{}, Errors{{Range: pointAt(shown, at), Message: tooDeepMessage}}
		}
	}
	file, err := parseData(name, data, f)
	if err != nil {
		return cue.Value{}, Errors{l.dataError(name, err, f)}
	}
	l.runes = f == yamlSyntax
	if problems := l.dataProblems(file, shown); len(problems) > 0 {
		return cue.Value{}, problems
	}
	l.files = []*ast.File{file}
	return cuecontext.New().BuildFile(file), nil
}

func parseData(name string, data []byte, f syntax) (*ast.File, error) {
	if f == yamlSyntax {
		return yaml.Extract(name, data)
	}
	e, err := json.Extract(name, data)
	if err != nil {
		return nil, err
	}
	if s, ok := e.(*ast.StructLit); ok {
		return &ast.File{Filename: name, Decls: s.Elts}, nil
	}
	return &ast.File{Filename: name, Decls: []ast.Decl{&ast.EmbedDecl{Expr: e}}}, nil
}

// dataProblems finds what YAML and JSON leave to their readers: nesting beyond
// the limits, and keys that are written twice, of which the first is kept.
func (l *loading) dataProblems(file *ast.File, shown string) Errors {
	var problems Errors
	var visit func(decls []ast.Decl, path string, depth int) []ast.Decl
	var visitValue func(e ast.Expr, path string, depth int)
	visit = func(decls []ast.Decl, path string, depth int) []ast.Decl {
		first := make(map[string]ast.Label, len(decls))
		return slices.DeleteFunc(decls, func(decl ast.Decl) bool {
			f, ok := decl.(*ast.Field)
			if !ok {
				return false
			}
			key := labelOf(f)
			at := fieldPath(path, key)
			if before, twice := first[key]; twice {
				l.survived = append(l.survived, Error{Range: l.rangeOf(f.Label), Path: at,
					Message: "is written twice, first at " + l.rangeAt(before.Pos()).String() + "; keep one of them"})
				return true
			}
			first[key] = f.Label
			visitValue(f.Value, at, depth)
			return false
		})
	}
	visitValue = func(e ast.Expr, path string, depth int) {
		if depth > maxBrackets {
			problems = append(problems, Error{Range: l.rangeOf(e), Message: tooDeepMessage})
			return
		}
		switch e := e.(type) {
		case *ast.BasicLit:
			// The YAML decoder writes some numbers as this expression, in a
			// literal that nobody can read.
			e.Value = strings.TrimPrefix(e.Value, "number & ")
			if e.Kind == token.FLOAT && (strings.HasSuffix(e.Value, "Inf") || strings.HasSuffix(e.Value, "NaN")) {
				problems = append(problems, Error{Range: l.rangeAt(e.Pos()), Path: path, Message: "is no finite number; write one"})
			}
		case *ast.StructLit:
			e.Elts = visit(e.Elts, path, depth+1)
		case *ast.ListLit:
			for i, element := range e.Elts {
				visitValue(element, indexPath(path, i), depth+1)
			}
		}
	}
	for _, decl := range file.Decls {
		if e, ok := decl.(*ast.EmbedDecl); ok {
			if isEmpty(e.Expr) {
				return Errors{{Range: source.Range{File: shown}, Message: emptyMessage}}
			}
			return Errors{{Range: source.Range{File: shown}, Message: "is " + a(literalNoun(e.Expr)) + "; write name, services and the other fields of an architecture"}}
		}
	}
	file.Decls = visit(file.Decls, "", 0)
	return problems
}

// isEmpty tells whether a document says nothing: it is null, or, where YAML has
// comments only, a choice between null and anything.
func isEmpty(e ast.Expr) bool {
	if choice, ok := e.(*ast.BinaryExpr); ok {
		return choice.Op == token.OR
	}
	b, ok := e.(*ast.BasicLit)
	return ok && b.Kind == token.NULL
}

func literalNoun(e ast.Expr) string {
	if _, ok := e.(*ast.ListLit); ok {
		return "list or several documents"
	}
	return "single value"
}
