package drill

import "slices"

// State is where a drill stands, by its journal.
type State struct {
	// Digest is that of the plan; empty where no drill began. Ended: it did.
	Digest string
	Ended  bool
	// Open are the containers that were broken, or were about to be, and are
	// not known to be repaired, in the order in which that was done.
	Open []OpenBreak
	// Acted are the trials in which a person began to act and roles are not
	// known to be back.
	Acted []string
	// Seen are the observations of the trials that are judged, in that order.
	Seen []Observation
}

// OpenBreak is a container that is to be repaired.
type OpenBreak struct {
	Trial string
	Broken
}

// StateOf is where a drill stands after some events. A trial that was judged
// twice counts as it was last. A restored event without a trial is about all
// that is broken, and one with a container about that alone.
func StateOf(events []Event) State {
	var s State
	for _, e := range events {
		switch {
		case e.What == Began && s.Digest == "":
			s.Digest = e.Text
		case e.What == Began:
			s.Ended = false // it goes on
		case e.What == Breaks && e.Broken != nil:
			s.Open = append(s.Open, OpenBreak{e.Trial, *e.Broken})
		case e.What == Steps:
			s.Acted = append(s.Acted, e.Trial)
		case e.What == Restored:
			s.restored(e)
		case e.What == Judged && e.Seen != nil:
			s.Seen = slices.DeleteFunc(s.Seen, func(o Observation) bool { return o.Trial == e.Seen.Trial })
			s.Seen = append(s.Seen, *e.Seen)
		case e.What == Ended:
			s.Ended = true
		}
	}
	return s
}

func (s *State) restored(e Event) {
	meant := func(trial string) bool { return e.Trial == "" || e.Trial == trial }
	s.Open = slices.DeleteFunc(s.Open, func(o OpenBreak) bool {
		return meant(o.Trial) && (e.Broken == nil || e.Broken.Container == o.Container)
	})
	if e.Broken == nil {
		s.Acted = slices.DeleteFunc(s.Acted, meant)
	}
}

// IsSeen tells whether a trial is judged.
func (s State) IsSeen(trial string) bool {
	return slices.ContainsFunc(s.Seen, func(o Observation) bool { return o.Trial == trial })
}
