package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/schema"
	"github.com/loadpath/loadpath/source"
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
	Complete(cmd, "format", "text", "json", "github", "sarif", "json=", "github=", "sarif=")
	Complete(cmd, "fail-on", "error", "warning", "info", "never")
	Complete(cmd, "min-severity", "error", "warning", "info")
	Complete(cmd, "color", "auto", "always", "never")
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
		if err := findings.Write(&b, output.format, forPlatform(report, output.format).AtLeast(shown), s.Style(s.Out, flags.color)); err != nil {
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

// forPlatform names files as a platform knows them, from the root of the
// repository, where the format is for one. People read names from where they
// stand.
func forPlatform(report findings.Report, format findings.Format) findings.Report {
	if format != findings.GitHub && format != findings.SARIF {
		return report
	}
	here, err := os.Getwd()
	if err != nil {
		return report
	}
	root := repository(here)
	if root == "" {
		return report
	}
	near := report.Source
	report.Source = source.Map{
		Locate: func(path string) source.Range {
			at := near.Locate(path)
			at.File = moved(at.File, here, root)
			return at
		},
		Text: func(file string) []byte { return near.Text(moved(file, root, here)) },
	}
	return report
}

// moved is a path relative to one folder as seen from another. What is no
// path, such as "-", stays.
func moved(file, from, to string) string {
	if file == "-" || file == "" || filepath.IsAbs(file) {
		return file
	}
	if rel, err := filepath.Rel(to, filepath.Join(from, file)); err == nil {
		return rel
	}
	return file
}

// repository is the root of the git repository around a folder, or empty.
func repository(dir string) string {
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
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
