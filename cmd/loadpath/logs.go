package main

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine"
	"github.com/loadpath/loadpath/schema"
)

// newLogs shows what the stack writes.
func newLogs(s *cli.Streams) *cobra.Command {
	var flags stackFlags
	var options engine.LogOptions
	cmd := &cobra.Command{
		Use:   "logs [PATH] [NAME...]",
		Short: "The logs of the running stack, by instance, service, server or flow",
		Long: `Show the logs of the running stack, each line with the instance that wrote it.

A NAME is an instance, a service, a server, or a flow: all instances that the
flow passes. Without one, all are shown. What is neither a file nor a folder is
taken for a NAME, so that the PATH may be left out.`,
		Example: `  loadpath logs samples/two-server -f
  loadpath logs samples/two-server --since 10m db@server-1 web
  loadpath logs -f write`,
		RunE: func(_ *cobra.Command, args []string) error {
			var path []string
			if len(args) > 0 && exists(args[0]) {
				path, args = args[:1], args[1:]
			}
			options.Names = args
			return withStack(s, path, flags, 0, func(ctx context.Context, e *engine.Engine, stack *engine.Stack, document *schema.Document) error {
				project, err := stack.Project()
				if err != nil {
					return refusedOr(document, err)
				}
				if _, err := engine.Select(project, args); err != nil {
					return err
				}
				err = e.Logs(ctx, project, options, s.Out)
				if options.Follow && errors.Is(err, context.Canceled) {
					return nil // that is how following ends
				}
				if err != nil {
					return cli.WorldError(err)
				}
				return nil
			})
		},
	}
	cmd.Flags().BoolVarP(&options.Follow, "follow", "f", false, "go on with what is written from now on")
	cmd.Flags().StringVar(&options.Since, "since", "", "a time such as 2026-01-02T15:04:05Z, or a span before now such as 10m")
	flags.place(cmd)
	return cmd
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return path == "-" || err == nil
}
