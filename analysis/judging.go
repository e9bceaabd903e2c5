package analysis

import "github.com/loadpath/loadpath/model"

// hearing is what the readings of a flow say of a blow, in one of its fates or
// in several.
type hearing struct {
	lost, atWorst verdict // the most of what any of them says
	meanwhile     Amount
	before        model.Duration // the moment before which that is lost
	same          bool           // all say the same
	flaps         bool
	mayHarm       bool
}

// hear asks all readings. With a runbook no more is lost after a person has
// acted than with nothing failed, which is base.
func (s *study) hear(repaired bool, base Amount) hearing {
	var h hearing
	for i, r := range s.readings {
		lost := r.value[r.root].repaired(repaired, base)
		said := hearing{lost: lost, atWorst: lost, meanwhile: r.moreMeanwhile(), before: r.worstBefore, same: true}
		said.flaps = r.flaps || r.restless || said.meanwhile != None && r.unsettled
		if r.flaps {
			said.mayHarm = r.atWorst.worst() > base
			for at := range said.atWorst {
				said.atWorst[at] = max(lost[at], r.atWorst[at])
			}
		}
		if i == 0 {
			h = said
			continue
		}
		h.add(said)
	}
	return h
}

// add is what is said of further cases.
func (h *hearing) add(said hearing) {
	h.same = h.same && said.same && said.lost == h.lost && said.meanwhile == h.meanwhile
	h.flaps, h.mayHarm = h.flaps || said.flaps, h.mayHarm || said.mayHarm
	if said.meanwhile > h.meanwhile {
		h.meanwhile, h.before = said.meanwhile, said.before
	}
	for at := range h.lost {
		h.lost[at] = max(h.lost[at], said.lost[at])
		h.atWorst[at] = max(h.atWorst[at], said.atWorst[at])
	}
}

// judge says what has become of the flow, in all fates of the blow at hand.
func (s *study) judge(failures ...Failure) Outcome {
	base, repaired := s.baseline(), s.haveRunbooks(failures)
	var h hearing
	parted := false
	for i := range s.fates {
		s.turn(i)
		said := s.hear(repaired, base)
		if i == 0 {
			h = said
			continue
		}
		parted = parted || said.lost != h.lost || said.meanwhile != h.meanwhile
		h.add(said)
	}
	o := Outcome{Flow: s.flow, Lost: h.lost, Amount: h.lost.worst(), Recovery: h.lost.recovery(base)}
	if h.meanwhile > max(h.lost[BeforeFailover], h.lost[AfterFailover]) {
		o.Meanwhile, o.Moment, o.Amount = h.meanwhile, h.before, max(o.Amount, h.meanwhile)
		if o.Recovery == Unharmed && h.meanwhile > base {
			o.Recovery = Transient
		}
	}
	if len(failures) > 0 {
		o.Failure, o.more = failures[0], failures[1:]
	}
	switch {
	case o.Recovery == Unharmed && h.mayHarm:
		o.Recovery, o.Lost = Undecided, h.atWorst
		o.Amount = verdict(o.Lost).worst()
	case o.Recovery == Unharmed:
	case !h.same:
		o.Recovery, o.Missing = Undecided, s.missing()
		if parted {
			s.tellUnsettled(&o)
		}
	case h.flaps:
		o.Recovery = Undecided
	case o.Recovery == Transient || h.lost[BeforeFailover] > h.lost[AfterFailover]:
		s.tellTime(&o, base)
	}
	return o
}

// tellTime fills in the times of the fate in which it takes longest until
// everything automatic has happened.
func (s *study) tellTime(o *Outcome, base Amount) {
	for i := len(s.fates) - 1; i >= 0; i-- { // the last is at hand
		s.turn(i)
		told := *o
		s.readings[0].tellTime(&told, base)
		if i == len(s.fates)-1 || o.Window.Known() && (!told.Window.Known() || told.Window.Length > o.Window.Length) {
			*o = told
		}
	}
}
