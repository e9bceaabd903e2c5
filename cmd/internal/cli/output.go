package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile writes a file whole or not at all: what was there stays until the
// new content is on the disk. "-" is stdout. A device or a pipe is written to
// as it is.
func (s *Streams) WriteFile(name string, content []byte) error {
	if name == "-" {
		_, err := s.Out.Write(content)
		return world(err)
	}
	target, err := filepath.EvalSymlinks(name) // keep a link, write what it leads to
	if err != nil {
		target = name
	}
	if info, err := os.Stat(target); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return fmt.Errorf("%s is a folder: name a file", name)
		}
		return world(os.WriteFile(target, content, 0o666))
	}
	return world(replace(target, content))
}

// replace puts a new file in the place of an old one in one step.
func replace(target string, content []byte) (err error) {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(target); err == nil {
		mode = info.Mode().Perm()
	}
	file, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", target, cause(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(file.Name()))
		}
	}()
	if _, err = file.Write(content); err != nil {
		return err
	}
	if err = file.Chmod(mode); err != nil {
		return err
	}
	if err = file.Sync(); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), target)
}

// cause is what is wrong, without the name of a temporary file.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// Fresh tells whether a file holds exactly the content; when it does not, it
// says so on stderr and shuts the gate.
func (s *Streams) Fresh(name string, content []byte) error {
	old, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fmt.Fprintf(s.Err, "%s is not there: write it with the same command without --check\n", name)
		return Shut()
	case err != nil:
		return world(err)
	case !bytes.Equal(old, content):
		fmt.Fprintf(s.Err, "%s is stale: write it anew with the same command without --check\n", name)
		return Shut()
	}
	return nil
}

// world marks an error of the disk as the world's fault.
func world(err error) error {
	if err == nil {
		return nil
	}
	return WorldError(err)
}

// NotOver refuses to write the output over the architecture itself.
func NotOver(output string, args []string) error {
	if len(args) == 0 || output == "-" {
		return nil
	}
	in, inErr := os.Stat(args[0])
	out, outErr := os.Stat(output)
	if inErr == nil && outErr == nil && os.SameFile(in, out) {
		return fmt.Errorf("%s is the architecture itself: name another file to write", output)
	}
	return nil
}
