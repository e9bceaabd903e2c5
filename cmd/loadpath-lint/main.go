// Command loadpath-lint checks an architecture: the schema and the rules,
// without drawing and without an engine. It is the same as loadpath validate,
// analyze, rules and schema, and starts quickly, for pull requests and commit
// hooks.
package main

import (
	"os"

	"github.com/loadpath/loadpath/cmd/internal/cli"
)

func main() {
	streams := cli.Process()
	os.Exit(cli.Run(cli.NewLint(streams), streams))
}
