package folder

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/loadpath/loadpath/compose"
)

// writer brings one folder to what a project says.
type writer struct {
	dir     string
	project *compose.Project
	now     time.Time
	known   manifest
	next    manifest
	touched []string
}

func (w *writer) write() error {
	// Whoever is interrupted must know these files again.
	pending := manifest{Project: w.next.Project, Architecture: w.next.Architecture, Files: map[string][]string{}}
	for name, hashes := range w.known.Files {
		pending.Files[name] = hashes
	}
	for _, file := range w.project.Files {
		w.next.Files[file.Path] = []string{hash(file.Content)}
		pending.Files[file.Path] = slices.Concat(pending.Files[file.Path], w.next.Files[file.Path])
	}
	if err := w.record(pending); err != nil {
		return err
	}
	for _, step := range []func() error{w.files, w.clear, w.secrets, w.certify} {
		if err := step(); err != nil {
			return err
		}
	}
	return w.record(w.next)
}

func (w *writer) record(m manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.put(manifestName, append(text, '\n'), 0o644)
	return err
}

// files writes what the project has.
func (w *writer) files() error {
	for _, file := range w.project.Files {
		mode := fs.FileMode(0o644)
		if file.Executable {
			mode = 0o755
		}
		if err := w.keep(file.Path, file.Content, mode); err != nil {
			return err
		}
	}
	// What lies here holds passwords and is made anew at any time: it is not
	// for a repository.
	return w.keep(".gitignore", []byte("*\n"), 0o644)
}

// keep writes a file and remembers it where it was not so already.
func (w *writer) keep(name string, content []byte, mode fs.FileMode) error {
	wrote, err := w.put(name, content, mode)
	if wrote {
		w.touched = append(w.touched, name)
	}
	return err
}

// clear takes away what the project has no more.
func (w *writer) clear() error {
	for name := range w.known.Files {
		if _, wanted := w.next.Files[name]; wanted {
			continue
		}
		full := filepath.Join(w.dir, filepath.FromSlash(name))
		if err := os.Remove(full); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		w.touched = append(w.touched, name)
		for parent := path.Dir(name); parent != "."; parent = path.Dir(parent) {
			if os.Remove(filepath.Join(w.dir, filepath.FromSlash(parent))) != nil {
				break // something else is in it
			}
		}
	}
	slices.Sort(w.touched)
	return nil
}

// put writes a file beside its place and moves it there, unless it is so
// already.
func (w *writer) put(name string, content []byte, mode fs.FileMode) (wrote bool, err error) {
	full := filepath.Join(w.dir, filepath.FromSlash(name))
	if old, err := os.ReadFile(full); err == nil && bytes.Equal(old, content) {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return false, err
	}
	temporary, err := os.CreateTemp(filepath.Dir(full), ".new-*")
	if err != nil {
		return false, err
	}
	defer os.Remove(temporary.Name())
	if _, err = temporary.Write(content); err == nil {
		err = temporary.Chmod(mode)
	}
	if closed := temporary.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return false, err
	}
	return true, os.Rename(temporary.Name(), full)
}
