// Package folder writes a project into a folder that belongs to loadpath alone.
//
// A manifest in it says which files loadpath wrote and what was in them. So a
// file that somebody has changed since is seen, and not overwritten without a
// word; and what is no part of the project any more is taken away. Every file
// is written beside its place and moved there, so that a stack that runs from
// the folder never reads half a file. Passwords, keys and certificates are made
// once and kept.
package folder

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/loadpath/loadpath/compose"
)

// manifestName is the file that tells a folder of loadpath's from any other.
const manifestName = ".loadpath.json"

// manifest is what loadpath knows of what it wrote.
type manifest struct {
	// Project is the name of the project, Architecture where it came from.
	Project      string `json:"project"`
	Architecture string `json:"architecture"`
	// Files are the hashes (SHA-256) of what was written, by path. A file that
	// was being written when that was cut short may have either of two.
	Files map[string][]string `json:"files"`
}

// Options are how a project is written.
type Options struct {
	// Architecture is where the architecture lies, for the manifest.
	Architecture string
	// Overwrite: files that somebody has changed are written all the same.
	Overwrite bool
	// Now is the time from which certificates are good.
	Now time.Time
}

// Changed is that files were changed by somebody else since loadpath wrote
// them.
type Changed struct{ Files []string }

// Error names them.
func (c Changed) Error() string {
	return "changed since loadpath wrote them: " + strings.Join(c.Files, ", ")
}

// Foreign is that a folder is not loadpath's to write in.
type Foreign struct{ Folder string }

// Error says so, and what to do.
func (f Foreign) Error() string {
	return fmt.Sprintf("%s is not empty and was not written by loadpath: choose another folder", f.Folder)
}

// Write brings the folder to what the project says, and tells which files it
// wrote or took away; none where nothing was to do. The errors are Changed,
// Foreign, and those of the file system.
func Write(dir string, p *compose.Project, o Options) ([]string, error) {
	known, err := open(dir)
	if err != nil {
		return nil, err
	}
	if changed := known.changed(dir, p); len(changed) > 0 && !o.Overwrite {
		return nil, Changed{changed}
	}
	w := &writer{dir: dir, project: p, now: o.Now, known: known, next: manifest{Project: p.Name, Architecture: o.Architecture, Files: map[string][]string{}}}
	if err := w.write(); err != nil {
		return nil, err
	}
	return w.touched, nil
}

// open reads the manifest of a folder, makes the folder where there is none,
// and keeps off one that is somebody else's.
func open(dir string) (manifest, error) {
	var m manifest
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	switch {
	case err == nil:
		if err := json.Unmarshal(text, &m); err != nil {
			return m, fmt.Errorf("%s: %w", filepath.Join(dir, manifestName), err)
		}
		return m, nil
	case !errors.Is(err, fs.ErrNotExist):
		return m, err
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return m, os.MkdirAll(dir, 0o755)
	}
	if err == nil && len(entries) > 0 {
		return m, Foreign{dir}
	}
	return m, err
}

// changed are the files that are not as they were written, and not as they are
// to be either.
func (m manifest) changed(dir string, p *compose.Project) []string {
	wanted := make(map[string]string)
	for _, file := range p.Files {
		wanted[file.Path] = hash(file.Content)
	}
	var changed []string
	for path, hashes := range m.Files {
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			continue // it is not there any more: it is written again
		}
		if now := hash(content); !slices.Contains(hashes, now) && now != wanted[path] {
			changed = append(changed, path)
		}
	}
	for _, file := range p.Files {
		if _, ours := m.Files[file.Path]; ours {
			continue
		}
		if content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file.Path))); err == nil && hash(content) != wanted[file.Path] {
			changed = append(changed, file.Path)
		}
	}
	slices.Sort(changed)
	return changed
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
