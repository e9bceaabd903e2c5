package cli

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/effects"
	"github.com/loadpath/loadpath/model"
)

// analyzeFlags are what the user chose for one run of analyze.
type analyzeFlags struct {
	format string
	color  string
	flows  []string
}

// NewAnalyze answers what breaks what.
func NewAnalyze(s *Streams) *cobra.Command {
	var flags analyzeFlags
	cmd := &cobra.Command{
		Use:   "analyze [PATH]",
		Short: "Every failure against every flow: what breaks, and what brings it back",
		Long: `Take away each instance, server, zone and external in turn, and say what that
does to each flow: how much of it is lost (none, partial, total) and what brings
it back (transient: by itself, manual: a person acts, hard: only the repair).

PATH is a folder, a file (CUE, YAML or JSON), or - for standard input. Whatever
is found, the exit code is 0: the gate is "validate".`,
		Example: `  loadpath analyze samples/two-server
  loadpath analyze --flow write samples/two-server
  loadpath analyze --format json samples/shop`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return s.analyze(args, flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.format, "format", "text", "text, json or markdown")
	f.StringVar(&flags.color, "color", "auto", "auto, always or never")
	f.StringArrayVar(&flags.flows, "flow", nil, "show this flow alone; may be repeated")
	return cmd
}

func (s *Streams) analyze(args []string, flags analyzeFlags) error {
	format, err := effects.ParseFormat(flags.format)
	if err != nil {
		return fmt.Errorf("--format: %w", err)
	}
	if err := checkColor(flags.color); err != nil {
		return err
	}
	document, err := s.Load(args)
	if err != nil {
		return err
	}
	flows, err := selectFlows(document.Architecture, flags.flows)
	if err != nil {
		return fmt.Errorf("--flow: %w", err)
	}
	report := effects.Report{
		Tool: "loadpath", Version: Version(),
		Analysis: analysis.Analyze(document.Architecture),
		Flows:    flows,
		Source:   document.Map(),
	}
	var b bytes.Buffer
	if err := effects.Write(&b, format, report, s.style(s.Out, flags.color)); err != nil {
		return err
	}
	return s.WriteFile("-", b.Bytes())
}

// selectFlows are the flows of these names, in the order of the architecture;
// all where none is named.
func selectFlows(a *model.Architecture, names []string) ([]*model.Flow, error) {
	if len(names) == 0 {
		return a.Flows, nil
	}
	wanted := make(map[string]bool)
	for _, name := range names {
		wanted[name] = true
	}
	var flows []*model.Flow
	var known []string
	for _, flow := range a.Flows {
		known = append(known, flow.Name)
		if wanted[flow.Name] {
			flows = append(flows, flow)
			delete(wanted, flow.Name)
		}
	}
	for _, name := range names {
		if !wanted[name] {
			continue
		}
		message := fmt.Sprintf("there is no flow %q", name)
		if meant := model.Suggest(name, known); meant != "" {
			message += fmt.Sprintf("; did you mean %q?", meant)
		}
		return nil, fmt.Errorf("%s", message)
	}
	return flows, nil
}
