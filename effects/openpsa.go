package effects

import (
	"fmt"
	"io"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/source"
)

// WriteOpenPSA writes the fault trees of all flows in the Open-PSA Model
// Exchange Format, and to talk what they leave out, one line each. Errors are
// those of the writers.
func WriteOpenPSA(w, talk io.Writer, r *analysis.Result) error {
	omissions, err := formula.WriteOpenPSA(w, r)
	if err != nil {
		return err
	}
	for _, o := range omissions {
		of := "all flows"
		if o.Flow != nil {
			of = o.Flow.Name
		}
		line := source.Printable(strings.Join(strings.Fields(of+": "+o.Text), " "))
		if _, err := fmt.Fprintln(talk, "left out of "+line); err != nil {
			return err
		}
	}
	return nil
}
