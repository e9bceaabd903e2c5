package schema

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cuelang.org/go/cue"

	"github.com/loadpath/loadpath/source"
)

// dataFiles are what a folder without CUE may hold, one of them.
var dataFiles = [...]string{"architecture.yaml", "architecture.yml", "architecture.json"}

// evaluate finds out what the path is and has it evaluated.
func (l *loading) evaluate(path string) (cue.Value, Errors) {
	if path == "-" {
		return l.evaluateStdin()
	}
	abs := l.absolute(path)
	info, err := os.Stat(abs)
	switch {
	case err != nil:
		return cue.Value{}, Errors{l.refuse("%v", fileError(err))}
	case info.IsDir():
		return l.evaluateFolder(abs)
	}
	l.input = l.texts.shown(abs)
	data, err := readFile(abs)
	if err != nil {
		return cue.Value{}, Errors{l.refuse("%v", err)}
	}
	return l.evaluateText(abs, data, syntaxOf(abs))
}

// readStdin reads standard input. Nobody knows how long that takes, so it is
// done before the limits of time hold.
func (l *loading) readStdin(stdin io.Reader) Errors {
	if stdin == nil {
		return Errors{{Range: source.Range{File: "-"}, Message: "there is no standard input; give a file or folder"}}
	}
	data, err := readLimited(stdin)
	if err != nil {
		return Errors{{Range: source.Range{File: "-"}, Message: err.Error()}}
	}
	l.stdin = data
	return nil
}

func (l *loading) evaluateStdin() (cue.Value, Errors) {
	abs := filepath.Join(l.dir, "loadpath.stdin")
	l.texts.aliases[abs] = "-"
	return l.evaluateText(abs, l.stdin, unknownSyntax)
}

// evaluateFolder takes the folder's CUE package, or else its one data file.
func (l *loading) evaluateFolder(dir string) (cue.Value, Errors) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return cue.Value{}, Errors{l.refuse("%v", fileError(err))}
	}
	var found []string
	for _, entry := range entries {
		if isCUE(entry.Name()) && !entry.IsDir() {
			return l.evaluatePackage(dir)
		}
		for _, name := range dataFiles {
			if entry.Name() == name {
				found = append(found, name)
			}
		}
	}
	switch len(found) {
	case 0:
		return cue.Value{}, Errors{l.refuse("holds no architecture; write architecture.cue, architecture.yaml or architecture.json into it, or run \"loadpath init\"")}
	case 1:
		return l.evaluate(filepath.Join(dir, found[0]))
	}
	return cue.Value{}, Errors{l.refuse("holds both %s; keep one of them, or name the file", strings.Join(found, " and "))}
}

// evaluateText evaluates one file on its own.
func (l *loading) evaluateText(abs string, data []byte, f syntax) (cue.Value, Errors) {
	l.texts.keep(abs, data)
	shown := l.texts.shown(abs)
	if at, bad := binary(data); bad {
		return cue.Value{}, Errors{{Range: pointAt(shown, at), Message: notText}}
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))) == 0 {
		return cue.Value{}, Errors{{Range: source.Range{File: shown}, Message: emptyMessage}}
	}
	if f == unknownSyntax {
		f = guessSyntax(data)
	}
	if f == unknownSyntax {
		return cue.Value{}, Errors{{Range: source.Range{File: shown}, Message: "is neither CUE nor YAML nor JSON; write at least name and services in one of them"}}
	}
	if f == cueSyntax {
		return l.evaluateCUE(abs, data)
	}
	return l.evaluateData(abs, data, f)
}

const emptyMessage = "is empty; write at least name and services, or let \"loadpath init\" write an example"

const notText = "is not a text in UTF-8; give a CUE, YAML or JSON file"
