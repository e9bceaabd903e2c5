package schema

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cuelang.org/go/cue"
)

// samples are the folders of the project's samples.
func samples(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir("../samples")
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, entry := range entries {
		if entry.IsDir() && !strings.HasPrefix(entry.Name(), "_") {
			folders = append(folders, filepath.Join("..", "samples", entry.Name()))
		}
	}
	if len(folders) == 0 {
		t.Fatal("no samples")
	}
	return folders
}

// evaluated is the value of an input, before it is checked.
func evaluated(t testing.TB, path string) cue.Value {
	t.Helper()
	l, err := newLoading(Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, problems := l.evaluate(path)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return v
}

// sampleJSON is a sample written in JSON.
func sampleJSON(t testing.TB, folder string) []byte {
	t.Helper()
	text, err := evaluated(t, folder).MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSamplesLoad(t *testing.T) {
	for _, folder := range samples(t) {
		d, err := Load(folder, Options{})
		if err != nil {
			t.Errorf("%s: %v", folder, err)
			continue
		}
		m := d.Map()
		for _, s := range d.Architecture.Services {
			r := m.Locate(string(s.Path))
			line := strings.Split(string(m.Text(r.File)), "\n")[r.Start.Line-1]
			if !strings.Contains(line, s.Name) {
				t.Errorf("%s: %s is not on the line %q", r, s.Path, line)
			}
		}
	}
}
