package analysis

import "slices"

// judge says what has become of the flow.
func (s *study) judge(failures ...Failure) Outcome {
	pessimistic := s.readings[0]
	root := pessimistic.root
	base := s.baseline()
	repaired := s.haveRunbooks(failures)
	lost := pessimistic.value[root].repaired(repaired, base)
	meanwhile, before := pessimistic.moreMeanwhile(), pessimistic.worstBefore
	same, flaps := true, pessimistic.flaps || pessimistic.restless || meanwhile != None && pessimistic.unsettled
	for _, optimistic := range s.readings[1:] {
		better := optimistic.value[root].repaired(repaired, base)
		same = same && better == lost && optimistic.moreMeanwhile() == meanwhile
		flaps = flaps || optimistic.flaps || optimistic.restless
		if more := optimistic.moreMeanwhile(); more > meanwhile {
			meanwhile, before = more, optimistic.worstBefore
		}
		flaps = flaps || optimistic.moreMeanwhile() != None && optimistic.unsettled
		for h := range lost {
			lost[h] = max(lost[h], better[h])
		}
	}
	o := Outcome{Flow: s.flow, Lost: lost, Amount: lost.worst(), Recovery: lost.recovery(base)}
	if meanwhile > max(lost[BeforeFailover], lost[AfterFailover]) {
		o.Meanwhile, o.Moment, o.Amount = meanwhile, before, max(o.Amount, meanwhile)
		if o.Recovery == Unharmed && meanwhile > base {
			o.Recovery = Transient
		}
	}
	if len(failures) > 0 {
		o.Failure, o.more = failures[0], failures[1:]
	}
	switch {
	case o.Recovery == Unharmed && s.mayHarm(base):
		o.Recovery, o.Lost = Undecided, s.atWorst(o.Lost)
		o.Amount = verdict(o.Lost).worst()
	case o.Recovery == Unharmed:
	case !same:
		o.Recovery, o.Missing = Undecided, s.missing()
	case flaps:
		o.Recovery = Undecided
	case o.Recovery == Transient || lost[BeforeFailover] > lost[AfterFailover]:
		pessimistic.tellTime(&o, base)
	}
	return o
}

// mayHarm tells whether a state of a circle without a settled one loses more
// than is lost with nothing failed.
func (s *study) mayHarm(base Amount) bool {
	return slices.ContainsFunc(s.readings, func(r *reading) bool { return r.flaps && r.atWorst.worst() > base })
}

// atWorst is the most that is lost in any state of such a circle.
func (s *study) atWorst(lost [horizons]Amount) [horizons]Amount {
	for _, r := range s.readings {
		for h := range lost {
			if r.flaps {
				lost[h] = max(lost[h], r.atWorst[h])
			}
		}
	}
	return lost
}
