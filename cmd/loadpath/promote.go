package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine"
	"github.com/loadpath/loadpath/schema"
)

// newPromote makes a replica the primary.
func newPromote(s *cli.Streams) *cobra.Command {
	var flags stackFlags
	var promotion engine.Promotion
	var timeout time.Duration
	cmd := &cobra.Command{
		Use:   "promote [PATH] INSTANCE",
		Short: "Make a replica the primary in the running stack",
		Long: `Make a replica of MySQL, MariaDB, PostgreSQL or Redis the primary. The old
primary stops taking writes first, and the replica applies all that it received. From then on every other member starts
read-only, so that there are never two primaries: an old primary that was away
comes back as a replica with loadpath up. The application is started anew with
the new address.

Without the old primary, a replica that lacks writes which another one has is
refused, and so is any that may lack writes that were acknowledged, unless
--accept-loss is given.`,
		Example: `  loadpath promote samples/two-server db@server-2`,
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			path, instance := args[:len(args)-1], args[len(args)-1]
			return withStack(s, path, flags, timeout, func(ctx context.Context, e *engine.Engine, stack *engine.Stack, document *schema.Document) error {
				notes, err := e.Promote(ctx, stack, instance, promotion, progressOf(s))
				if err != nil {
					return notRun(stack, document, err)
				}
				for _, note := range notes {
					fmt.Fprintln(s.Err, note)
				}
				_, err = fmt.Fprintf(s.Out, "%s is the primary\n", instance)
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&promotion.AcceptLoss, "accept-loss", false, "go on although acknowledged writes may be on a replica that cannot be asked")
	cmd.Flags().DurationVar(&timeout, "timeout", 3*time.Minute, "how long it may take")
	flags.place(cmd)
	return cmd
}
