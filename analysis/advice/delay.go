package advice

import (
	"fmt"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// quicker are the spans that a setting may be shortened to, the longest first.
func quicker() []model.Duration {
	s := model.Second
	return []model.Duration{60 * s, 30 * s, 20 * s, 10 * s, 5 * s, 2 * s, s, s / 2}
}

// Quicken looks for a setting of one part of a window with which all outcomes
// that it delays are in time: the longest span that is enough or, of a check,
// fewer answers that decide. Where no setting of that part is enough, it looks
// for several that are together.
func (a *Advisor) Quicken(part analysis.Part, outcomes []analysis.Outcome) Answer {
	t := &trial{judge: a.judge, kind: outcomes[0].Failure.Kind}
	for _, o := range outcomes {
		t.want(o)
	}
	p := newProposer(a.result, outcomes[0].Failure, t.flows)
	return a.answer(t, p, func(s *search) {
		s.run(append(spans(part), counts(part)...))
		if len(s.answer.Proven) == 0 {
			s.together(settingsOf(outcomes))
		}
	})
}

// spans are the changes that shorten what is repeated, or the whole.
func spans(part analysis.Part) []Change {
	var changes []Change
	verb, known := map[string]string{
		"health check": "check every %s", "passing check": "check every %s",
		"connect timeout":    "give up a connection that does not open after %s",
		"wait for a replica": "wait for a replica for %s at most",
		"DNS check":          "check every %s", "announcement check": "check every %s",
		"DNS answer":         "let DNS answers be kept for %s",
		"VRRP advertisement": "advertise every %s",
	}[part.What]
	if !known {
		return nil // how long it takes is a fact, and no setting
	}
	for _, span := range quicker() {
		if span < part.Each && (span <= early || part.What != "connect timeout") {
			changes = append(changes, Change{Sentence: fmt.Sprintf(verb, span), Edits: []Edit{Write(part.Path, span)}})
		}
	}
	return changes
}

// counts are the changes that let fewer checks decide.
func counts(part analysis.Part) []Change {
	field, known := map[string]string{"health check": "fall", "passing check": "rise", "DNS check": "fall", "announcement check": "fall"}[part.What]
	if !known {
		return nil
	}
	var changes []Change
	for n := part.Times - 1; n >= 2; n-- {
		changes = append(changes, Change{
			Sentence: fmt.Sprintf("let %s checks decide", number(n)),
			Edits:    []Edit{Write(beside(part.Path, field), n)},
		})
	}
	return changes
}

// beside is the path of another field of the same thing.
func beside(path model.Path, field string) model.Path {
	i := len(path)
	for i > 0 && path[i-1] != '.' {
		i--
	}
	return path[:i] + model.Path(field)
}
