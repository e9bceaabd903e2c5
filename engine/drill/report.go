package drill

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// Report is a verdict, and how it is shown.
type Report struct {
	// Tool and Version name the program that writes the report.
	Tool, Version string
	// Title is what people call the architecture.
	Title   string
	Verdict *Verdict
	// Picture is where the timeline lies, relative to the page, or empty.
	Picture string
	// All leaves nothing out of text and Markdown, however long they become.
	All bool
	// Source finds where causes hang in the files; Locate may be nil.
	Source source.Map
}

// shownLines are as many lines of a list as a person reads.
const shownLines = 12

func (r Report) title() string { return r.Title + ": what was predicted, and what was seen" }

// located is a text with the place in the files that it is about.
func (r Report) located(path model.Path, text string) string {
	if r.Source.Locate == nil || path == "" {
		return text
	}
	if at := r.Source.Locate(string(path)); at.File != "" {
		return at.String() + ": " + text
	}
	return text
}

// table is what became of a flow by breaks of one kind.
type table struct {
	kind string
	// rows are the trials in which the flow was or was to be harmed, or that
	// need a word; harmless what was broken otherwise: nothing was lost, as
	// predicted.
	rows     []row
	harmless []string
}

// row is one trial in the table of a flow.
type row struct {
	broken, predicted, observed, failed string
	mark                                Mark
}

// tables are those of a flow, kind by kind.
func (v *Verdict) tables(flow string) []table {
	var all []table
	for _, j := range v.Trials {
		if kind := j.Trial.Breaks[0].Kind; len(all) == 0 || all[len(all)-1].kind != kind {
			all = append(all, table{kind: kind})
		}
		for _, c := range j.Flows {
			if c.Predicted.Flow == flow {
				all[len(all)-1].add(j.Trial, c)
			}
		}
	}
	return all
}

func (t *table) add(trial Trial, c Comparison) {
	o, broken := c.Observed, strings.TrimPrefix(trial.Name, t.kind+" of ")
	if c.Mark == Agrees && o.Amount == None && o.Failed == 0 && len(o.Lost) == 0 {
		t.harmless = append(t.harmless, broken)
		return
	}
	t.rows = append(t.rows, row{broken, c.Predicted.Text, o.Text(), o.failures(), c.Mark})
}

// spared says what did no harm, as predicted.
func (t *table) spared() string {
	return "Nothing was lost, as predicted, by a " + t.kind + " of " + and(t.harmless) + "."
}

// failures is how many requests failed, and how many writes were lost.
func (o Observed) failures() string {
	text := fmt.Sprintf("%d/%d", o.Failed, o.Requests)
	if len(o.Lost) > 0 {
		text += fmt.Sprintf(", %d gone", len(o.Lost))
	}
	return text
}

// Counts are how many comparisons have each mark.
type Counts struct {
	Agrees    int `json:"agrees"`
	TooGood   int `json:"tooGood"`
	TooBad    int `json:"tooBad"`
	Undecided int `json:"undecided"`
	Untried   int `json:"untried"`
}

// Counts counts the comparisons of a verdict.
func (v *Verdict) Counts() Counts {
	var n Counts
	for _, j := range v.Trials {
		for _, c := range j.Flows {
			switch c.Mark {
			case Agrees:
				n.Agrees++
			case TooGood:
				n.TooGood++
			case TooBad:
				n.TooBad++
			case Open:
				n.Undecided++
			case Untried:
				n.Untried++
			}
		}
	}
	return n
}

// Holds tells whether no prediction was too good.
func (v *Verdict) Holds() bool { return v.Counts().TooGood == 0 }

// Summary is the agreement in a sentence.
func (v *Verdict) Summary() string {
	n := v.Counts()
	all := n.Agrees + n.TooGood + n.TooBad + n.Undecided + n.Untried
	text := fmt.Sprintf("%d of %d agree, %d %s too bad, %d too good", n.Agrees, all, n.TooBad, wasOrWere(n.TooBad), n.TooGood)
	if n.Undecided > 0 {
		text += fmt.Sprintf(", %d undecided", n.Undecided)
	}
	if n.Untried > 0 {
		text += fmt.Sprintf(", %d untried", n.Untried)
	}
	return text + "."
}

func wasOrWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// dispute are flows in one trial that differ in the same way.
type dispute struct {
	trial string
	flows []string
	Comparison
}

// head says which trial and flows it is about, and how they compare.
func (d dispute) head() string { return d.trial + ", " + and(d.flows) + ": " + string(d.Mark) }

// shownDisputes are as many of them as a person reads.
const shownDisputes = 20

// disputes are the differences, what was too good first, and how many are not
// shown.
func (r Report) disputes() (shown []dispute, left int) {
	for _, mark := range []Mark{TooGood, TooBad} {
		for _, j := range r.Verdict.Trials {
			first := len(shown)
			for _, c := range j.Flows {
				same := func(d dispute) bool { return reflect.DeepEqual(d.Differences, c.Differences) }
				if c.Mark != mark {
					continue
				}
				if i := slices.IndexFunc(shown[first:], same); i >= 0 {
					d := &shown[first+i]
					d.flows = append(d.flows, c.Predicted.Flow)
					continue
				}
				shown = append(shown, dispute{j.Trial.Name, []string{c.Predicted.Flow}, c})
			}
		}
	}
	if r.All || len(shown) <= shownDisputes {
		return shown, 0
	}
	return shown[:shownDisputes], len(shown) - shownDisputes
}

// more says that a list is cut.
func more(left int) string { return fmt.Sprintf("... and %d more: --all shows them", left) }

// lists are what else has to be told: a heading, and its lines.
func (r Report) lists() []list {
	v := r.Verdict
	var notes, unprobed, skipped list
	notes.heading, unprobed.heading, skipped.heading = "Notes", "Flows that were not asked", "What was not tried"
	for _, j := range v.Trials {
		for _, c := range j.Flows {
			for _, note := range c.Notes {
				notes.add(j.Trial.Name + ", " + c.Predicted.Flow + ": " + note)
			}
		}
		if j.Seen.StepFailed != "" {
			notes.add(j.Trial.Name + ": the step failed: " + j.Seen.StepFailed)
		}
	}
	for _, f := range v.Plan.Flows {
		if f.Unprobed != "" {
			unprobed.add(f.Name + ": " + f.Unprobed)
		}
	}
	for _, name := range v.Unmade {
		skipped.add(name + ": the drill was stopped before, or the machine was too busy")
	}
	for _, s := range v.Plan.Skipped {
		skipped.add(s.What + ": " + s.Why)
	}
	return []list{notes, unprobed, skipped}
}

// list is a heading with lines.
type list struct {
	heading string
	lines   []string
}

func (l *list) add(line string) { l.lines = append(l.lines, line) }

// shown are the lines that are, and one that says how many are not.
func (l list) shown(all bool) []string {
	if all || len(l.lines) <= shownLines {
		return l.lines
	}
	return append(l.lines[:shownLines:shownLines], more(len(l.lines)-shownLines))
}

// and joins names as people do.
func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// terms say what the verdict holds under.
func (v *Verdict) terms() []string {
	return []string{
		"A window holds up to one and a half times as long, and two seconds. One request for each thing that breaks may be lost that was under way. What fails while a person acts, or is repaired, does not count.",
		"Causes are likely ones: the drill sees requests, and not why they fail.",
	}
}
