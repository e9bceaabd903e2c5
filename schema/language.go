package schema

import (
	"embed"
	"io/fs"
	"path"
	"strings"
	"sync"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
)

// ImportPath is what a CUE file imports to use the language.
const ImportPath = "github.com/loadpath/loadpath/schema"

// LanguageVersion is the version of CUE that the schema is written in.
const LanguageVersion = "v0.15.0"

//go:embed *.cue
var files embed.FS

// Files are the files of the schema, for a copy beside an architecture.
func Files() fs.FS { return files }

// fileNames are the names of the schema's files, the one with the package's
// comment first.
func fileNames() []string {
	names := []string{"architecture.cue"}
	matches, _ := fs.Glob(files, "*.cue") // the pattern is good
	for _, name := range matches {
		if name != names[0] {
			names = append(names, name)
		}
	}
	return names
}

// text is one file of the schema.
func text(name string) []byte {
	data, _ := files.ReadFile(name) // it is in the binary
	return data
}

// CUE is the whole schema as one text: one package clause, then every
// definition with its comments.
func CUE() []byte {
	var b strings.Builder
	for i, name := range fileNames() {
		content := string(text(name))
		if i > 0 {
			_, content, _ = strings.Cut(content, "package schema\n")
		}
		b.WriteString(content)
	}
	return []byte(b.String())
}

// definition is a struct of the language, such as #Service.
type definition struct {
	// name is without the leading #.
	name string
	// doc is the comment, as one line.
	doc    string
	fields []*field
	byName map[string]*field
}

// field is a field of a definition.
type field struct {
	name, doc string
	required  bool
	shape     *shape
}

// kind is a definition of one kind of service, such as #LoadBalancer: which
// fields of #Service it does not have.
type kind struct {
	// name is what "kind" says, definition is without the leading #.
	name, definition string
	without          map[string]bool
}

// language is the schema as a table, read from its text.
type language struct {
	definitions map[string]*definition
	scalars     map[string]*shape
	kinds       []*kind
	// order is the names of all definitions as they are written.
	order []string
	// sources are the expressions of the scalar definitions.
	sources map[string]string
}

// theLanguage is read once: the text is part of the binary.
var theLanguage = sync.OnceValues(func() (*language, error) {
	var parsed []*ast.File
	for _, name := range fileNames() {
		f, err := parser.ParseFile(path.Join("schema", name), text(name), parser.ParseComments)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
	}
	return readLanguage(parsed)
})

// kindOf is the kind of that name, or nil.
func (l *language) kindOf(name string) *kind {
	for _, k := range l.kinds {
		if k.name == name {
			return k
		}
	}
	return nil
}
