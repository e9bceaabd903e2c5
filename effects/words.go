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
// "total 4s then partial, transient 6s", "total 4s then partial, manual".
func cell(o analysis.Outcome) string {
	words := amounts(o) + ", " + o.Recovery.String()
	if o.Recovery == analysis.Transient {
		words += span(o.Window)
	}
	return words
}

// amounts are those that the flow goes through until it is back, each once.
// With one that ends in total by itself, and in nothing less than a part, is how
// long that takes.
func amounts(o analysis.Outcome) string {
	stages := o.Stages()
	words := make([]string, len(stages))
	for i, stage := range stages {
		words[i] = stage.Amount.String()
		if i+1 == len(stages) || stage.Amount != analysis.Total || stage.Until != analysis.Transient {
			continue
		}
		all := span(o.AllLost)
		if o.Recovery == analysis.Transient && all == span(o.Window) {
			words = words[:i+1] // the rest is less than a second
			break
		}
		words[i] += all
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
