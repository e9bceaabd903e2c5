package schema

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/loadpath/loadpath/source"
)

var update = flag.Bool("update", false, "rewrite the expected texts in testdata")

// TestLoad runs the archives in testdata. Each holds the files of an input and
// the expected "errors"; an archive with a file "stdin" is loaded from
// standard input, and a comment line "load PATH" names another path than the
// folder. A file "places" lists paths and where they are.
func TestLoad(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := runArchive(t, archive)
			if *update {
				if err := os.WriteFile(name, txtar.Format(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(got))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// runArchive loads the input of an archive and returns the archive with what
// came out.
func runArchive(t *testing.T, archive *txtar.Archive) *txtar.Archive {
	dir := t.TempDir()
	path := "."
	for line := range strings.Lines(string(archive.Comment)) {
		if rest, ok := strings.CutPrefix(line, "load "); ok {
			path = strings.TrimSpace(rest)
		}
	}
	options := Options{Dir: dir}
	result := &txtar.Archive{Comment: archive.Comment}
	var places []string
	for _, f := range archive.Files {
		switch f.Name {
		case "errors":
		case "places":
			for line := range strings.Lines(string(f.Data)) {
				place, _, _ := strings.Cut(strings.TrimSpace(line), " ")
				places = append(places, place)
			}
		case "stdin":
			path, options.Stdin = "-", bytes.NewReader(f.Data)
			result.Files = append(result.Files, f)
		default:
			writeFile(t, filepath.Join(dir, f.Name), f.Data)
			result.Files = append(result.Files, f)
		}
	}

	d, err := Load(path, options)
	if err != nil {
		problems, ok := err.(Errors)
		if !ok {
			t.Fatalf("%T: %v", err, err)
		}
		checkErrors(t, problems)
		result.Files = append(result.Files, txtar.File{Name: "errors", Data: []byte(problems.Error() + "\n")})
		return result
	}
	if len(places) > 0 {
		var b strings.Builder
		for _, place := range places {
			r := d.Map().Locate(place)
			b.WriteString(place + " " + r.String())
			if r.End.Line > 0 {
				b.WriteString(" " + excerpt(d.Map().Text(r.File), r))
			}
			b.WriteString("\n")
		}
		result.Files = append(result.Files, txtar.File{Name: "places", Data: []byte(b.String())})
	}
	return result
}

// excerpt is what the range covers of its first line.
func excerpt(text []byte, r source.Range) string {
	lines := strings.Split(string(text), "\n")
	line := lines[r.Start.Line-1]
	end := len(line)
	if r.End.Line == r.Start.Line {
		end = r.End.Column - 1
	}
	return line[r.Start.Column-1 : end]
}

// checkErrors holds what every input error must have.
func checkErrors(t *testing.T, problems Errors) {
	t.Helper()
	if len(problems) == 0 {
		t.Error("an error without a mistake")
	}
	for _, p := range problems {
		if p.Message == "" || p.Range.File == "" || strings.ContainsAny(p.Message, "\n\r") {
			t.Errorf("incomplete: %#v", p)
		}
	}
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
