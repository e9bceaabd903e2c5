package analysis

import (
	"strings"
	"time"

	"github.com/loadpath/loadpath/model"
)

// Fate is the outcome in a few words: "total, hard", "total, transient 6s",
// "total then partial, manual". It is empty where no harm is done.
func (o Outcome) Fate() string {
	if o.Recovery == Unharmed {
		return ""
	}
	var amounts []string
	for _, stage := range o.Stages() {
		amounts = append(amounts, stage.Amount.String())
	}
	words := strings.Join(amounts, " then ") + ", " + o.Recovery.String()
	if o.Recovery == Transient {
		words += o.Window.span()
	}
	return words
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
