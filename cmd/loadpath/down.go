package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine"
)

// newDown stops the stack.
func newDown(s *cli.Streams) *cobra.Command {
	var volumes bool
	var name string
	cmd := &cobra.Command{
		Use:   "down [PATH]",
		Short: "Stop the stack of an architecture and take it away",
		Long: `Stop the containers of an architecture and remove them and their networks. Data
stay in their volumes unless --volumes is given.

Only what bears the labels of the architecture is touched, whatever the
architecture says by now. With --name it need not be there any more.`,
		Example: `  loadpath down samples/two-server
  loadpath down --name two-server --volumes`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			architecture := name
			switch {
			case name != "" && len(args) > 0:
				return errors.New("name the architecture by --name or by its path, not by both")
			case name == "":
				document, err := s.Load(args)
				if err != nil {
					return err
				}
				architecture = document.Architecture.Name
			}
			return withEngine(0, func(ctx context.Context, e *engine.Engine) error {
				removed, err := e.Down(ctx, architecture, volumes, progressOf(s))
				if err != nil {
					return cli.WorldError(fmt.Errorf("%w\nrepeat loadpath down --name %s", err, architecture))
				}
				tellRemoved(s, architecture, removed)
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&volumes, "volumes", false, "remove the data too")
	cmd.Flags().StringVar(&name, "name", "", "the architecture's name, where it is not there any more")
	return cmd
}

func tellRemoved(s *cli.Streams, architecture string, r *engine.Removed) {
	if len(r.Containers)+len(r.Networks)+len(r.Volumes) == 0 {
		fmt.Fprintf(s.Err, "nothing of %s runs\n", architecture)
	} else {
		fmt.Fprintf(s.Err, "removed %d containers, %d networks, %d volumes\n", len(r.Containers), len(r.Networks), len(r.Volumes))
	}
	if len(r.Kept) > 0 {
		fmt.Fprintf(s.Err, "kept %s; --volumes removes them too\n", strings.Join(r.Kept, ", "))
	}
}
