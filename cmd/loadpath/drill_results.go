package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/loadpath/loadpath/cmd/internal/cli"
	"github.com/loadpath/loadpath/engine/drill"
)

// The files of a drill's results.
const (
	planFile     = "plan.json"
	journalFile  = "journal.jsonl"
	reportFile   = "report.md"
	timelineFile = "timeline.svg"
	proofsFile   = "proofs.json"
)

// results are the folder that a drill keeps its plan and its journal in.
type results struct {
	dir     string
	journal *drill.Journal
	state   drill.State
}

// openResults opens the folder, and says where the drill in it stands. Nobody
// else may have a drill of the stack meanwhile.
func openResults(dir string) (*results, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, cli.WorldError(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte("*\n"), 0o644); err != nil {
		return nil, cli.WorldError(err)
	}
	journal, events, err := drill.OpenJournal(filepath.Join(dir, journalFile))
	if err != nil {
		return nil, cli.WorldError(err)
	}
	return &results{dir: dir, journal: journal, state: drill.StateOf(events)}, nil
}

// begun tells whether the journal has a drill.
func (r *results) begun() bool { return r.state.Digest != "" }

// unfinished tells whether a drill was stopped in the middle.
func (r *results) unfinished() bool { return r.begun() && !r.state.Ended }

// renew begins a new journal with a new plan.
func (r *results) renew(plan *drill.Plan) error {
	if err := r.journal.Close(); err != nil {
		return cli.WorldError(err)
	}
	name := filepath.Join(r.dir, journalFile)
	if err := os.Remove(name); err != nil {
		return cli.WorldError(err)
	}
	if err := plan.Write(filepath.Join(r.dir, planFile)); err != nil {
		return cli.WorldError(err)
	}
	journal, _, err := drill.OpenJournal(name)
	if err != nil {
		return cli.WorldError(err)
	}
	r.journal, r.state = journal, drill.State{}
	return nil
}

// goOn is the plan that was begun with. It is refused where another would be
// made now.
func (r *results) goOn(now *drill.Plan) (*drill.Plan, error) {
	if !r.begun() {
		return nil, fmt.Errorf("%s: there is no drill to go on with", r.dir)
	}
	plan, err := drill.ReadPlan(filepath.Join(r.dir, planFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: the plan of the drill is not there any more: --restore ends it", r.dir)
	case err != nil:
		return nil, err
	case plan.Digest != now.Digest || r.state.Digest != now.Digest:
		return nil, errors.New("the drill was begun with another architecture or other flags: it goes on with those only; --restore ends it")
	}
	return plan, nil
}

// now is where the drill stands, by the journal as it is on the disk.
func (r *results) now() (drill.State, error) {
	file, err := os.Open(filepath.Join(r.dir, journalFile))
	if err != nil {
		return drill.State{}, cli.WorldError(err)
	}
	defer file.Close()
	events, err := drill.ReadJournal(file)
	if err != nil {
		return drill.State{}, cli.WorldError(err)
	}
	return drill.StateOf(events), nil
}
