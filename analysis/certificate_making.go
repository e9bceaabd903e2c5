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
	at = s.enter(at)
	restored := s.restored(at)
	worst := s.readings[0]
	for _, other := range s.readings[1:] {
		if other.loses(at.Horizon, restored) > worst.loses(at.Horizon, restored) {
			worst = other
		}
	}
	c := Certificate{Situation: at, Optimistic: worst.clientTries, Runbooks: restored}
	if lost := worst.loses(at.Horizon, restored); lost != None {
		s.certify(worst, &c, atLeast(lost))
	}
	return c
}

// Around shows that the flow loses at most what it loses in a situation: the way
// around what has failed. There is one for each reading of what is not written,
// and none where all is lost in one of them.
func (r *Result) Around(at Situation) []Certificate {
	r.lock.Lock()
	defer r.lock.Unlock()
	s := r.engine.study(at.Flow, nil)
	defer s.heal()
	var found []Certificate
	for _, reading := range s.readings {
		at = s.enter(at)
		c := Certificate{Situation: at, Optimistic: reading.clientTries, Runbooks: s.restored(at)}
		lost := reading.loses(at.Horizon, c.Runbooks)
		if lost == Total {
			return nil
		}
		s.certify(reading, &c, atMost(lost))
		found = append(found, c)
	}
	return found
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

// enter lets the failures of a situation happen. There is no meanwhile where
// nothing happens at that moment.
func (s *study) enter(at Situation) Situation {
	s.heal()
	if at.Meanwhile {
		at.Horizon = AfterFailover
		if at.Meanwhile = s.strikePending(at.Moment, at.Failures...); at.Meanwhile {
			return at
		}
	}
	s.strike(at.Failures...)
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
