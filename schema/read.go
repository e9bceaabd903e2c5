package schema

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"

	"github.com/loadpath/loadpath/source"
)

// maxFile is the size of the largest file that is read, in bytes: some ten
// times that of an architecture of 10,000 services.
const maxFile = 16 << 20

// readFile reads a regular file of acceptable size. Its error is a message
// without the file's name.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fileError(err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("is %s, not a file; write \"-\" and send the text to standard input", sortOfFile(info.Mode()))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError(err)
	}
	defer f.Close()
	return readLimited(f)
}

func readLimited(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fileError(err)
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("is larger than %d MiB; split it into several files of one package", maxFile>>20)
	}
	return data, nil
}

// fileError says why a path cannot be read.
func fileError(err error) error {
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file or folder; give the folder or file of an architecture, or run \"loadpath init\" to begin one")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("may not be read; change its permissions")
	case errors.As(err, &pathErr):
		return fmt.Errorf("cannot be read: %w", pathErr.Err)
	}
	return fmt.Errorf("cannot be read: %w", err)
}

func sortOfFile(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

// binary is the place of the first byte that no UTF-8 text holds.
func binary(data []byte) (source.Pos, bool) {
	if utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 {
		return source.Pos{}, false
	}
	at := source.Pos{Line: 1, Column: 1}
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == 0 || r == utf8.RuneError && size <= 1 {
			break
		}
		at.Column += size
		if r == '\n' {
			at.Line, at.Column = at.Line+1, 1
		}
		rest = rest[size:]
	}
	return at, true
}
