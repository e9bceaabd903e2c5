package schema

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cuelang.org/go/encoding/yaml"
	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzLoad loads any text as each of the forms: nothing panics, and every
// mistake says what is wrong and where.
func FuzzLoad(f *testing.F) {
	for _, folder := range samples(f) {
		if text, err := os.ReadFile(filepath.Join(folder, "architecture.cue")); err == nil {
			f.Add(text)
		}
		v := evaluated(f, folder)
		text, err := v.MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		text, err = yaml.Encode(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasPrefix(file.Name, "architecture.") || file.Name == "stdin" {
				f.Add(file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if costly(text) {
			t.Skip("a computation that takes as long as it says")
		}
		dir := t.TempDir()
		for _, path := range []string{"-", "a.cue", "a.yaml", "a.json"} {
			if path != "-" {
				writeFile(t, filepath.Join(dir, path), text)
			}
			d, err := Load(path, Options{Dir: dir, Stdin: bytes.NewReader(text)})
			if err == nil {
				m := d.Map()
				m.Locate("services")
				continue
			}
			problems, ok := err.(Errors)
			if !ok {
				t.Fatalf("%T: %v", err, err)
			}
			checkErrors(t, problems)
			for _, p := range problems {
				if strings.Contains(p.Message, "failed inside CUE") {
					t.Logf("%s: %s", path, p.Message)
				}
				if p.Range.File != path {
					t.Errorf("%s: a mistake in %q", path, p.Range.File)
				}
			}
		}
	})
}

// costly tells whether a text may compute something large on purpose. The
// limits would end that, but what is given up goes on in the fuzzing process.
func costly(text []byte) bool {
	return bytes.Contains(text, []byte("*")) && bytes.ContainsAny(text, "0123456789") || bytes.Contains(text, []byte("list.")) || bytes.Contains(text, []byte("math")) || bytes.Contains(text, []byte("strings.")) || bytes.Contains(text, []byte("for "))
}
