package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/compose/folder"
	"github.com/loadpath/loadpath/engine"
	"github.com/loadpath/loadpath/schema"
)

// newUp starts the stack.
func newUp(s *cli.Streams) *cobra.Command {
	var flags stackFlags
	var timeout time.Duration
	cmd := &cobra.Command{
		Use:   "up [PATH]",
		Short: "Run the stack of an architecture, and wait until its flows answer",
		Long: `Run the stack of an architecture in containers on this machine, and wait until
its flows answer through the front door. Where it runs already, only what
differs is touched.

It needs Docker with its compose plugin, version 2.24 or later. The front door
is on 127.0.0.1, at the entry's port, or 8000 more for those below 1024. A flow
is asked for its path: by GET, or by POST where it writes. Without a path a
reading flow is asked for "/", and a writing one is not asked.`,
		Example: `  loadpath up samples/two-server
  loadpath up samples/two-server --port 80=9080`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return withStack(s, args, flags, timeout, func(ctx context.Context, e *engine.Engine, stack *engine.Stack, document *schema.Document) error {
				started, err := e.Up(ctx, stack, progressOf(s))
				if err != nil {
					return notRun(stack, document, err)
				}
				return tellStarted(s, args, document, started)
			})
		},
	}
	cmd.Flags().DurationVar(&timeout, "timeout", 5*time.Minute, "how long it may take until everything answers")
	flags.place(cmd)
	flags.add(cmd)
	return cmd
}

// place adds the flag that says where the project is.
func (f *stackFlags) place(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "the project's folder (default .loadpath/NAME beside the architecture)")
}

// withEngine runs something that needs a container engine, until it ends or
// somebody has enough of it.
func withEngine(timeout time.Duration, run func(context.Context, *engine.Engine) error) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	e, err := engine.Connect(ctx)
	if err != nil {
		return cli.WorldError(err)
	}
	err = run(ctx, e)
	return errors.Join(err, e.Close())
}

// withStack runs something on the stack of an architecture.
func withStack(s *cli.Streams, args []string, flags stackFlags, timeout time.Duration, run func(context.Context, *engine.Engine, *engine.Stack, *schema.Document) error) error {
	document, err := s.Load(args)
	if err != nil {
		return err
	}
	stack, err := flags.open(s, args, document)
	if err != nil {
		return err
	}
	return withEngine(timeout, func(ctx context.Context, e *engine.Engine) error { return run(ctx, e, stack, document) })
}

// notRun puts an error of the engine where it belongs: the architecture, the
// command line, or the world.
func notRun(stack *engine.Stack, document *schema.Document, err error) error {
	var unsupported compose.Unsupported
	var changed folder.Changed
	var foreign folder.Foreign
	var wrong engine.Refused
	switch {
	case errors.As(err, &wrong):
		return wrong
	case errors.As(err, &unsupported):
		return refused(document, unsupported)
	case errors.As(err, &changed), errors.As(err, &foreign):
		return notWritten(stack.Folder, err)
	}
	return cli.WorldError(err)
}

// progressOf shows progress on stderr.
func progressOf(s *cli.Streams) *engine.Progress {
	if file, ok := s.Err.(*os.File); ok && s.Getenv("TERM") != "dumb" {
		if width, height, err := term.GetSize(int(file.Fd())); err == nil {
			return engine.NewProgress(s.Err, true, width, height)
		}
	}
	return engine.NewProgress(s.Err, false, 0, 0)
}

// tellStarted says where the stack is and what to do with it.
func tellStarted(s *cli.Streams, args []string, document *schema.Document, started *engine.Started) error {
	for _, note := range started.Notes {
		fmt.Fprintln(s.Err, note)
	}
	for _, note := range started.Project.Omitted {
		fmt.Fprintf(s.Err, "%s: %s\n", document.Map().Locate(string(note.Path)), note.Text)
	}
	for _, q := range started.Questions {
		if q.Unasked != "" {
			fmt.Fprintf(s.Err, "flow %s is not asked: %s\n", q.Flow, q.Unasked)
		}
	}
	var b strings.Builder
	for _, door := range engine.Doors(started.Project) {
		fmt.Fprintf(&b, "%s/  for %s, to %s\n", door.URL, door.Client, door.Service)
	}
	if _, err := fmt.Fprint(s.Out, b.String()); err != nil {
		return cli.WorldError(err)
	}
	path := ""
	if len(args) > 0 {
		path = " " + args[0]
	}
	fmt.Fprintf(s.Err, "next: loadpath status%[1]s, loadpath logs%[1]s -f, loadpath down%[1]s\n", path)
	return nil
}
