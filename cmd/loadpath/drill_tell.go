package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/model"
)

// drillOutput is what is said of a drill, in one format to one place.
type drillOutput struct{ format, file string }

// drillOutputs reads --format: "json" goes to stdout, "json=drill.json" to that
// file. Only one format can go to stdout.
func drillOutputs(flags []string) ([]drillOutput, error) {
	var outputs []drillOutput
	known := []string{"text", "json", "markdown"}
	stdout := false
	for _, flag := range flags {
		name, file, toFile := strings.Cut(flag, "=")
		switch {
		case name != "text" && name != "json" && name != "markdown":
			message := fmt.Sprintf("--format: there is no format %q", name)
			if meant := model.Suggest(name, known); meant != "" {
				message += fmt.Sprintf("; did you mean %q?", meant)
			}
			return nil, fmt.Errorf("%s (use text, json or markdown)", message)
		case toFile && file == "":
			return nil, fmt.Errorf("--format %s: name a file after the equals sign, such as %s=FILE", flag, name)
		case !toFile:
			file = "-"
		}
		if file == "-" && stdout {
			return nil, fmt.Errorf("--format: only one format can go to stdout: write the others to files, such as --format %s=FILE", name)
		}
		stdout = stdout || file == "-"
		outputs = append(outputs, drillOutput{name, file})
	}
	return outputs, nil
}

// tell judges what was seen, and writes it.
func (d *drillRun) tell() error {
	seen, err := d.results.observed()
	if err != nil {
		return err
	}
	verdict := drill.Judge(d.plan, seen)
	var b bytes.Buffer
	bad := false
	for _, t := range verdict.Trials {
		for _, c := range t.Flows {
			bad = bad || c.Mark == drill.TooGood
			fmt.Fprintf(&b, "%-32s %-8s %-10s %-34s %s\n", t.Trial.Name, c.Predicted.Flow, c.Mark, c.Predicted.Text, c.Observed.Text())
			for _, x := range c.Differences {
				fmt.Fprintf(&b, "     %s\n", x.Text)
			}
			for _, n := range c.Notes {
				fmt.Fprintf(&b, "     note: %s\n", n)
			}
		}
	}
	for _, n := range verdict.Unmade {
		fmt.Fprintf(&b, "unmade: %s\n", n)
	}
	if err := d.WriteFile("-", b.Bytes()); err != nil {
		return err
	}
	if bad {
		return cli.Shut()
	}
	return nil
}
