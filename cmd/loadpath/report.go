package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/render"
	"github.com/loadpath/loadpath/report"
	"github.com/loadpath/loadpath/source"
)

// newReport writes the write-up.
func newReport(s *cli.Streams) *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:   "report [PATH]",
		Short: "Write up an architecture: explanation, specifics, issues",
		Long: `Write up an architecture in Markdown: what it consists of, how it behaves,
and what is wrong with it.

With -o FILE.md the picture is written beside it, as FILE.svg, unless --picture
names one that is there.`,
		Example: `  loadpath report samples/two-server -o two-server.md
  loadpath report -o docs/architecture.md --check`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := cli.Apart(cmd.Flags().Changed, [2]string{"picture", "no-picture"}); err != nil {
				return err
			}
			return writeUp(s, args, flags)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&flags.output, "output", "o", "-", "the file to write, - for stdout")
	f.StringVar(&flags.picture, "picture", "", "show this picture, as seen from the write-up, and draw none")
	f.BoolVar(&flags.noPicture, "no-picture", false, "leave the picture out")
	f.BoolVar(&flags.check, "check", false, "write nothing; exit with 1 if a file is not up to date")
	return cmd
}

// reportFlags are what the user chose for one run of report.
type reportFlags struct {
	output    string
	picture   string
	noPicture bool
	check     bool
}

func writeUp(s *cli.Streams, args []string, flags reportFlags) error {
	output := flags.output
	if err := needFile(flags.check, output); err != nil {
		return err
	}
	if ending := filepath.Ext(output); output != "-" && ending != ".md" && ending != ".markdown" {
		return fmt.Errorf("%s: a write-up is Markdown: name the file with the ending .md", output)
	}
	if err := cli.NotOver(output, args); err != nil {
		return err
	}
	document, err := s.Load(args)
	if err != nil {
		return err
	}
	result := analysis.Analyze(document.Architecture)
	judged := s.Judge(document, result)
	input := report.Input{
		Architecture: document.Architecture,
		Analysis:     result,
		Findings:     judged.Findings,
		Locate:       func(p model.Path) source.Range { return judged.Source.Locate(string(p)) },
	}
	input.Picture = flags.picture
	if output != "-" && !flags.noPicture && flags.picture == "" {
		picture := strings.TrimSuffix(output, filepath.Ext(output)) + ".svg"
		content, err := paintSVG(document.Architecture, render.Options{Marks: marks(judged.Findings)})
		if err != nil {
			return err
		}
		if err := writeOrCheck(s, flags.check, picture, content); err != nil {
			return err
		}
		input.Picture = filepath.Base(picture)
	}
	var b bytes.Buffer
	if err := report.Markdown(&b, input); err != nil {
		return err
	}
	return writeOrCheck(s, flags.check, output, b.Bytes())
}
