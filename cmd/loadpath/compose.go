package main

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/compose/folder"
	"github.com/loadpath/loadpath/engine"
	"github.com/loadpath/loadpath/schema"
)

// stackFlags are what the user chose about a stack.
type stackFlags struct {
	output    string
	overwrite bool
	subnet    string
	ports     []string
}

// newCompose writes the stack and starts nothing.
func newCompose(s *cli.Streams) *cobra.Command {
	var flags stackFlags
	cmd := &cobra.Command{
		Use:   "compose [PATH]",
		Short: "Write the docker compose project of an architecture",
		Long: `Write the stack of an architecture as a docker compose project, with the
configuration of every software in it, and start nothing.

The project goes to the folder .loadpath/NAME beside the architecture, or to
another that is empty or was written by loadpath before. What somebody has
changed in it since is not overwritten without --overwrite.`,
		Example: `  loadpath compose samples/two-server -o stack
  loadpath compose -o stack --port 80=9080`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return writeStack(s, args, flags) },
	}
	f := cmd.Flags()
	f.StringVarP(&flags.output, "output", "o", "", "the folder to write to")
	flags.add(cmd)
	return cmd
}

func (f *stackFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.overwrite, "overwrite", false, "overwrite files that were changed since loadpath wrote them")
	cmd.Flags().StringVar(&f.subnet, "subnet", "", "where the stack's networks take their addresses from, such as 10.99.0.0/16")
	cmd.Flags().StringArrayVar(&f.ports, "port", nil, "the port on 127.0.0.1 for a port of the entry, such as 80=9080; may be repeated")
}

func writeStack(s *cli.Streams, args []string, flags stackFlags) error {
	document, err := s.Load(args)
	if err != nil {
		return err
	}
	project, dir, err := flags.materialize(s, args, document)
	if err != nil {
		return err
	}
	written, err := folder.Write(dir, project, folder.Options{Architecture: architectureOf(args), Overwrite: flags.overwrite, Now: s.Now()})
	if err != nil {
		return notWritten(dir, err)
	}
	for _, note := range project.Omitted {
		fmt.Fprintf(s.Err, "%s: %s\n", document.Map().Locate(string(note.Path)), note.Text)
	}
	fmt.Fprintf(s.Err, "%s: %d containers, %d files written\n", dir, len(project.Containers), len(written))
	return nil
}

// materialize is the stack of an architecture as a project, and the folder that
// it goes to.
func (f stackFlags) materialize(s *cli.Streams, args []string, document *schema.Document) (*compose.Project, string, error) {
	stack, err := f.open(s, args, document)
	if err != nil {
		return nil, "", err
	}
	project, err := stack.Project()
	return project, stack.Folder, refusedOr(document, err)
}

// open is the stack of an architecture, with what was chosen for it before.
func (f stackFlags) open(s *cli.Streams, args []string, document *schema.Document) (*engine.Stack, error) {
	home := architectureOf(args)
	dir := f.output
	if dir == "" {
		dir = filepath.Join(home, ".loadpath", document.Architecture.Name)
	}
	options, err := f.options()
	if err != nil {
		return nil, err
	}
	if options.Folder, err = relative(dir, home); err != nil {
		return nil, err
	}
	stack, err := engine.Open(engine.Stack{
		Architecture: document.Architecture, Folder: dir, Home: home,
		Options: options, Overwrite: f.overwrite, Now: s.Now(),
	})
	if err != nil {
		return nil, cli.WorldError(err)
	}
	return stack, nil
}

// options reads the flags.
func (f stackFlags) options() (compose.Options, error) {
	o := compose.Options{Ports: make(map[int]int)}
	if f.subnet != "" {
		subnet, err := netip.ParsePrefix(f.subnet)
		if err != nil || !subnet.Addr().Is4() || subnet.Bits() > 24 {
			return o, fmt.Errorf("--subnet: %q is no IPv4 network of 256 addresses or more, such as 10.99.0.0/16", f.subnet)
		}
		o.Subnet = subnet.Masked()
	}
	for _, pair := range f.ports {
		entry, host, _ := strings.Cut(pair, "=")
		from, err := strconv.ParseUint(entry, 10, 16)
		to, err2 := strconv.ParseUint(host, 10, 16)
		if err != nil || err2 != nil || from == 0 || to == 0 {
			return o, fmt.Errorf("--port: %q is not PORT=PORT, such as 80=9080", pair)
		}
		o.Ports[int(from)] = int(to)
	}
	return o, nil
}

// architectureOf is the folder that the architecture lies in.
func architectureOf(args []string) string {
	if len(args) == 0 || args[0] == "-" {
		return "."
	}
	if at, err := os.Stat(args[0]); err == nil && !at.IsDir() {
		return filepath.Dir(args[0])
	}
	return args[0]
}

// relative is a folder as seen from another, with slashes.
func relative(from, to string) (string, error) {
	from, err := filepath.Abs(from)
	if err != nil {
		return "", cli.WorldError(err)
	}
	to, err = filepath.Abs(to)
	if err != nil {
		return "", cli.WorldError(err)
	}
	way, err := filepath.Rel(from, to)
	if err != nil {
		return "", cli.WorldError(err)
	}
	return filepath.ToSlash(way), nil
}

// refusedOr is an error of Materialize, each problem at its place.
func refusedOr(document *schema.Document, err error) error {
	var unsupported compose.Unsupported
	if errors.As(err, &unsupported) {
		return refused(document, unsupported)
	}
	return err
}

// refused is what keeps an architecture from being run, each at its place.
func refused(document *schema.Document, problems compose.Unsupported) error {
	var mistakes schema.Errors
	for _, p := range problems {
		mistakes = append(mistakes, document.Mistake(p.Path, p.Message))
	}
	return mistakes
}

// notWritten says what to do about a folder that cannot be written.
func notWritten(dir string, err error) error {
	var changed folder.Changed
	var foreign folder.Foreign
	switch {
	case errors.As(err, &changed):
		return fmt.Errorf("%s: %w; move them elsewhere, or use --overwrite", dir, changed)
	case errors.As(err, &foreign):
		return foreign
	}
	return cli.WorldError(err)
}
