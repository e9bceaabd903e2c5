package compose_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

var update = flag.Bool("update", false, "write the samples' stacks anew")

// runnable are the samples that have a stack.
var runnable = []string{"two-server", "single-server", "secured", "highly-available"}

func sample(t testing.TB, name string) *model.Architecture {
	t.Helper()
	document, err := schema.Load(filepath.Join("..", "samples", name), schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return document.Architecture
}

func materialized(t testing.TB, a *model.Architecture, o compose.Options) *compose.Project {
	t.Helper()
	p, err := compose.Materialize(a, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestSamples holds the stack of every sample against the files in its
// testdata, and what is left out against omitted.txt there.
func TestSamples(t *testing.T) {
	for _, name := range runnable {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("..", "samples", name, "testdata", "stack")
			files := filesOf(materialized(t, sample(t, name), compose.Options{Folder: "../.."}))
			if *update {
				write(t, dir, files)
			}
			if diff := cmp.Diff(read(t, dir), files); diff != "" {
				t.Errorf("the stack is another (go test ./compose -update writes it anew):\n%s", diff)
			}
		})
	}
}

// filesOf are a project's files by their paths, and what it leaves out.
func filesOf(p *compose.Project) map[string]string {
	files := make(map[string]string)
	for _, file := range p.Files {
		files[file.Path] = string(file.Content)
	}
	var omitted strings.Builder
	for _, note := range p.Omitted {
		omitted.WriteString(string(note.Path) + ": " + note.Text + "\n")
	}
	files["omitted.txt"] = omitted.String()
	return files
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for path, content := range files {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		relative, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(relative)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
