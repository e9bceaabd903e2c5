package findings

import (
	"bytes"

	"github.com/loadpath/loadpath/source"
)

// texts looks up lines of the files that a report is about. It keeps the lines
// of the last file: a report goes through its findings file by file.
type texts struct {
	source source.Map
	file   string
	lines  [][]byte // of file
}

// line is a line of a file, counted from 1, without its end.
func (t *texts) line(file string, number int) ([]byte, bool) {
	if number < 1 {
		return nil, false // a place without a line, or in no file
	}
	if t.file != file {
		t.file, t.lines = file, bytes.Split(t.source.Text(file), []byte("\n"))
	}
	if number > len(t.lines) {
		return nil, false
	}
	return bytes.TrimSuffix(t.lines[number-1], []byte("\r")), true
}
