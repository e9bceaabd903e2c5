// Command loadpath validates, draws, writes up and runs an architecture.
package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/cmd/internal/cli"
)

func main() { os.Exit(run()) }

func run() int {
	streams := cli.Process()
	return cli.Run(newRoot(streams), streams)
}

// newRoot is the full program.
func newRoot(s *cli.Streams) *cobra.Command {
	return cli.NewRoot("loadpath", "Architecture as code: check it, draw it, write it up, run it",
		append(cli.Checks(s), newInit(s), newRender(s), newReport(s), newCompose(s),
			newUp(s), newDown(s), newStatus(s), newLogs(s), newPromote(s), newDrill(s))...)
}
