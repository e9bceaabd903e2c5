package analysis

import (
	"strings"
	"time"

	"github.com/loadpath/loadpath/model"
)

// Fate is the outcome in a few words: "total, hard", "total, transient 6s",
// "total 4s, transient 6s", "total 4s then partial, manual". It is empty where
// no harm is done.
func (o Outcome) Fate() string {
	if o.Recovery == Unharmed {
		return ""
	}
	words := o.amounts() + ", " + o.Recovery.String()
	if o.Recovery == Transient {
		words += o.Window.span()
	}
	return words
}

// amounts are those that the flow goes through until it is back, each once.
// Where all is lost only for a part of the time in which everything automatic
// happens, that is how long. What is partial for the rest of a transient needs
// no word then: it is what the two spans differ by.
func (o Outcome) amounts() string {
	stages := o.Stages()
	transient := o.Recovery == Transient
	if transient && o.TurnsPartial() {
		stages = stages[:len(stages)-1]
	}
	all := o.AllLost.span()
	var words []string
	for _, stage := range stages {
		word := stage.Amount.String()
		if o.TurnsPartial() && stage.Amount == Total && !(transient && all == o.Window.span()) {
			word += all
		}
		words = append(words, word)
	}
	return strings.Join(words, " then ")
}

// span is how long a transient takes, as far as it is known, in whole seconds.
func (w Window) span() string {
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
