package effects

import (
	"strings"
	"time"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// unharmed is the cell of a flow that a failure does not touch.
const unharmed = "-"

// cell is an outcome in a few words: "total, hard", "total, transient 6s",
// "total 4s, transient 6s", "total 4s then partial, manual".
func cell(o analysis.Outcome) string {
	words := amounts(o) + ", " + o.Recovery.String()
	if o.Recovery == analysis.Transient {
		words += span(o.Window)
	}
	return words
}

// amounts are those that the flow goes through until it is back, each once.
// Where all is lost only for a part of the time in which everything automatic
// happens, that is how long. What is partial for the rest of a transient needs
// no word then: it is what the two spans differ by.
func amounts(o analysis.Outcome) string {
	stages := o.Stages()
	transient := o.Recovery == analysis.Transient
	if transient && o.TurnsPartial() {
		stages = stages[:len(stages)-1]
	}
	words := each(stages, func(s analysis.Stage) string { return s.Amount.String() })
	all := span(o.AllLost)
	for i, stage := range stages {
		if o.TurnsPartial() && stage.Amount == analysis.Total && !(transient && all == span(o.Window)) {
			words[i] += all
		}
	}
	return strings.Join(words, " then ")
}

// span is how long a transient takes, as far as it is known.
func span(w analysis.Window) string {
	switch {
	case len(w.Parts) == 0:
		return ""
	case w.Known():
		return " " + rounded(w.Length).String()
	case w.Length == 0:
		return " of unknown length"
	}
	return " over " + rounded(w.Length).String()
}

// rounded is a span in whole seconds, rounded up; what is shorter stays.
func rounded(d model.Duration) model.Duration {
	if d < model.Second {
		return d
	}
	return model.Duration((time.Duration(d) + time.Second - 1).Truncate(time.Second))
}

// effect says what becomes of the flows, those of one fate together: "total,
// hard for read and write; total, transient 6s for static".
func (s *sheet) effect(outcomes []analysis.Outcome) string {
	var fates []string
	flows := make(map[string][]string)
	for _, o := range outcomes {
		fate := cell(o)
		if flows[fate] == nil {
			fates = append(fates, fate)
		}
		flows[fate] = append(flows[fate], o.Flow.Name)
	}
	for i, fate := range fates {
		fates[i] = fate + " for " + s.and(flows[fate])
	}
	return strings.Join(fates, "; ")
}

// plural is the verb or noun that fits a number of things.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
