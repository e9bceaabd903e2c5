package schema

import (
	"path/filepath"
	"sync"

	"github.com/loadpath/loadpath/source"
)

// texts keeps what was read, to show it later, and why other files were
// refused. CUE's loader may read several files at a time.
type texts struct {
	// dir is the folder that paths are shown relative to.
	dir string
	// aliases are the paths of files that are shown otherwise: standard input.
	aliases map[string]string

	mu       sync.Mutex
	content  map[string][]byte // by the path as shown
	problems Errors
}

// shown is an absolute path as it is shown: relative to the folder where the
// user stands, where that is not longer.
func (t *texts) shown(path string) string {
	if alias, ok := t.aliases[path]; ok {
		return alias
	}
	if relative, err := filepath.Rel(t.dir, path); err == nil && len(relative) <= len(path) {
		return relative
	}
	return path
}

// read reads a file, or keeps why it cannot be read.
func (t *texts) read(path string) []byte {
	data, err := readFile(path)
	if err != nil {
		t.refuse(Error{Range: source.Range{File: t.shown(path)}, Message: err.Error()})
		return nil
	}
	t.keep(path, data)
	return data
}

// keep remembers the content of a file.
func (t *texts) keep(path string, data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.content[t.shown(path)] = data
}

// refuse keeps a problem of a file.
func (t *texts) refuse(problem Error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.problems = append(t.problems, problem)
}

// of is the content of a file, named as it is shown.
func (t *texts) of(file string) []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.content[file]
}
