package schema

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/cuecontext"
	cueerrors "cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/load"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"
)

// openImportPath is where the loader finds the open rendering of the schema.
// Whatever a file imports as ImportPath is read from there: so it does not
// matter whether the user's module is ours, depends on ours, holds a copy of
// the schema, or is no module at all, and no registry is asked.
const openImportPath = "loadpath.invalid/language:schema"

// soleFile is the name under which a file on its own is loaded: the loader
// gives a meaning to some characters and endings of names.
const soleFile = "loadpath_input.cue"

// evaluatePackage evaluates the CUE package of a folder.
func (l *loading) evaluatePackage(dir string) (cue.Value, Errors) {
	overlay := make(map[string]load.Source)
	root := moduleRoot(dir)
	for at := dir; ; at = filepath.Dir(at) {
		l.readFolder(at, overlay)
		if at == root {
			break
		}
	}
	return l.evaluateInstance(dir, ".", overlay)
}

// readFolder reads the CUE files of a folder before the loader does, which
// would wait for a pipe and take a file of any size. Other files that are not
// regular are hidden from it.
func (l *loading) readFolder(dir string, overlay map[string]load.Source) {
	entries, _ := os.ReadDir(dir) // the loader says why it cannot be read
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		switch info, err := os.Stat(path); {
		case err == nil && info.IsDir():
		case isCUE(entry.Name()):
			data := l.texts.read(path)
			overlay[path] = load.FromBytes(data)
			l.refuseBinary(path, data) // the loader would put U+FFFD for what is no text
		case err != nil || !info.Mode().IsRegular():
			overlay[path] = load.FromString("")
		}
	}
}

// evaluateCUE evaluates one CUE file.
func (l *loading) evaluateCUE(abs string, data []byte) (cue.Value, Errors) {
	dir := filepath.Dir(abs)
	sole := filepath.Join(dir, soleFile)
	l.texts.aliases[sole] = l.texts.shown(abs)
	return l.evaluateInstance(dir, "./"+soleFile, map[string]load.Source{sole: load.FromBytes(data)})
}

// evaluateInstance loads and evaluates what an argument of CUE's names.
func (l *loading) evaluateInstance(dir, argument string, overlay map[string]load.Source) (cue.Value, Errors) {
	l.layOver(dir, overlay)
	config := &load.Config{Dir: dir, Overlay: overlay, ParseFile: l.parse}
	instance := load.Instances([]string{argument}, config)[0]
	var none *load.NoFilesError
	if errors.As(instance.Err, &none) {
		// Files without a package clause are a package of their own.
		config.Package = "_"
		instance = load.Instances([]string{argument}, config)[0]
	}
	if len(l.texts.problems) > 0 {
		return cue.Value{}, append(l.texts.problems, l.loadErrors(instance)...)
	}
	if errors.As(instance.Err, &none) {
		return cue.Value{}, Errors{l.refuse("holds no file of an architecture; tests, tools and files that an @if excludes do not count, write an architecture.cue")}
	}
	if instance.Err != nil {
		return cue.Value{}, l.loadErrors(instance)
	}
	if len(instance.BuildFiles) == 1 {
		l.input = l.texts.shown(instance.BuildFiles[0].Filename)
	}
	l.files = instance.Files
	value := cuecontext.New().BuildInstance(instance)
	if instance.Err != nil && l.blankUnresolved(instance) {
		return l.evaluateInstance(dir, argument, overlay)
	}
	if instance.Err != nil {
		return cue.Value{}, l.loadErrors(instance)
	}
	return value, nil
}

// moduleRoot is the root of the CUE module around a folder, or the folder.
func moduleRoot(dir string) string {
	for root := dir; ; root = filepath.Dir(root) {
		if _, err := os.Stat(filepath.Join(root, "cue.mod")); err == nil {
			return root
		}
		if root == filepath.Dir(root) {
			return dir
		}
	}
}

// layOver puts the open rendering of the schema into the module around the
// folder, which is made a module if it is none.
func (l *loading) layOver(dir string, overlay map[string]load.Source) {
	module := filepath.Join(moduleRoot(dir), "cue.mod")
	if _, err := os.Stat(filepath.Join(module, "module.cue")); err != nil {
		overlay[filepath.Join(module, "module.cue")] = load.FromString("module: \"loadpath.invalid/architecture@v0\"\nlanguage: version: \"v0.15.0\"\n")
	}
	path, _, _ := strings.Cut(openImportPath, ":")
	overlay[filepath.Join(module, "pkg", filepath.FromSlash(path), "schema.cue")] = load.FromBytes(l.language.open())
}

// parse reads a CUE file for the loader: within the limits, and with the
// import of our schema led to its open rendering.
func (l *loading) parse(name string, src any, config parser.Config) (*ast.File, error) {
	data, ok := src.([]byte)
	if !ok {
		return nil, fmt.Errorf("%s was not read", name)
	}
	l.texts.keep(name, data)
	at, bad := tooDeep(name, data)
	if bad {
		l.texts.refuse(Error{Range: pointAt(l.texts.shown(name), at), Message: tooDeepMessage})
	}
	if l.refuseBinary(name, data) || bad {
		return &ast.File{Filename: name}, nil // an error would stop the loader before the other files
	}
	f, err := parser.ParseFile(name, data, config)
	if f == nil {
		return f, err
	}
	l.blank(f)
	for spec := range f.ImportSpecs() {
		imported := ast.ParseImportPath(strings.Trim(spec.Path.Value, `"`))
		if imported.Path == ImportPath {
			spec.Path = &ast.BasicLit{ValuePos: spec.Path.ValuePos, Kind: token.STRING, Value: `"` + openImportPath + `"`}
		}
	}
	return f, err
}

// refuseBinary keeps the problem of a file that is no text, and tells whether
// it is none.
func (l *loading) refuseBinary(name string, data []byte) bool {
	at, bad := binary(data)
	if bad {
		l.texts.refuse(Error{Range: pointAt(l.texts.shown(name), at), Message: notText})
	}
	return bad
}

const tooDeepMessage = "is nested too deep here; nothing in an architecture needs more than a few levels"

// loadErrors words what the loader says about a package.
func (l *loading) loadErrors(instance *build.Instance) Errors {
	var several *load.MultiplePackageError
	if errors.As(instance.Err, &several) {
		return Errors{l.refuse("holds two packages, %q (%s) and %q (%s); keep one, or name the file",
			several.Packages[0], several.Files[0], several.Packages[1], several.Files[1])}
	}
	var problems Errors
	for _, e := range l.parserErrors(cueerrors.Errors(instance.Err)) {
		problem := l.cueError(e)
		problem.Path = "" // a package's, not the architecture's
		syntax := syntaxMessage(innermost(e))
		switch {
		case syntax != "":
			problem.Message = "is not valid CUE: " + syntax
		case problem.Message != innerMessage(e):
		case problem.Range.Start.Line > 0:
			problem.Message = "is not valid CUE: " + problem.Message
		default:
			problem.Message = "cannot be loaded: " + problem.Message
		}
		problems = append(problems, problem)
	}
	return problems
}
