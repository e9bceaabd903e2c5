package schema

import (
	"strings"
	"testing"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/parser"
)

// TestSchemaKeepsToTheGrammar fails when somebody writes into the schema what
// the checker does not understand.
func TestSchemaKeepsToTheGrammar(t *testing.T) {
	l, err := theLanguage()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range l.order {
		if l.definitions[name] == nil && l.scalars[name] == nil && kindOfDefinition(l, name) == nil {
			t.Errorf("#%s is in no table", name)
		}
	}
	for _, d := range l.definitions {
		for _, f := range d.fields {
			if f.doc == "" {
				t.Errorf("#%s: %s has no comment", d.name, f.name)
			}
		}
	}
	for _, s := range l.scalars {
		if len(s.words) == 0 && s.sort != entries && s.noun() == "" {
			t.Errorf("#%s: the comment is not \"A noun: what to write.\"", s.definition)
		}
	}
	for _, k := range l.kinds {
		for name := range k.without {
			if l.definitions["Service"].byName[name] == nil {
				t.Errorf("#%s forbids %s, which no service has", k.definition, name)
			}
		}
	}
	var kinds []string
	for _, k := range l.kinds {
		kinds = append(kinds, k.name)
	}
	if got, want := strings.Join(kinds, " "), strings.Join(l.definitions["Service"].byName["kind"].shape.words, " "); got != want {
		t.Errorf("definitions for the kinds %s, kind says %s", got, want)
	}
}

func kindOfDefinition(l *language, name string) *kind {
	for _, k := range l.kinds {
		if k.definition == name {
			return k
		}
	}
	return nil
}

func TestGrammarRefuses(t *testing.T) {
	for _, text := range []string{
		`#A: {a: int}`,
		`#A: {a?: #B}`,
		`#A: {a?: int | string}`,
		`#A: {a?: {b?: int}}`,
		`#A: {a?: *1 | 2}`,
		`#A: {a?: [int, string]}`,
		`#A: {a?: !=1}`,
		`#A: {if true {a?: int}}`,
		`#A: {a?: >b}`,
		`#A: {a?: "x" & "y"}`,
		`#A: {...}`,
		`#Service: {a?: int}, #A: #Service & {a?: int, b: [1]}`,
		`#Service: {a?: int}, #A: #Service & #Service`,
	} {
		f, err := parser.ParseFile("x.cue", text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readLanguage([]*ast.File{f}); err == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}

func TestOpenRenderingIsCUE(t *testing.T) {
	l, err := theLanguage()
	if err != nil {
		t.Fatal(err)
	}
	v := cuecontext.New().CompileBytes(l.open())
	if err := v.Validate(); err != nil {
		t.Fatal(err)
	}
}

func TestCUEIsOneText(t *testing.T) {
	text := string(CUE())
	if n := strings.Count(text, "package schema\n"); n != 1 {
		t.Errorf("%d package clauses", n)
	}
	if err := cuecontext.New().CompileString(text).Validate(); err != nil {
		t.Error(err)
	}
	l, err := theLanguage()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range l.order {
		if !strings.Contains(text, "\n#"+name+": ") {
			t.Errorf("#%s is missing", name)
		}
	}
}
