package schema

import (
	"fmt"
	"regexp"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/format"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"
)

// readLanguage reads the schema's syntax tree into a table. The schema keeps
// to a plain grammar, so that the table can say all that CUE would: basic
// types, bounds, patterns, alternatives of texts, lists, blocks by name, closed
// structs, and kinds of #Service. Anything else is an error.
func readLanguage(parsed []*ast.File) (*language, error) {
	r := &grammarReader{
		expressions: make(map[string]ast.Expr),
		docs:        make(map[string]string),
		l: &language{
			definitions: make(map[string]*definition),
			scalars:     make(map[string]*shape),
			sources:     make(map[string]string),
		},
	}
	for _, f := range parsed {
		for _, decl := range f.Decls {
			if d, ok := decl.(*ast.Field); ok {
				name := strings.TrimPrefix(labelOf(d), "#")
				r.l.order = append(r.l.order, name)
				r.expressions[name], r.docs[name] = d.Value, docOf(d)
			}
		}
	}
	for _, name := range r.l.order {
		if err := r.define(name); err != nil {
			return nil, fmt.Errorf("#%s: %w", name, err)
		}
	}
	return r.l, nil
}

type grammarReader struct {
	expressions map[string]ast.Expr
	docs        map[string]string
	l           *language
}

// define reads one definition into the table it belongs to.
func (r *grammarReader) define(name string) error {
	switch e := r.expressions[name].(type) {
	case *ast.StructLit:
		if isEntries(e) {
			return r.defineScalar(name, e)
		}
		return r.defineStruct(name, e)
	case *ast.BinaryExpr:
		if base, ok := e.X.(*ast.Ident); ok && base.Name == "#Service" {
			return r.defineKind(name, e)
		}
	}
	return r.defineScalar(name, r.expressions[name])
}

func (r *grammarReader) defineScalar(name string, e ast.Expr) error {
	s, err := r.shape(e)
	if err != nil {
		return err
	}
	s.definition, s.about = name, firstSentence(r.docs[name])
	r.l.scalars[name] = s
	source, err := format.Node(e)
	r.l.sources[name] = string(source)
	return err
}

func (r *grammarReader) defineStruct(name string, e *ast.StructLit) error {
	d := &definition{name: name, doc: r.docs[name], byName: make(map[string]*field)}
	r.l.definitions[name] = d
	for _, decl := range e.Elts {
		f, ok := decl.(*ast.Field)
		if !ok || f.Constraint == token.ILLEGAL {
			return fmt.Errorf("only fields with ? or ! may stand in a definition")
		}
		s, err := r.shape(f.Value)
		if err != nil {
			return fmt.Errorf("%s: %w", labelOf(f), err)
		}
		read := &field{name: labelOf(f), doc: docOf(f), required: f.Constraint == token.NOT, shape: s}
		d.fields = append(d.fields, read)
		d.byName[read.name] = read
	}
	return nil
}

// defineKind reads #X: #Service & {kind: "x", on!: _, field?: _|_}.
func (r *grammarReader) defineKind(name string, e *ast.BinaryExpr) error {
	body, ok := e.Y.(*ast.StructLit)
	if !ok || e.Op != token.AND {
		return fmt.Errorf("a kind is #Service & {...}")
	}
	k := &kind{definition: name, without: make(map[string]bool)}
	for _, decl := range body.Elts {
		f, ok := decl.(*ast.Field)
		if !ok {
			return fmt.Errorf("only fields may stand in a kind")
		}
		switch value := f.Value.(type) {
		case *ast.BottomLit:
			k.without[labelOf(f)] = true
		case *ast.BasicLit:
			k.name, _ = literal.Unquote(value.Value)
		case *ast.Ident: // on!: _ says again what #Service says
		default:
			return fmt.Errorf("%s: not in the grammar of kinds", labelOf(f))
		}
	}
	r.l.kinds = append(r.l.kinds, k)
	return nil
}

// shape reads what a field may hold.
func (r *grammarReader) shape(e ast.Expr) (*shape, error) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.shape(e.X)
	case *ast.Ident:
		return r.named(e.Name)
	case *ast.BasicLit:
		word, err := literal.Unquote(e.Value)
		return &shape{sort: text_, words: []string{word}}, err
	case *ast.UnaryExpr:
		return unaryShape(e)
	case *ast.ListLit:
		if rest, ok := onlyElement(e).(*ast.Ellipsis); ok {
			element, err := r.shape(rest.Type)
			return &shape{sort: list, element: element}, err
		}
	case *ast.StructLit:
		if isEntries(e) {
			return r.entriesShape(e.Elts[0].(*ast.Field))
		}
	case *ast.BinaryExpr:
		return r.binaryShape(e)
	}
	return nil, fmt.Errorf("%T is not in the grammar of the schema", e)
}

// named is the shape of a basic type or of another definition.
func (r *grammarReader) named(name string) (*shape, error) {
	basic := map[string]sort{"string": text_, "int": whole, "number": number, "bool": truth}
	if s, ok := basic[name]; ok {
		return &shape{sort: s}, nil
	}
	name, ok := strings.CutPrefix(name, "#")
	e, known := r.expressions[name]
	if !ok || !known {
		return nil, fmt.Errorf("%q is neither a type nor a definition", name)
	}
	if body, ok := e.(*ast.StructLit); ok && !isEntries(body) {
		return &shape{sort: fields, definition: name}, nil
	}
	if r.l.scalars[name] == nil {
		if err := r.defineScalar(name, e); err != nil {
			return nil, err
		}
	}
	return r.l.scalars[name], nil
}

func unaryShape(e *ast.UnaryExpr) (*shape, error) {
	operand, ok := e.X.(*ast.BasicLit)
	if !ok {
		return nil, fmt.Errorf("%s needs a literal", e.Op)
	}
	switch e.Op {
	case token.MAT:
		text, err := literal.Unquote(operand.Value)
		if err != nil {
			return nil, err
		}
		pattern, err := regexp.Compile(text)
		return &shape{sort: text_, pattern: pattern}, err
	case token.GEQ, token.GTR, token.LEQ, token.LSS:
		b, err := newBound(e.Op, operand.Value)
		return &shape{sort: number, bounds: []bound{b}}, err
	}
	return nil, fmt.Errorf("%s is not in the grammar of the schema", e.Op)
}

func (r *grammarReader) entriesShape(f *ast.Field) (*shape, error) {
	key, err := r.shape(f.Label.(*ast.ListLit).Elts[0])
	if err != nil {
		return nil, err
	}
	element, err := r.shape(f.Value)
	return &shape{sort: entries, key: key, element: element}, err
}

// binaryShape joins bounds to a number, and words to a text; a list may be
// given in short by its one element.
func (r *grammarReader) binaryShape(e *ast.BinaryExpr) (*shape, error) {
	x, err := r.shape(e.X)
	if err != nil {
		return nil, err
	}
	y, err := r.shape(e.Y)
	if err != nil {
		return nil, err
	}
	joined := *x
	switch {
	case e.Op == token.AND && (x.sort == whole || x.sort == number) && y.sort == number && len(y.bounds) > 0:
		joined.bounds = append(joined.bounds[:len(joined.bounds):len(joined.bounds)], y.bounds...)
	case e.Op == token.OR && x.sort == text_ && y.sort == text_ && y.pattern == nil && len(y.words) > 0:
		joined.words = append(joined.words[:len(joined.words):len(joined.words)], y.words...)
	case e.Op == token.OR && x.sort == list && y.definition != "" && y == x.element:
		joined.single = y
	default:
		return nil, fmt.Errorf("this use of %s is not in the grammar of the schema", e.Op)
	}
	return &joined, nil
}
