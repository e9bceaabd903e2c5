// Package cli is what the commands of loadpath have in common: streams,
// exit codes, colour, loading, writing files; and the commands that neither
// draw nor need an engine, from which both programs are built.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
	"github.com/loadpath/loadpath/source"
)

// The exit codes.
const (
	Done     = 0 // done
	GateShut = 1 // the gate says no: findings, a stale file
	BadInput = 2 // the input or the command line is wrong
	World    = 3 // the world is: no disk, no engine
)

// Streams are where a command reads and writes, and what it knows of the
// process around it.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
	Now      func() time.Time
}

// Process are the streams of this process.
func Process() *Streams {
	return &Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Now: time.Now}
}

// exit is an error that ends the program with a code of its own.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string { return e.err.Error() }
func (e *exit) Unwrap() error { return e.err }

// Shut is the error of a gate that says no. What there is to say has been
// said, so it prints nothing.
var errShut = errors.New("the gate says no")

// Shut says that the gate is shut: exit code 1, without a message.
func Shut() error { return &exit{GateShut, errShut} }

// WorldError says that the world stands in the way: exit code 3.
func WorldError(err error) error { return &exit{World, err} }

// Run executes a command and returns the exit code. Input errors and mistakes
// on the command line go to stderr.
func Run(root *cobra.Command, s *Streams) int {
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.Execute()
	var input schema.Errors
	var code *exit
	switch {
	case err == nil:
		return Done
	case errors.As(err, &input):
		style := s.Style(s.Err, "auto")
		style.Snippets = isTerminal(s.Err)
		input.Write(s.Err, style)
		return BadInput
	case errors.Is(err, errShut):
		return GateShut
	case errors.As(err, &code):
		fmt.Fprintf(s.Err, "%s: %v\n", root.Name(), err)
		return code.code
	}
	fmt.Fprintf(s.Err, "%s: %v\n", root.Name(), err)
	return BadInput
}

// NewRoot is a program with the commands that it is given.
func NewRoot(name, short string, commands ...*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:           name,
		Short:         short,
		Version:       Version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          onlyCommands,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.AddCommand(commands...)
	return root
}

// onlyCommands refuses a word that is no command, with the one that was
// probably meant.
func onlyCommands(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, command := range root.Commands() {
		names = append(names, command.Name())
	}
	message := fmt.Sprintf("there is no command %q", args[0])
	if meant := model.Suggest(args[0], names); meant != "" {
		message += fmt.Sprintf("; did you mean %q?", meant)
	}
	return fmt.Errorf("%s ('%s --help' lists them)", message, root.Name())
}

// Complete offers the values of a flag to the shell.
func Complete(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // a flag that the command does not have: a mistake in this program
	}
}

// NewLint is the program that checks, without drawing and without an engine:
// it starts quickly, as a gate in every pull request must.
func NewLint(s *Streams) *cobra.Command {
	return NewRoot("loadpath-lint", "Check an architecture: schema and rules, without drawing", Checks(s)...)
}

// Checks are the commands that need neither drawing nor an engine.
func Checks(s *Streams) []*cobra.Command {
	return []*cobra.Command{NewValidate(s), NewAnalyze(s), NewRules(s), NewSchema(s)}
}

// Load reads the architecture that the arguments name: the first, or the
// working directory.
func (s *Streams) Load(args []string) (*schema.Document, error) {
	path := "."
	if len(args) > 0 {
		path = args[0]
	}
	return schema.Load(path, schema.Options{Stdin: s.In})
}

// Style is how text looks on w: with colour as the flag says, else NO_COLOR,
// CLICOLOR_FORCE, TERM, and last whether w is a terminal.
func (s *Streams) Style(w io.Writer, flag string) source.Style {
	style := source.Style{Snippets: true, Width: 80}
	terminal := isTerminal(w)
	if terminal {
		if width, _, err := term.GetSize(int(w.(*os.File).Fd())); err == nil && width > 20 {
			style.Width = width
		}
	}
	switch {
	case flag == "always":
		style.Color = true
	case flag == "never" || s.Getenv("NO_COLOR") != "":
	case s.Getenv("CLICOLOR_FORCE") != "" && s.Getenv("CLICOLOR_FORCE") != "0":
		style.Color = true
	case s.Getenv("TERM") != "dumb":
		style.Color = terminal
	}
	return style
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
