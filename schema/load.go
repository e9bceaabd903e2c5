// Package schema is the language of loadpath and its loader: a CUE, YAML or
// JSON text goes in, the typed model comes out, with the place of every value.
//
// The *.cue files are the language, and the only place where it is written
// down. CUE evaluates the user's text against an open rendering of them, which
// costs little; the checker then holds the result against a table read from
// the same files, and words every mistake itself. Nothing else imports CUE.
package schema

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// Options say where the input comes from.
type Options struct {
	// Stdin is read for the path "-".
	Stdin io.Reader
	// Dir is the folder that relative paths start from, and that paths are
	// shown relative to. Empty: the working directory.
	Dir string
}

// Document is an architecture with the places where it was written.
type Document struct {
	Architecture *model.Architecture

	locator *locator
	texts   *texts
}

// Load reads the architecture at a path: a folder, a CUE, YAML or JSON file,
// or "-" for standard input. Every mistake in the input is found in one run;
// the error is then of type Errors. A text whose evaluation would not end is
// given up with an error too, while the evaluation itself goes on until the
// process ends. Nothing is read but the local disk, unless
// the user's own CUE module has dependencies.
func Load(path string, o Options) (*Document, error) {
	l, err := newLoading(o)
	if err != nil {
		return nil, err
	}
	if path == "-" {
		if problems := l.readStdin(o.Stdin); len(problems) > 0 {
			return nil, problems
		}
	}
	d, problems := l.watched(path)
	if len(problems) > 0 {
		for i := range problems {
			problems[i].text = l.texts.of(problems[i].Range.File)
		}
		return nil, problems.sorted()
	}
	return d, nil
}

// loading is one run of Load.
type loading struct {
	language *language
	stdin    []byte
	dir      string // absolute
	texts    *texts
	limits   limits
	// input is what the user named, as it is shown.
	input string
	// files are the syntax trees of the input.
	files []*ast.File
	// runes: the columns of the input count characters, as YAML's parser does.
	runes bool
	// survived are mistakes that were mended so that the rest is found too;
	// blanks are the names that refer to nothing, once they are known.
	survived Errors
	blanks   map[place]bool
}

func newLoading(o Options) (*loading, error) {
	language, err := theLanguage()
	if err != nil {
		return nil, fmt.Errorf("the schema is damaged: %w", err)
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("the working directory cannot be found: %w", err)
	}
	return &loading{
		language: language,
		dir:      dir,
		limits:   limits{heap: maxHeap, time: maxTime},
		texts:    &texts{dir: dir, aliases: make(map[string]string), content: make(map[string][]byte)},
	}, nil
}

// load goes from the path to the document.
func (l *loading) load(path string) (d *Document, problems Errors) {
	l.input = path
	defer func() {
		// The evaluator is not ours and sees what anybody writes.
		if r := recover(); r != nil {
			d, problems = nil, Errors{l.refuse("the evaluation of this input failed inside CUE: %s; please report it with the file", oneLine(fmt.Sprint(r)))}
		}
	}()
	value, problems := l.evaluate(path)
	if len(problems) == 0 {
		d, problems = l.document(value)
	}
	return d, l.withSurvived(problems)
}

// document checks the value and makes the model of it.
func (l *loading) document(value cue.Value) (*Document, Errors) {
	root := newNode(value)
	locate := &locator{root: root, loading: l, found: make(map[*node][]ast.Node)}
	c := &checker{language: l.language, locate: locate}
	c.architecture(root)
	refused := c.problems
	d := &decoder{problem: c.problem}
	a := d.architecture(root)
	var unresolved []model.Problem
	if len(c.problems) == 0 {
		unresolved = a.Resolve()
	} else {
		if len(refused) > 0 {
			c.problems = refused // the decoder saw what the checker had refused
		}
		unresolved = references(a, c.problems)
	}
	for _, p := range unresolved {
		message := p.Message
		if p.Suggestion != "" {
			message += fmt.Sprintf("; did you mean %q?", p.Suggestion)
		}
		c.problems = append(c.problems, Error{Range: locate.path(string(p.Path)), Path: string(p.Path), Message: message})
	}
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	return &Document{Architecture: a, locator: locate, texts: l.texts}, nil
}

// Map finds where a path of the architecture was written.
func (d *Document) Map() source.Map {
	return source.Map{Locate: d.locator.path, Text: d.texts.of}
}

// refuse is a mistake of the whole input.
func (l *loading) refuse(format string, args ...any) Error {
	return Error{Range: source.Range{File: l.input}, Message: fmt.Sprintf(format, args...)}
}

// absolute is a path that the user gave, from the root.
func (l *loading) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(l.dir, path)
}

// isCUE tells whether a name is that of a file that may belong to a package.
func isCUE(name string) bool {
	return strings.HasSuffix(name, ".cue") && !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, ".")
}

// Mistake is an error about a place in the architecture, for what cannot be done
// with it.
func (d *Document) Mistake(path model.Path, message string) Error {
	at := d.Map().Locate(string(path))
	return Error{Range: at, Path: string(path), Message: message, text: d.Map().Text(at.File)}
}
