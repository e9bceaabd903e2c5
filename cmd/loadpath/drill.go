package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/model"
)

// drillFlags are what the user chose for a drill.
type drillFlags struct {
	stack stackFlags
	// What is broken, and how.
	kinds              []string
	only               []string
	pairs, connections bool
	sample             int
	seed               uint64
	rate               float64
	// What is done.
	plan, up, resume, restore, prove bool
	remote                           string
	timeout                          time.Duration
	// Where it goes.
	results string
	formats []string
}

// newDrill breaks the running stack piece by piece.
func newDrill(s *cli.Streams) *cobra.Command {
	var flags drillFlags
	cmd := &cobra.Command{
		Use:   "drill [PATH]",
		Short: "Break the running stack piece by piece: what was predicted beside what happened",
		Long: `Break the running stack piece by piece, and lay what the analysis predicted
beside what happens. The predictions are written down first. Then each instance,
server and zone is broken in turn, the flows are watched through the front door,
the replica is promoted where that is what a person would do, everything is
repaired, the roles are put back, and all has to be calm before the next one.

Kinds: crash (the containers are killed), hang (they are frozen) and cut (they
are taken off their networks). Only containers of this architecture, on this
machine, are touched, and only 127.0.0.1 is asked. Whatever ends a drill, it
repairs what it broke, or names it: --restore finishes that, and --resume goes
on with the plan.

The exit code is 1 when a prediction was too good, 3 when the drill could not
be run to its end.`,
		Example: `  loadpath drill samples/two-server --plan
  loadpath drill samples/two-server --up
  loadpath drill samples/two-server --kind crash,hang --only server-1,db
  loadpath drill samples/two-server --resume
  loadpath drill samples/two-server --format markdown=drill.md`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := cli.Apart(cmd.Flags().Changed, [2]string{"resume", "restore"}, [2]string{"plan", "resume"}, [2]string{"plan", "restore"},
				[2]string{"plan", "up"}, [2]string{"up", "restore"})
			if err == nil && cmd.Flags().Changed("only") && len(flags.only) == 0 {
				err = errors.New("--only: name what is broken, such as web@server-1")
			}
			if err != nil {
				return err
			}
			return runDrill(s, args, flags)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&flags.kinds, "kind", []string{"crash"}, "how things are broken: crash, hang or cut; may be repeated")
	f.StringSliceVar(&flags.only, "only", nil, "break these only: instances, servers, zones, services; may be repeated")
	f.BoolVar(&flags.pairs, "pairs", false, "break the pairs that are predicted to stop a flow, too")
	f.BoolVar(&flags.connections, "connections", false, "cut each connection between two instances, too")
	f.IntVar(&flags.sample, "sample", 0, "make only so many trials, drawn by --seed")
	f.Uint64Var(&flags.seed, "seed", 1, "what --sample draws by")
	f.Float64Var(&flags.rate, "rate", 10, "how many requests a second each flow is sent")
	f.BoolVar(&flags.plan, "plan", false, "say what would be broken and what is predicted, and break nothing")
	f.BoolVar(&flags.up, "up", false, "start the stack where it is not up, and take it away again")
	f.BoolVar(&flags.resume, "resume", false, "go on with the drill that was stopped")
	f.BoolVar(&flags.restore, "restore", false, "repair what a drill that was stopped left broken, and end it")
	f.BoolVar(&flags.prove, "prove", true, "prove the firewalls and the encryption, too")
	f.StringVar(&flags.remote, "remote-engine", "", "the address of the container engine, if it is not on this machine and may be used all the same")
	f.DurationVar(&flags.timeout, "timeout", 5*time.Minute, "how long the repair of a trial may take until all is calm again")
	f.StringVarP(&flags.results, "output", "o", "", "the folder for the results (default .loadpath/NAME-drill beside the architecture)")
	f.StringVar(&flags.stack.output, "stack", "", "the project's folder (default .loadpath/NAME beside the architecture)")
	f.StringArrayVar(&flags.formats, "format", []string{"text"}, "text, json or markdown; FORMAT=FILE writes to a file; may be repeated")
	flags.stack.add(cmd)
	cli.Complete(cmd, "kind", "crash", "hang", "cut")
	cli.Complete(cmd, "format", "text", "json", "markdown", "json=", "markdown=")
	return cmd
}

// options are what a plan is made of.
func (f drillFlags) options() (drill.Options, error) {
	o := drill.Options{Only: f.only, Pairs: f.pairs, Connections: f.connections, Sample: f.sample, Seed: f.seed, Rate: f.rate}
	kinds := []analysis.Kind{analysis.Crash, analysis.Hang, analysis.Cut}
	for _, name := range f.kinds {
		known := false
		for _, kind := range kinds {
			if kind.String() == name {
				o.Kinds, known = append(o.Kinds, kind), true
			}
		}
		if !known {
			message := fmt.Sprintf("--kind: there is no kind %q", name)
			if meant := model.Suggest(name, []string{"crash", "hang", "cut"}); meant != "" {
				message += fmt.Sprintf("; did you mean %q?", meant)
			}
			return o, fmt.Errorf("%s (use crash, hang or cut)", message)
		}
	}
	return o, nil
}

// planned is the plan of a drill.
func (f drillFlags) planned(p *compose.Project) (*drill.Plan, error) {
	options, err := f.options()
	if err != nil {
		return nil, err
	}
	var questions []drill.Question
	for _, q := range engine.Questions(p) {
		questions = append(questions, drill.Question(q))
	}
	return drill.NewPlan(p, questions, options)
}

// runDrill plans, and does what the flags say with the plan.
func runDrill(s *cli.Streams, args []string, flags drillFlags) error {
	outputs, err := drillOutputs(flags.formats)
	if err != nil {
		return err
	}
	document, err := s.Load(args)
	if err != nil {
		return err
	}
	stack, err := flags.stack.open(s, args, document)
	if err != nil {
		return err
	}
	project, err := stack.Project()
	if err != nil {
		return refusedOr(document, err)
	}
	plan, err := flags.planned(project)
	if err != nil {
		return err
	}
	if flags.plan {
		return tellPlan(s, plan, outputs)
	}
	d := &drillRun{Streams: s, flags: flags, args: args, document: document, stack: stack, plan: plan, outputs: outputs}
	return d.run()
}
