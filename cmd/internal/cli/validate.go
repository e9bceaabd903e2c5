package cli

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/schema"
	"github.com/loadpath/loadpath/validate"
)

// validateFlags are what the user chose for one run of validate.
type validateFlags struct {
	formats     []string
	failOn      string
	minSeverity string
	color       string
	strict      bool
}

// NewValidate is the gate in a pull request.
func NewValidate(s *Streams) *cobra.Command {
	var flags validateFlags
	cmd := &cobra.Command{
		Use:   "validate [PATH]",
		Short: "Check an architecture: schema and rules",
		Long: `Check an architecture against the schema and the rules.

PATH is a folder, a file (CUE, YAML or JSON), or - for standard input.
The exit code is 0 when no finding is at or above --fail-on, 1 when one is,
2 when the input is wrong.`,
		Example: `  loadpath validate samples/two-server
  loadpath validate --format github --format sarif=loadpath.sarif
  loadpath validate --fail-on warning --min-severity warning architecture.yaml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return s.validate(args, flags) },
	}
	f := cmd.Flags()
	f.StringArrayVar(&flags.formats, "format", []string{"text"}, "text, json, github or sarif; FORMAT=FILE writes to a file; may be repeated")
	f.StringVar(&flags.failOn, "fail-on", "error", "the least severity that shuts the gate: error, warning, info or never")
	f.StringVar(&flags.minSeverity, "min-severity", "info", "the least severity that is shown: error, warning or info")
	f.StringVar(&flags.color, "color", "auto", "auto, always or never")
	f.BoolVar(&flags.strict, "strict", false, "count what cannot be decided, because a fact is not written, as a finding of its severity")
	return cmd
}

func (s *Streams) validate(args []string, flags validateFlags) error {
	outputs, err := parseOutputs(flags.formats)
	if err != nil {
		return err
	}
	failOn, err := findings.ParseThreshold(flags.failOn)
	if err != nil {
		return fmt.Errorf("--fail-on: %w", err)
	}
	shown, err := findings.ParseSeverity(flags.minSeverity)
	if err != nil {
		return fmt.Errorf("--min-severity: %w", err)
	}
	if err := checkColor(flags.color); err != nil {
		return err
	}
	document, err := s.Load(args)
	if err != nil {
		return err
	}
	report := s.Judge(document, analysis.Analyze(document.Architecture))
	report.Strict = flags.strict
	for _, output := range outputs {
		var b bytes.Buffer
		if err := findings.Write(&b, output.format, report.AtLeast(shown), s.style(s.Out, flags.color)); err != nil {
			return err
		}
		if err := s.WriteFile(output.file, b.Bytes()); err != nil {
			return err
		}
	}
	if report.Fails(failOn) {
		return Shut()
	}
	return nil
}

// Judge asks all rules about an architecture.
func (s *Streams) Judge(document *schema.Document, result *analysis.Result) findings.Report {
	return findings.Report{
		Tool: "loadpath", Version: Version(),
		Architecture: document.Architecture.Name,
		Findings:     validate.Run(&validate.Input{Architecture: document.Architecture, Analysis: result, Today: s.Now()}),
		Rules:        validate.Describe(validate.Rules()),
		Source:       document.Map(),
	}
}

// output is a report in one format to one place.
type output struct {
	format findings.Format
	file   string
}

// parseOutputs reads --format: "sarif" goes to stdout, "sarif=out.sarif" to
// that file. Only one format can go to stdout.
func parseOutputs(flags []string) ([]output, error) {
	var outputs []output
	stdout := false
	for _, flag := range flags {
		name, file, toFile := strings.Cut(flag, "=")
		format, err := findings.ParseFormat(name)
		switch {
		case err != nil:
			return nil, fmt.Errorf("--format: %w", err)
		case !toFile:
			file = "-"
		case file == "":
			return nil, fmt.Errorf("--format %s: name a file after the equals sign, such as %s=out.%s", flag, name, name)
		}
		if file == "-" && stdout {
			return nil, fmt.Errorf("--format: only one format can go to stdout: write the others to files, such as --format %s=FILE", name)
		}
		stdout = stdout || file == "-"
		outputs = append(outputs, output{format, file})
	}
	return outputs, nil
}

func checkColor(color string) error {
	switch color {
	case "auto", "always", "never":
		return nil
	}
	return fmt.Errorf("--color: there is no %q: use auto, always or never", color)
}
