package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
)

// choicesName is the file in a project's folder that keeps the choices.
const choicesName = ".loadpath-choices.json"

// Choices are what was decided about a stack and does not follow from its
// architecture. They hold until they are taken back.
type Choices struct {
	// Subnet is where the networks' addresses are taken from; not valid where
	// the default is.
	Subnet netip.Prefix `json:"subnet,omitzero"`
	// Ports are the ports on 127.0.0.1 by the port of the entry.
	Ports map[int]int `json:"ports,omitempty"`
	// Primaries are the servers on which the primaries are, by service, since
	// their data were made or a replica was promoted.
	Primaries map[string]string `json:"primaries,omitempty"`
}

// ReadChoices reads those of a project's folder; none where there is no such
// folder.
func ReadChoices(folder string) (Choices, error) {
	var c Choices
	name := filepath.Join(folder, choicesName)
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return c, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// write keeps the choices, whole or not at all: who is primary must not be lost.
func (c Choices) write(folder string) error {
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(append(text, '\n'))
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), filepath.Join(folder, choicesName))
}
