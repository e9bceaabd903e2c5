package advice

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// setting is what one setting may be shortened to, the longest span first.
type setting []Change

// settingsOf are those that some outcomes take their time by.
func settingsOf(outcomes []analysis.Outcome) []setting {
	var all []setting
	var seen []model.Path
	for _, o := range outcomes {
		for _, part := range o.Window.Parts {
			if slices.Contains(seen, part.Path) {
				continue
			}
			seen = append(seen, part.Path)
			if changes := spans(part); len(changes) > 0 {
				all = append(all, changes)
			}
		}
	}
	return all
}

// upTo is the longest span of a setting that is no longer than another, as an
// index.
func (s setting) upTo(span model.Duration) int {
	return slices.IndexFunc(s, func(c Change) bool { return c.Edits[0].value.Interface().(model.Duration) <= span })
}

// together looks for several settings that are quick enough together: all are
// shortened to the same span until that is enough, and then each is let go as
// far as it can.
func (s *search) together(settings []setting) {
	chosen := make([]int, len(settings)) // of each: which change, or none
	for _, span := range quicker() {
		count := 0
		for i, setting := range settings {
			if chosen[i] = setting.upTo(span); chosen[i] != none {
				count++
			}
		}
		if count < 2 {
			continue
		}
		if proven, ok := s.proves(jointly(settings, chosen)); ok {
			s.answer.Proven = append(s.answer.Proven, s.relaxed(settings, chosen, proven))
			return
		}
	}
}

// relaxed is the mildest such change that is found by looking at one setting
// after the other.
func (s *search) relaxed(settings []setting, chosen []int, found Proven) Proven {
	for i := range settings {
		quickest := chosen[i]
		for milder := none; milder < quickest; milder++ {
			chosen[i] = milder
			if proven, ok := s.proves(jointly(settings, chosen)); ok {
				found = proven
				break
			}
			chosen[i] = quickest
		}
	}
	return found
}

// jointly is one change of all that are chosen.
func jointly(settings []setting, chosen []int) Change {
	var c Change
	var words []string
	for i, setting := range settings {
		if chosen[i] == none {
			continue
		}
		words = append(words, setting[chosen[i]].Sentence)
		c.Edits = append(c.Edits, setting[chosen[i]].Edits...)
	}
	if len(words) > 0 {
		c.Sentence = joined(words[0], words[1:])
	}
	return c
}
