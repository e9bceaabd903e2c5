package analysis

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// cutSetTrials is how many sets CutSets tries at most: some seconds' work.
const cutSetTrials = 1_000_000

// CutSets are the minimal sets of at most order crashes that stop the flow: it
// is lost in total after failover, when everything automatic has happened and
// nobody has done anything yet. Where what is not written decides, the worse
// is taken.
//
// What crashes is every instance, external, server and zone that the flow
// touches, but what is assumed to be perfect; each is an event of its own, so
// that a server is listed beside the one instance that it carries. A set stops
// the flow when exactly its members fail, and is minimal when no smaller part
// of it does. Black holes and backups make a system in which a superset of a
// cut set may do less harm, so nothing is concluded from one set to another:
// every set without a cut set in it is tried. Failures that do not touch what
// the flow hangs on cannot be in a minimal set, as they change no answer. With
// n events that is n to the power of order trials, so an order above 3 is for
// small systems.
//
// The sets come smaller ones first, then in the order of the failures. At most
// limit are given (0: any number), and no more than a million sets are tried;
// complete tells whether these are all there are. A flow that is lost in total
// with nothing failed has one: the empty set.
func (r *Result) CutSets(f *model.Flow, order, limit int) (sets [][]Failure, complete bool) {
	r.lock.Lock()
	defer r.lock.Unlock()
	s := search{study: r.engine.study(f), limit: limit, trials: cutSetTrials, cuts: make(map[string]bool)}
	s.events = s.crashes(r.Failures)
	if s.stops() {
		return [][]Failure{{}}, true
	}
	for size := 1; size <= min(order, len(s.events)); size++ {
		if !s.choose(0, size) {
			return s.found, false
		}
	}
	return s.found, true
}

// search looks for cut sets, by size.
type search struct {
	*study
	events []Failure
	limit  int
	trials int

	set   []int // positions in events, rising
	found [][]Failure
	cuts  map[string]bool // those found, by positions
}

// crashes are what may fail in the cone, in the order in which failures are
// looked at.
func (s *search) crashes(all []Failure) []Failure {
	touches := make(map[Failure]bool)
	for _, f := range s.touching(Crash) {
		touches[f] = true
	}
	var events []Failure
	for _, f := range all {
		if f.From == nil {
			f.Kind = Crash
			if touches[f] {
				events = append(events, f)
			}
		}
	}
	return events
}

// choose tries all sets that add so many events, from the given one on, to the
// set in hand. It tells whether the search goes on.
func (s *search) choose(from, missing int) bool {
	if missing == 0 {
		return s.try()
	}
	for i := from; i <= len(s.events)-missing; i++ {
		s.set = append(s.set, i)
		goesOn := s.hasCut() || s.choose(i+1, missing-1)
		s.set = s.set[:len(s.set)-1]
		if !goesOn {
			return false
		}
	}
	return true
}

// hasCut tells whether a cut set that contains the last event is in the set.
// Those without it were seen when it was not there yet.
func (s *search) hasCut() bool {
	last := len(s.set) - 1
	for bits := range 1 << last {
		var part []int
		for i, event := range s.set[:last] {
			if bits>>i&1 == 1 {
				part = append(part, event)
			}
		}
		if s.cuts[key(append(part, s.set[last]))] {
			return true
		}
	}
	return false
}

func key(set []int) string { return fmt.Sprint(set) }

func (s *search) try() bool {
	if s.trials--; s.trials < 0 {
		return false
	}
	if !s.stops() {
		return true
	}
	if s.limit > 0 && len(s.found) == s.limit {
		return false
	}
	s.cuts[key(s.set)] = true
	s.found = append(s.found, s.failures())
	return true
}

// stops tells whether the flow is lost in total when the set fails.
func (s *search) stops() bool {
	s.strike(s.failures()...)
	defer s.heal()
	return slices.ContainsFunc(s.readings, func(r *reading) bool { return r.value[r.root][AfterFailover] == Total })
}

func (s *search) failures() []Failure {
	failures := make([]Failure, len(s.set))
	for i, event := range s.set {
		failures[i] = s.events[event]
	}
	return failures
}
