package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Evidence is how the request breaks: the chain from the failure to the user,
// each step with the place in the architecture that it hangs on. It is worked
// out when it is asked for; where no harm is done there is none.
func (r *Result) Evidence(o Outcome) []Step {
	if o.Recovery == Unharmed {
		return nil
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	s := r.engine.study(o.Flow, nil)
	defer s.heal()
	s.gather(&s.blow, o.Failures()...)
	s.foresee()
	for i := range s.fates {
		s.heal()
		if !o.lostMeanwhile() || !s.meetPending(i, o.Moment) {
			s.meet(i)
		}
		if s.telling(o) != nil {
			break
		}
	}
	return s.evidence(o)
}

// account is the chain in work. It is told from the user down to what failed
// and turned round at the end.
type account struct {
	*study
	*reading
	outcome Outcome
	// at is the horizon that is told of: the last at which the outcome is
	// what it is.
	at    Horizon
	steps []Step
	// caller is who uses the pool in hand, as an instance; none for the users.
	caller int32
	// fine are those that still answer the other requests.
	fine []string
	// last is the pool at which the way ended.
	last *node
}

func (s *study) evidence(o Outcome) []Step {
	a := &account{study: s, reading: cmp.Or(s.telling(o), s.readings[0]), outcome: o, at: o.toldAt(), caller: none}
	a.follow(a.root)
	slices.Reverse(a.steps)
	var steps []Step
	failed := o.Failures()
	shown := len(failed)
	if shown > 4 {
		shown = 3
	}
	for _, f := range failed[:shown] {
		steps = append(steps, a.deaths(f))
	}
	if more := failed[shown:]; len(more) > 0 {
		var names []string
		for _, f := range more {
			names = append(names, f.Name())
		}
		steps = append(steps, Step{fmt.Sprintf("%d more fail with them: %s", len(more), listed(folded(names, "more"))), more[0].Path()})
	}
	steps = append(steps, a.befallen()...)
	steps = append(steps, a.steps...)
	steps = append(steps, a.splitBrains()...)
	if a.flaps || a.restless {
		steps = append(steps, a.circle())
	}
	for _, path := range o.Missing {
		steps = append(steps, Step{"what happens then is not written: it depends on " + string(path), path})
	}
	return append(steps, a.ending())
}

// telling is the reading in which the harm is done; nil where none of the fate
// at hand is.
func (s *study) telling(o Outcome) *reading {
	lost := o.Lost[o.toldAt()]
	if o.lostMeanwhile() {
		lost = o.Meanwhile
	}
	for _, r := range s.readings {
		if r.value[r.root][o.toldAt()] == lost {
			return r
		}
	}
	return nil
}

// toldAt is the horizon that shows what the outcome hangs on: the last one
// before the flow comes back. Where that is undecided it is the last at which
// most is lost.
func (o Outcome) toldAt() Horizon {
	switch {
	case o.lostMeanwhile():
		return AfterFailover // of the world in which the promotion is pending
	case o.Recovery == Transient:
		return BeforeFailover
	case o.Recovery == Manual:
		return AfterFailover
	}
	at := AfterPerson
	for at > BeforeFailover && o.Lost[at] < verdict(o.Lost).worst() && o.Recovery == Undecided {
		at--
	}
	return at
}

// lostMeanwhile tells whether the flow loses most between the failure and when
// everything automatic has happened.
func (o Outcome) lostMeanwhile() bool {
	return (o.Recovery == Transient || o.Recovery == Undecided) && o.Meanwhile != None
}

// follow tells the way from a pool down to something dead. A circle is told
// once round.
func (a *account) follow(pool int32) {
	seen := make(map[int32]bool)
	for !seen[pool] {
		seen[pool] = true
		n := &a.nodes[pool]
		a.last = n
		a.asker = a.caller
		target := a.tell(n)
		lost := target != none && a.isCut(a.caller, a.nodes[target].instance)
		a.asker = none
		if lost {
			return
		}
		if target == none || !a.works(a.nodes[target].instance) {
			if target != none && a.down[a.nodes[target].instance] == up {
				a.steps = append(a.steps, a.quorumLost(a.nodes[target].instance))
			}
			return
		}
		if a.value[target][a.at] == None {
			return // it is good, there are only too few of them
		}
		a.caller = a.nodes[target].instance
		pool = a.worstPool(target)
	}
}

// worstPool is the pool by which an instance loses most.
func (a *account) worstPool(n int32) int32 {
	at := &a.nodes[n]
	worst := a.edges[at.lo]
	most := None
	for _, pool := range a.edges[at.lo:at.hi] {
		if lost, _ := a.poolFor(at.instance, pool, a.at); lost > most {
			worst, most = pool, lost
		}
	}
	return worst
}

// deaths says what one of the failures is, and what it took along, as far as
// the flow goes.
func (a *account) deaths(f Failure) Step {
	text := f.Name() + [...]string{" is dead", " hangs", " is cut off"}[f.Kind]
	switch {
	case f.From != nil:
		text = "no packet passes between " + f.From.Name() + " and " + f.To.Name()
	case f.Instance == nil:
		took := slices.Sorted(slices.Values(a.taken(f, nil)))
		names := make([]string, 0, len(took))
		for _, instance := range took {
			names = append(names, a.name(instance))
		}
		if len(names) > 0 {
			text += ", and with it " + listed(folded(names, "more instances"))
		}
	}
	return Step{text, f.Path()}
}

// folded leaves out what a reader would not go through: of more than four names
// all but the first three, and how many they are.
func folded(names []string, more string) []string {
	if len(names) <= 4 {
		return names
	}
	return append(names[:3:3], strconv.Itoa(len(names)-3)+" "+more)
}

// listed joins names as people do: "a, b and c".
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func (a *account) name(instance int32) string { return a.engine.plan.instances[instance].Name() }

// quorumLost says that a tier has too few members left.
func (a *account) quorumLost(instance int32) Step {
	t := a.engine.plan.tierOf[instance]
	tier := &a.engine.plan.tiers[t]
	switch {
	case a.halted[t]:
		text := tier.service.Name + " works only while " + strconv.Itoa(int(tier.quorum)) + " of its instances see each other, and no more do"
		return Step{text, tier.service.Path.Field("quorum")}
	case a.outside[instance]:
		return Step{a.name(instance) + " does nothing without the others of " + tier.service.Name, a.membership(t)}
	}
	text := tier.service.Name + " works only while " + strconv.Itoa(int(tier.quorum)) + " of its instances are alive, and " +
		strconv.Itoa(int(a.alive[t])) + " of " + strconv.Itoa(int(tier.size)) + " are"
	return Step{text, tier.service.Path.Field("quorum")}
}
