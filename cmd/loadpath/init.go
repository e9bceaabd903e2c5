package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/schema"
)

// starter is a small architecture without errors.
//
//go:embed starter/architecture.cue
var starter string

// vendored is where a CUE module keeps the schema, so that editors and plain
// cue vet find it without a network.
const vendored = "cue.mod/pkg/github.com/loadpath/loadpath/schema"

// newInit writes a starter.
func newInit(s *cli.Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start an architecture, with the schema beside it for editors and cue vet",
		Long: `Start an architecture in DIR, by default the working directory.

It writes architecture.cue, a small web stack to change, and the schema below
cue.mod, so that editors complete and explain it and cue vet works offline.`,
		Example: "  loadpath init shop\n  loadpath validate shop",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return start(s, dir)
		},
	}
}

// start writes the starter into a folder that has no CUE files yet, and the
// schema into the CUE module that the folder is in, or into a new one.
func start(s *cli.Streams, dir string) error {
	if there, _ := filepath.Glob(filepath.Join(dir, "*.cue")); len(there) > 0 {
		return fmt.Errorf("%s has CUE files already, such as %s: start in a folder without", dir, filepath.Base(there[0]))
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return cli.WorldError(err)
	}
	name := nameFrom(filepath.Base(absolute))
	root, inModule := moduleAround(absolute)
	if above := packageAbove(absolute, root); above != "" {
		return fmt.Errorf("%s is of the package architecture too, and CUE unites a package with those of its name in the folders above: start in another folder, or give one of them another package name", above)
	}
	if !inModule {
		root = absolute
		module := fmt.Sprintf("module: \"example.com/%s@v0\"\nlanguage: version: %q\n", name, schema.LanguageVersion)
		if err := place(s, filepath.Join(root, "cue.mod", "module.cue"), []byte(module)); err != nil {
			return err
		}
	}
	text := strings.Replace(starter, `"starter"`, fmt.Sprintf("%q", name), 1)
	if err := place(s, filepath.Join(absolute, "architecture.cue"), []byte(text)); err != nil {
		return err
	}
	fmt.Fprintf(s.Err, "Wrote %s.\n", filepath.Join(dir, "architecture.cue"))
	if !isOurs(root) { // our own module has the schema itself
		if err := vendor(s, filepath.Join(root, filepath.FromSlash(vendored))); err != nil {
			return err
		}
		fmt.Fprintf(s.Err, "Wrote the schema, for editors and cue vet, into the CUE module of %s, below cue.mod/pkg.\n", root)
	}
	fmt.Fprintf(s.Err, "Next: loadpath validate %s\n", shellWord(dir))
	return nil
}

// isOurs tells whether the CUE module at root is loadpath's own.
func isOurs(root string) bool {
	module, err := os.ReadFile(filepath.Join(root, "cue.mod", "module.cue"))
	return err == nil && strings.Contains(string(module), `"`+strings.TrimSuffix(schema.ImportPath, "/schema")+"@")
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./@%+=:,-]+$`)

// shellWord quotes a path as a shell reads it.
func shellWord(path string) string {
	if plainWord.MatchString(path) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// vendor copies the schema, in place of an older copy.
func vendor(s *cli.Streams, dir string) error {
	files := schema.Files()
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		return place(s, filepath.Join(dir, path), content)
	})
}

// place writes a file and the folders above it.
func place(s *cli.Streams, path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return cli.WorldError(err)
	}
	return s.WriteFile(path, content)
}

// moduleAround finds the CUE module that a folder is in.
func moduleAround(dir string) (root string, found bool) {
	for {
		_, err := os.Stat(filepath.Join(dir, "cue.mod", "module.cue"))
		if err == nil {
			return dir, true
		}
		up := filepath.Dir(dir)
		if up == dir || !errors.Is(err, fs.ErrNotExist) {
			return "", false
		}
		dir = up
	}
}

var ofPackage = regexp.MustCompile(`(?m)^package architecture\b`)

// packageAbove finds a file of the starter's package in the folders above one,
// up to the root of its module.
func packageAbove(dir, root string) string {
	for dir != root && root != "" {
		dir = filepath.Dir(dir)
		files, _ := filepath.Glob(filepath.Join(dir, "*.cue")) // the pattern is good
		for _, file := range files {
			if content, err := os.ReadFile(file); err == nil && ofPackage.Match(content) {
				return file
			}
		}
	}
	return ""
}

var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// nameFrom makes the name of an architecture from that of a folder.
func nameFrom(folder string) string {
	name := strings.Trim(notInNames.ReplaceAllString(strings.ToLower(folder), "-"), "-")
	if len(name) > 63 {
		name = strings.TrimRight(name[:63], "-")
	}
	if name == "" {
		return "architecture"
	}
	return name
}
