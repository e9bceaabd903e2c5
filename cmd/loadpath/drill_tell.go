package main

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/engine/drill/timeline"
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

// tell judges what was seen, and writes it: to the results' folder, and where the
// flags say.
func (d *drillRun) tell(proofs *drill.Proofs) error {
	state, err := d.results.now()
	if err != nil {
		return err
	}
	if len(state.Listened) > 0 {
		if proofs == nil {
			proofs = &drill.Proofs{Architecture: d.plan.Architecture}
		}
		proofs.Monitoring = drill.NewMonitored(state.Listened)
	}
	report := drill.Report{
		Tool: "loadpath", Version: cli.Version(), Title: d.document.Architecture.Display(),
		Verdict: drill.Judge(d.plan, state.Seen), Source: d.document.Map(),
	}
	if err := d.keep(report, proofs); err != nil {
		return err
	}
	for _, output := range d.outputs {
		var b bytes.Buffer
		color := "auto"
		if output.file != "-" {
			color = "never"
		}
		if err := d.write(&b, output.format, color, report, proofs); err != nil {
			return err
		}
		if err := d.WriteFile(output.file, b.Bytes()); err != nil {
			return err
		}
	}
	fmt.Fprintf(d.Err, "the report, the timeline and the journal are in %s\n", d.results.dir)
	if !report.Verdict.Holds() || proofs != nil && !proofs.Hold() {
		return cli.Shut()
	}
	return nil
}

// keep writes the report and its picture to the results' folder.
func (d *drillRun) keep(report drill.Report, proofs *drill.Proofs) error {
	var picture, page, proved bytes.Buffer
	if err := timeline.Write(&picture, report.Title, report.Verdict); err != nil {
		return err
	}
	report.Picture = timelineFile
	if err := d.write(&page, "markdown", "never", report, proofs); err != nil {
		return err
	}
	files := map[string]*bytes.Buffer{timelineFile: &picture, reportFile: &page}
	if proofs != nil {
		if err := proofs.WriteJSON(&proved); err != nil {
			return err
		}
		files[proofsFile] = &proved
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := d.WriteFile(filepath.Join(d.results.dir, name), files[name].Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// write writes the report, and after it what was proved beside it. JSON has the
// proofs in a file of their own.
func (d *drillRun) write(b *bytes.Buffer, format, color string, report drill.Report, proofs *drill.Proofs) error {
	switch format {
	case "json":
		return report.WriteJSON(b)
	case "markdown":
		if err := report.WriteMarkdown(b); err != nil || proofs == nil {
			return err
		}
		b.WriteByte('\n')
		return proofs.WriteMarkdown(b)
	}
	if err := report.WriteText(b, d.Style(d.Out, color)); err != nil || proofs == nil {
		return err
	}
	b.WriteByte('\n')
	return proofs.WriteText(b)
}
