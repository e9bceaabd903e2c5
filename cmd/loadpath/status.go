package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine"
	"github.com/loadpath/loadpath/schema"
)

// statusAtMost is how long all may take to say how they are.
const statusAtMost = time.Minute

// newStatus holds the running stack against the architecture.
func newStatus(s *cli.Streams) *cobra.Command {
	var flags stackFlags
	var format string
	cmd := &cobra.Command{
		Use:   "status [PATH]",
		Short: "The running stack held against the architecture",
		Long: `Say what of the stack runs, who takes requests in each load balancer's pool, who
is primary and how far behind each replica is, until when the certificates are
good, and which doors are open.

The exit code is 0 when everything is as drawn, and 1 when it is not.`,
		Example: `  loadpath status samples/two-server
  loadpath status samples/two-server --format json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format: there is no format %q (use text or json)", format)
			}
			return withStack(s, args, flags, statusAtMost, func(ctx context.Context, e *engine.Engine, stack *engine.Stack, document *schema.Document) error {
				status, err := e.Status(ctx, stack)
				if err != nil {
					return notRun(stack, document, err)
				}
				return tellStatus(s, status, format)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	flags.place(cmd)
	return cmd
}

func tellStatus(s *cli.Streams, status *engine.Status, format string) error {
	var b bytes.Buffer
	if format == "json" {
		encoder := json.NewEncoder(&b)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(status); err != nil {
			return err
		}
	} else if err := status.WriteText(&b); err != nil {
		return err
	}
	if err := s.WriteFile("-", b.Bytes()); err != nil {
		return err
	}
	if !status.AsDrawn {
		return cli.Shut()
	}
	return nil
}
