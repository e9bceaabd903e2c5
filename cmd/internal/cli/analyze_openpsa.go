package cli

import (
	"bytes"
	"fmt"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/effects"
)

// checkOpenPSA refuses what fault trees do not show.
func checkOpenPSA(changed func(flag string) bool, format string) error {
	if format != string(effects.OpenPSA) {
		return nil
	}
	for _, name := range []string{"flow", "kind", "connections", "without", "order", "availability"} {
		if changed(name) {
			return fmt.Errorf("--%s: --format openpsa holds the crashes of all flows and nothing else: leave one of the two away", name)
		}
	}
	return nil
}

// openPSA writes the fault trees to stdout, and what they leave out to stderr.
func (s *Streams) openPSA(result *analysis.Result) error {
	var document, talk bytes.Buffer
	if err := effects.WriteOpenPSA(&document, &talk, result); err != nil {
		return err
	}
	if err := s.WriteFile("-", document.Bytes()); err != nil {
		return err
	}
	_, err := s.Err.Write(talk.Bytes())
	return world(err)
}
