package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/render"
)

// renderFlags are what the user chose for one run of render.
type renderFlags struct {
	output string
	format string
	plain  bool
	check  bool
}

// newRender draws the picture.
func newRender(s *cli.Streams) *cobra.Command {
	var flags renderFlags
	cmd := &cobra.Command{
		Use:   "render [PATH]",
		Short: "Draw the picture of an architecture",
		Long: `Draw the picture of an architecture: servers and what runs on them, the
connections, and where the rules have found something.

The format follows the file's ending (.svg, .dot), or --format.`,
		Example: `  loadpath render samples/two-server -o two-server.svg
  loadpath render --format dot | dot -Tpdf -o two-server.pdf
  loadpath render -o docs/architecture.svg --check`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return renderPicture(s, args, flags) },
	}
	f := cmd.Flags()
	f.StringVarP(&flags.output, "output", "o", "-", "the file to write, - for stdout")
	f.StringVar(&flags.format, "format", "", "svg or dot, in place of the file's ending")
	f.BoolVar(&flags.plain, "no-findings", false, "leave the findings out of the picture")
	f.BoolVar(&flags.check, "check", false, "write nothing; exit with 1 if the file is not up to date")
	cli.Complete(cmd, "format", "svg", "dot")
	return cmd
}

// painter writes a picture in one format.
type painter func(a *model.Architecture, o render.Options) ([]byte, error)

// painterFor finds the painter for a format, or for the ending of a file.
func painterFor(format, output string) (painter, error) {
	if format == "" && output != "-" {
		format = strings.TrimPrefix(filepath.Ext(output), ".")
		if format == "" {
			return nil, fmt.Errorf("%s has no ending that tells the format: use .svg or .dot, or say --format", output)
		}
	}
	switch format {
	case "", "svg":
		return paintSVG, nil
	case "dot", "gv":
		return paintDOT, nil
	}
	return nil, fmt.Errorf("there is no format %q for a picture: use svg or dot", format)
}

func paintSVG(a *model.Architecture, o render.Options) ([]byte, error) {
	var b bytes.Buffer
	err := render.SVG(&b, a, o)
	return b.Bytes(), err
}

func paintDOT(a *model.Architecture, o render.Options) ([]byte, error) {
	var b bytes.Buffer
	err := render.DOT(&b, a, o)
	return b.Bytes(), err
}

func renderPicture(s *cli.Streams, args []string, flags renderFlags) error {
	if err := needFile(flags.check, flags.output); err != nil {
		return err
	}
	paint, err := painterFor(flags.format, flags.output)
	if err != nil {
		return err
	}
	if err := cli.NotOver(flags.output, args); err != nil {
		return err
	}
	document, err := s.Load(args)
	if err != nil {
		return err
	}
	var options render.Options
	if !flags.plain {
		options.Marks = marks(s.Judge(document, analysis.Analyze(document.Architecture)).Findings)
	}
	picture, err := paint(document.Architecture, options)
	if err != nil {
		return err
	}
	return writeOrCheck(s, flags.check, flags.output, picture)
}

// marks are the findings as the picture shows them. What is waived is not
// marked.
func marks(found []findings.Finding) []render.Mark {
	var marks []render.Mark
	for _, f := range found {
		if f.Waiver == nil {
			marks = append(marks, render.Mark{Path: f.Path, Rule: f.Rule, Severity: severity(f), Summary: f.Summary, Subject: f.Subject})
		}
	}
	return marks
}

// severity is how the picture shows a finding: one that is undecided accuses
// nobody.
func severity(f findings.Finding) string {
	if f.Undecided {
		return "undecided"
	}
	return f.Severity.String()
}

// needFile refuses --check without a file to check.
func needFile(check bool, output string) error {
	if check && output == "-" {
		return fmt.Errorf("--check compares a file: name it with -o FILE")
	}
	return nil
}

func writeOrCheck(s *cli.Streams, check bool, output string, content []byte) error {
	if check {
		return s.Fresh(output, content)
	}
	return s.WriteFile(output, content)
}
