// Program prober takes orders on its input and answers on its output.
package main

import (
	"fmt"
	"os"

	"github.com/loadpath/loadpath/engine/prober"
)

func main() {
	if err := prober.Serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
