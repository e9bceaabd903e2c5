package cli

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/effects"
	"github.com/loadpath/loadpath/model"
)

// analyzeFlags are what the user chose for one run of analyze.
type analyzeFlags struct {
	format      string
	color       string
	flows       []string
	kind        string
	connections bool
	without     []string
	order       order
	available   bool
	all         bool
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
Then what removes each single point of failure, which pairs of failures stop a
flow, and what could not be started again if everything had been down.
With --without, several things are taken away together: instances, servers,
zones, externals, services (all their instances), and connections as FROM..TO;
among those are the ways between copies of the data, between the members of a
quorum, and from what promotes a replica to the database.
With --availability, how many minutes a year each flow is lost, and which
component costs how many of them.

PATH is a folder, a file (CUE, YAML or JSON), or - for standard input. Whatever
is found, the exit code is 0: the gate is "validate".`,
		Example: `  loadpath analyze samples/two-server
  loadpath analyze --without web@server-1,server-2 samples/two-server
  loadpath analyze --without app..db@server-1 samples/two-server
  loadpath analyze --order 2 --flow write samples/two-server
  loadpath analyze --kind hang --connections samples/two-server
  loadpath analyze --availability samples/shop
  loadpath analyze --format json samples/shop
  loadpath analyze --format openpsa samples/two-server >two-server.xml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("without") && len(flags.without) == 0 {
				return errors.New("--without: name what fails, such as web@server-1")
			}
			err := Apart(cmd.Flags().Changed, [2]string{"without", "availability"}, [2]string{"kind", "availability"},
				[2]string{"without", "order"}, [2]string{"without", "connections"})
			if err != nil {
				return err
			}
			if err := checkOpenPSA(cmd.Flags().Changed, flags.format); err != nil {
				return err
			}
			return s.analyze(args, flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.format, "format", "text", "text, json, markdown or openpsa (fault trees for other tools)")
	f.StringVar(&flags.color, "color", "auto", "auto, always or never")
	f.StringArrayVar(&flags.flows, "flow", nil, "show this flow alone; may be repeated")
	f.StringVar(&flags.kind, "kind", "crash", "how things fail: crash (connections are refused), hang (no answer comes) or cut (no packet passes)")
	f.BoolVar(&flags.connections, "connections", false, "cut each connection between two instances, too")
	f.StringSliceVar(&flags.without, "without", nil, "what happens when these fail together: names, and FROM..TO for a connection")
	f.Var(&flags.order, "order", "show what stops each flow, in sets of up to so many crashes")
	f.BoolVar(&flags.available, "availability", false, "show how many minutes a year each flow is lost, and what costs them")
	f.BoolVar(&flags.all, "all", false, "leave nothing out of a long answer: every row, single point and name")
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
	kind, err := parseKind(flags.kind)
	if err != nil {
		return fmt.Errorf("--kind: %w", err)
	}
	document, err := s.Load(args)
	if err != nil {
		return err
	}
	flows, err := selectFlows(document.Architecture, flags.flows)
	if err != nil {
		return fmt.Errorf("--flow: %w", err)
	}
	result := analysis.AnalyzeWith(document.Architecture, analysis.Options{Kind: kind, Connections: flags.connections})
	if format == effects.OpenPSA {
		return s.openPSA(result)
	}
	without, err := parseFailures(result, flags.without)
	if err != nil {
		return fmt.Errorf("--without: %w", err)
	}
	report := effects.Report{
		Tool: "loadpath", Version: Version(),
		Analysis: result, Kind: kind, Flows: flows,
		Without: without, Order: int(flags.order), Availability: flags.available, All: flags.all,
		Source: document.Map(),
	}
	var b bytes.Buffer
	if err := effects.Write(&b, format, report, s.Style(s.Out, flags.color)); err != nil {
		return err
	}
	return s.WriteFile("-", b.Bytes())
}

func parseKind(name string) (analysis.Kind, error) {
	var known []string
	for _, kind := range []analysis.Kind{analysis.Crash, analysis.Hang, analysis.Cut} {
		if kind.String() == name {
			return kind, nil
		}
		known = append(known, kind.String())
	}
	message := fmt.Sprintf("there is no kind %q", name)
	if meant := model.Suggest(name, known); meant != "" {
		message += fmt.Sprintf("; did you mean %q?", meant)
	}
	return 0, fmt.Errorf("%s (use crash, hang or cut)", message)
}

// parseFailures are what the names stand for, each once.
func parseFailures(result *analysis.Result, names []string) ([]analysis.Failure, error) {
	var failures []analysis.Failure
	seen := make(map[analysis.Failure]bool)
	for _, name := range names {
		found, err := result.Parse(name)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !seen[f] {
				seen[f] = true
				failures = append(failures, f)
			}
		}
	}
	return failures, nil
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
		return nil, errors.New(message)
	}
	return flows, nil
}
