package drill

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write writes the plan to a file, as a whole or not at all.
func (p *Plan) Write(file string) error {
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	return replace(file, append(text, '\n'))
}

// ReadPlan reads a plan that was written. The error says what is wrong with the
// file; it is fs.ErrNotExist where there is none.
func ReadPlan(file string) (*Plan, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p := new(Plan)
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(p); err != nil {
		return nil, fmt.Errorf("%s is no plan of a drill: %w", file, err)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("%s is no plan of a drill: %w", file, err)
	}
	return p, nil
}

// check tells what keeps a plan from being one: what is found by name has to be
// there once.
func (p *Plan) check() error {
	asked := 0
	for _, f := range p.Flows {
		if f.Unprobed == "" {
			asked++
		}
	}
	seen := make(map[string]bool)
	for _, t := range p.Trials {
		switch {
		case seen[t.Name]:
			return fmt.Errorf("it has %q twice", t.Name)
		case len(t.Breaks) == 0:
			return fmt.Errorf("%q breaks nothing", t.Name)
		case len(t.Predictions) != asked:
			return fmt.Errorf("%q has %d predictions for %d flows", t.Name, len(t.Predictions), asked)
		}
		seen[t.Name] = true
	}
	return nil
}

// replace puts a file in the place of another: whoever reads sees the one or
// the other, also after a crash.
func replace(file string, text []byte) (err error) {
	folder := filepath.Dir(file)
	draft, err := os.CreateTemp(folder, "."+filepath.Base(file)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, draft.Close(), os.Remove(draft.Name()))
		}
	}()
	if _, err = draft.Write(text); err != nil {
		return err
	}
	if err = draft.Sync(); err != nil {
		return err
	}
	if err = os.Rename(draft.Name(), file); err != nil {
		return err
	}
	return errors.Join(draft.Close(), syncFolder(folder))
}

// syncFolder makes sure that a new name in a folder outlives a crash.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
