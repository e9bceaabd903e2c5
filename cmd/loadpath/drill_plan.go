package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/source"
)

// tellPlan writes a plan: what would be broken, and what is predicted.
func tellPlan(s *cli.Streams, plan *drill.Plan, outputs []drillOutput) error {
	for _, output := range outputs {
		var b bytes.Buffer
		switch output.format {
		case "json":
			encoder := json.NewEncoder(&b)
			encoder.SetIndent("", "  ")
			if err := encoder.Encode(plan); err != nil {
				return err
			}
		case "text":
			writePlan(&b, plan)
		default:
			return fmt.Errorf("--plan is written as text or json, not as %s", output.format)
		}
		if err := s.WriteFile(output.file, b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// writePlan is a plan for people: a line for each trial.
func writePlan(b *bytes.Buffer, plan *drill.Plan) {
	var watched time.Duration
	for _, t := range plan.Trials {
		watched += time.Duration(t.Watch)
	}
	fmt.Fprintf(b, "%s: %d trials, watched for %s, and the repairs\n\n", plan.Architecture, len(plan.Trials), watched)
	var aligned strings.Builder
	table := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	row := []string{"trial"}
	for _, f := range plan.Flows {
		if f.Unprobed == "" {
			row = append(row, f.Name)
		}
	}
	fmt.Fprintln(table, strings.Join(append(row, "a person"), "\t"))
	for _, t := range plan.Trials {
		row := []string{source.Printable(t.Name)}
		for _, p := range t.Predictions {
			row = append(row, source.Printable(p.Text))
		}
		row = append(row, source.Printable(stepOf(t.Step)))
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	_ = table.Flush()
	for line := range strings.Lines(aligned.String()) {
		fmt.Fprintln(b, strings.TrimRight(line, " \n"))
	}
	for _, f := range plan.Flows {
		if f.Unprobed != "" {
			fmt.Fprintf(b, "\nthe flow %s is not probed: %s\n", f.Name, source.Printable(f.Unprobed))
		}
	}
	for i, skipped := range plan.Skipped {
		if i == 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "not tried: %s: %s\n", source.Printable(skipped.What), source.Printable(skipped.Why))
	}
}

// stepOf is what a person does, in words.
func stepOf(step drill.Step) string {
	switch {
	case step.Promote != "":
		return "promotes " + step.Promote
	case step.Undone != "":
		return "cannot act here: " + step.Undone
	}
	return ""
}
