package folder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/loadpath/loadpath/compose"
)

// writer brings one folder to what a project says. It first writes everything
// beside its place, and only then moves it there: where the disk is full, the
// folder stays as it was.
type writer struct {
	dir     string
	project *compose.Project
	now     time.Time
	known   manifest
	next    manifest
	touched []string
	// staged are the files that wait to be moved, fresh what is in them.
	staged []staged
	fresh  map[string][]byte
}

// staged is a file that lies beside its place.
type staged struct{ temporary, full string }

func (w *writer) write() error {
	defer w.discard()
	w.fresh = make(map[string][]byte)
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
	for _, step := range []func() error{w.files, w.secrets, w.certify} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := w.record(w.next); err != nil {
		return err
	}
	last := len(w.staged) - 1
	if err := move(w.staged[:last]); err != nil {
		return err
	}
	if err := w.clear(); err != nil {
		return err
	}
	return move(w.staged[last:])
}

func (w *writer) record(m manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return w.stage(manifestName, append(text, '\n'), 0o644)
}

func move(files []staged) error {
	for _, file := range files {
		if err := os.Rename(file.temporary, file.full); err != nil {
			return err
		}
	}
	return nil
}

// discard takes away what was not moved, and the folders that were made for it.
func (w *writer) discard() {
	for _, file := range w.staged {
		if os.Remove(file.temporary) != nil {
			continue // it was moved
		}
		for parent := filepath.Dir(file.full); parent != w.dir && os.Remove(parent) == nil; {
			parent = filepath.Dir(parent)
		}
	}
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
	if old, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(name))); err == nil && bytes.Equal(old, content) {
		return nil
	}
	w.touched = append(w.touched, name)
	return w.stage(name, content, mode)
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

// stage writes a file beside its place.
func (w *writer) stage(name string, content []byte, mode fs.FileMode) error {
	full := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return unwritten(full, err)
	}
	temporary, err := os.CreateTemp(filepath.Dir(full), ".new-*")
	if err != nil {
		return unwritten(full, err)
	}
	w.staged = append(w.staged, staged{temporary.Name(), full})
	w.fresh[name] = content
	_, err = temporary.Write(content)
	for _, step := range []func() error{func() error { return temporary.Chmod(mode) }, temporary.Close} {
		if failed := step(); err == nil {
			err = failed
		}
	}
	return unwritten(full, err)
}

// unwritten says which file could not be written, and not what it was called
// meanwhile.
func unwritten(full string, err error) error {
	if err == nil {
		return nil
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s cannot be written: %w", full, err)
}

// place is where a file is now: beside its place, or there already.
func (w *writer) place(name string) string {
	full := filepath.Join(w.dir, filepath.FromSlash(name))
	for _, file := range slices.Backward(w.staged) {
		if file.full == full {
			return file.temporary
		}
	}
	return full
}

// read gives what is in a file, also before it is moved to its place; nil where
// there is none.
func (w *writer) read(name string) []byte {
	if content, is := w.fresh[name]; is {
		return content
	}
	content, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(name)))
	if err != nil {
		return nil
	}
	return content
}
