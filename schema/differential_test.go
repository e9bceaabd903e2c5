package schema

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/ast/astutil"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/format"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"
)

var exhaustive = flag.Bool("exhaustive", false, "make every change of every field, which takes an hour")

// TestCheckerEqualsCUE holds the checker against CUE with the closed schema:
// every sample, and every sample with one field changed, is accepted by both
// or by neither. We are stricter in two things, on purpose: a field that is
// written without a value is a mistake even where only one value is left for
// it, and a definition of ours must be the one that belongs there, even where
// the few fields that are used are in both.
func TestCheckerEqualsCUE(t *testing.T) {
	accepted, refused := 0, 0
	for _, folder := range samples(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(folder, "architecture.cue"))
			if err != nil {
				t.Skip("a package of several files")
			}
			original := parsed(t, text)
			agree(t, "unchanged", original, false)
			fields := 0
			ast.Walk(original, func(n ast.Node) bool {
				if _, ok := n.(*ast.Field); ok {
					fields++
				}
				return true
			}, nil)
			for i := range fields {
				for j, m := range mutations {
					if !*exhaustive && (i*len(mutations)+j)%sampled != 0 {
						continue
					}
					if agree(t, fmt.Sprintf("field %d: %s", i, m.name), mutated(t, text, i, m), m.stricter) {
						accepted++
					} else {
						refused++
					}
				}
			}
		})
	}
	t.Logf("%d changes accepted, %d refused", accepted, refused)
	if accepted == 0 || refused == 0 {
		t.Error("the changes prove nothing")
	}
}

// sampled is of how many changes one is made, without -exhaustive.
const sampled = 97

// mutation changes one field; nil removes it.
type mutation struct {
	name   string
	change func(f *ast.Field) *ast.Field
	// stricter: we may refuse it where CUE does not.
	stricter bool
}

var mutations = []mutation{
	{name: "removed", change: func(*ast.Field) *ast.Field { return nil }},
	{name: "renamed", change: func(f *ast.Field) *ast.Field {
		f.Label = ast.NewString(labelOf(f) + "x")
		return f
	}},
	{name: "badly named", change: func(f *ast.Field) *ast.Field {
		f.Label = ast.NewString("Bad_" + labelOf(f))
		return f
	}},
	holding(`5`), holding(`0`), holding(`-1`), holding(`1.5`), holding(`70000`), holding(`0.0`), holding(`1.00000000000000000000000000001`),
	holding(`"zz"`), holding(`""`), holding(`"30s"`), holding(`"active-active"`), holding(`"/"`), holding(`"forever"`), holding(`'raw'`),
	holding(`true`), holding(`null`), holding(`[]`), holding(`["a"]`), holding(`[5]`), holding(`[{}]`), holding(`{}`), holding(`{zz: 1}`),
	holding(`{zz: {}}`), strict(`string`), holding(`int`), holding(`>5`), strict(`_`), holding(`*5 | 6`), holding(`5 | 6`), holding(`"a" & "b"`),
	strict(`schema.#Server & {}`), holding(`schema.#Database & {on: ["a"]}`), holding(`schema.#Worker & {on: ["a"], static: "x"}`),
	strict(`schema.#Connection`), holding(`schema.#Port & 5`),
	with("replication", `{}`), with("static", `"x"`), with("schedule", `"@hourly"`), with("alerts", `{}`), with("sessions", `"cookie"`),
	with("address", `{by: "one"}`), with("zz", `1`), with("_hidden", `1`), with("#Definition", `{a: 1}`), with("optional?", `5`), with("required!", `5`),
	with("title", `string`), with("labels", `{a: "b"}`), with("kind", `"cache"`), with("port", `80`),
}

// holding gives the field another value.
func holding(value string) mutation {
	return mutation{name: "holds " + value, change: func(f *ast.Field) *ast.Field {
		f.Value = expression(value)
		return f
	}}
}

// strict is like holding, with a value that we may refuse on our own.
func strict(value string) mutation {
	m := holding(value)
	m.stricter = true
	return m
}

// with adds a field to the value.
func with(label, value string) mutation {
	return mutation{name: "with " + label, change: func(f *ast.Field) *ast.Field {
		added, err := parser.ParseFile("", label+": "+value)
		if err != nil {
			panic(err)
		}
		f.Value = ast.NewBinExpr(token.AND, f.Value, &ast.StructLit{Elts: added.Decls})
		return f
	}}
}

func expression(text string) ast.Expr {
	e, err := parser.ParseExpr("", text)
	if err != nil {
		panic(err)
	}
	return e
}

func parsed(t *testing.T, text []byte) *ast.File {
	t.Helper()
	f, err := parser.ParseFile("architecture.cue", text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// mutated is the text with the field of that number changed.
func mutated(t *testing.T, text []byte, number int, m mutation) *ast.File {
	t.Helper()
	i := 0
	return astutil.Apply(parsed(t, text), func(c astutil.Cursor) bool {
		f, ok := c.Node().(*ast.Field)
		if !ok {
			return true
		}
		if i++; i-1 != number {
			return true
		}
		if changed := m.change(f); changed != nil {
			c.Replace(changed)
		} else {
			c.Delete()
		}
		return false
	}, nil).(*ast.File)
}

// agree tells whether CUE accepts the file, and fails where we differ.
func agree(t *testing.T, what string, f *ast.File, stricter bool) bool {
	t.Helper()
	text, err := format.Node(f)
	if err != nil {
		t.Fatal(what, err)
	}
	theirs := acceptedByCUE(t, text)
	problems := checked(t, text)
	if ours := len(problems) == 0; ours != theirs && !(theirs && stricter) {
		t.Errorf("%s: CUE accepts: %t, we say: %v\n%s", what, theirs, problems, text)
	}
	return theirs
}

// acceptedByCUE evaluates a file against the schema itself.
func acceptedByCUE(t *testing.T, text []byte) bool {
	t.Helper()
	const clause = `import "` + ImportPath + `"`
	plain := strings.ReplaceAll(strings.Replace(string(text), clause, "", 1), "schema.#", "#")
	ctx := cuecontext.New()
	language := ctx.CompileBytes(CUE())
	v := ctx.CompileString(plain, cue.Scope(language))
	return v.Validate(cue.Concrete(true)) == nil
}

// checked is what the checker finds, without what comes after it.
func checked(t *testing.T, text []byte) Errors {
	t.Helper()
	l, err := newLoading(Options{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(l.dir, "architecture.cue")
	v, problems := l.evaluateText(path, text, cueSyntax)
	if len(problems) > 0 {
		return problems
	}
	root := newNode(v)
	c := &checker{language: l.language, locate: &locator{root: root, loading: l, found: make(map[*node][]ast.Node)}}
	c.architecture(root)
	return c.problems
}
