package analysis

import "github.com/loadpath/loadpath/model"

// Derivation shows that the flow loses at least what it loses in a situation,
// in the reading of what is not written in which that is most. It has no claims
// where nothing is lost.
func (r *Result) Derivation(at Situation) Certificate {
	r.lock.Lock()
	defer r.lock.Unlock()
	s := r.engine.study(at.Flow, nil)
	defer s.heal()
	s.gather(&s.blow, at.Failures...)
	s.foresee()
	var worst *reading
	fate, most := 0, None
	for i := range s.fates {
		now := s.enter(at, i)
		restored := s.restored(now)
		for _, r := range s.readings {
			if lost := r.loses(now.Horizon, restored); worst == nil || lost > most {
				worst, fate, most = r, i, lost
			}
		}
	}
	at = s.enter(at, fate)
	c := s.blank(worst, at)
	if most != None {
		s.certify(worst, &c, atLeast(most))
	}
	return c
}

// Around shows that the flow loses at most what it loses in a situation: the way
// around what has failed. There is one for each reading of what is not written,
// in each way in which those may go on between whom no packet passes, and none
// where all is lost in one of them.
func (r *Result) Around(at Situation) []Certificate {
	r.lock.Lock()
	defer r.lock.Unlock()
	s := r.engine.study(at.Flow, nil)
	defer s.heal()
	s.gather(&s.blow, at.Failures...)
	s.foresee()
	var found []Certificate
	for i := range s.fates {
		for _, reading := range s.readings {
			now := s.enter(at, i)
			c := s.blank(reading, now)
			lost := reading.loses(now.Horizon, c.Runbooks)
			if lost == Total {
				return nil
			}
			s.certify(reading, &c, atMost(lost))
			found = append(found, c)
		}
	}
	return found
}

// blank is a certificate without claims, of what is at hand.
func (s *study) blank(r *reading, at Situation) Certificate {
	c := Certificate{Situation: at, Optimistic: r.clientTries, Runbooks: s.restored(at)}
	for _, member := range s.blow.fate.outside {
		c.Outside = append(c.Outside, s.plan.instances[member])
	}
	for _, t := range s.blow.fate.halted {
		c.Halted = append(c.Halted, s.plan.services[t])
	}
	return c
}

// restored are the runbooks that bring a flow back to what it loses with
// nothing failed, if they do.
func (s *study) restored(at Situation) []*model.Runbook {
	if at.Horizon != AfterPerson || !s.haveRunbooks(at.Failures) {
		return nil
	}
	lost := None
	for _, r := range s.readings {
		lost = max(lost, r.value[r.root][AfterPerson])
	}
	if lost <= s.baseline() {
		return nil
	}
	var found []*model.Runbook
	for _, f := range at.Failures {
		found = append(found, s.runbook(f, s.flow))
	}
	return found
}

// loses is what the flow loses at a horizon, or with nothing failed where
// runbooks bring it back to that.
func (r *reading) loses(h Horizon, restored []*model.Runbook) Amount {
	if restored != nil {
		return r.steady[r.root]
	}
	return r.value[r.root][h]
}

// enter lets the blow at hand fall, with one of its fates. There is no meanwhile
// where nothing happens at that moment.
func (s *study) enter(at Situation, fate int) Situation {
	s.heal()
	if at.Meanwhile {
		at.Horizon = AfterFailover
		if at.Meanwhile = s.meetPending(fate, at.Moment); at.Meanwhile {
			return at
		}
	}
	s.meet(fate)
	return at
}

func atLeast(lost Amount) Statement {
	if lost == Total {
		return LosesAll
	}
	return LosesSome
}

func atMost(lost Amount) Statement {
	if lost == None {
		return LosesNothing
	}
	return LosesNotAll
}

// certify collects the claims from which follows what the flow loses in one
// reading. It heals the reading.
func (s *study) certify(r *reading, c *Certificate, says Statement) {
	p := &prover{reading: r, at: c.Horizon, inside: none, known: make(map[goal]int32)}
	p.want(goal{node: r.root, user: none, says: says, intact: c.Runbooks != nil})
	p.prove()
	s.heal()
	p.intact, p.at = true, AfterFailover
	p.prove()
	c.Claims = p.claims(s.plan)
}
