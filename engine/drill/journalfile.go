package drill

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// Journal is the file that events are appended to, one a line. An event is on
// the disk when Append returns. Several goroutines may append.
type Journal struct {
	mu   sync.Mutex
	file *os.File
}

// OpenJournal opens a journal to go on with it, or begins one, and reads what is
// in it. A last line that was not written to its end is cut off: what it was
// about to tell of was not begun.
func OpenJournal(name string) (*Journal, []Event, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, err
	}
	events, length, err := readJournal(file)
	if err == nil {
		err = errors.Join(file.Truncate(length), syncFolder(filepath.Dir(name)))
	}
	if err == nil {
		_, err = file.Seek(length, io.SeekStart)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, errors.Join(err, file.Close()))
	}
	return &Journal{file: file}, events, nil
}

// Append writes an event to the disk. After an error the journal ends there, and
// nothing more may be broken.
func (j *Journal) Append(e Event) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return err
	}
	return j.file.Sync()
}

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }

// ReadJournal reads a journal, without a last line that was not written to its
// end. The error names the line that is no event.
func ReadJournal(r io.Reader) ([]Event, error) {
	events, _, err := readJournal(r)
	return events, err
}

// readJournal reads the events, and how many bytes they take.
func readJournal(r io.Reader) (events []Event, length int64, err error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, 0, err
	}
	for number := 1; ; number++ {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		if !ended {
			return events, length, nil
		}
		var e Event
		switch err := json.Unmarshal(line, &e); {
		case err != nil && len(rest) == 0:
			return events, length, nil // its blocks did not all reach the disk
		case err != nil:
			return nil, 0, fmt.Errorf("line %d is no event of a drill: %w", number, err)
		}
		events = append(events, e)
		length += int64(len(line)) + 1
		text = rest
	}
}
