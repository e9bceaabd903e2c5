package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/loadpath/loadpath/cmd/internal/cli"
)

// drillLock is held by the one drill that a stack may have at a time. Its file
// lies beside the project's folder and names the results of a drill that is not
// finished.
type drillLock struct{ file *os.File }

// lockDrill takes the lock. The error says who has it.
func lockDrill(stackFolder string) (*drillLock, error) {
	name := filepath.Clean(stackFolder) + ".drill-lock"
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, cli.WorldError(err)
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, cli.WorldError(err)
	}
	if err := lockFile(file); err != nil {
		return nil, cli.WorldError(errors.Join(fmt.Errorf("a drill of this stack is running: wait for its end (%w)", err), file.Close()))
	}
	return &drillLock{file}, nil
}

// of is the folder with the results of the drill that is not finished; empty
// where there is none.
func (l *drillLock) of() string {
	if _, err := l.file.Seek(0, io.SeekStart); err != nil {
		return ""
	}
	text, err := io.ReadAll(l.file)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// set notes the folder with the results of a drill, or that it is finished.
func (l *drillLock) set(results string) error {
	if err := l.file.Truncate(0); err != nil {
		return cli.WorldError(err)
	}
	if _, err := l.file.WriteAt([]byte(results), 0); err != nil {
		return cli.WorldError(err)
	}
	return nil
}

func (l *drillLock) release() error { return l.file.Close() }
