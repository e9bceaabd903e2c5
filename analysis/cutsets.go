package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// cutSetTrials is how many sets CutSets tries at most: some seconds' work.
const cutSetTrials = 1_000_000

// CutSets are the minimal sets of at most order failures that stop the flow: it
// is lost in total after failover, when everything automatic has happened and
// nobody has done anything yet. Where what is not written decides, the worse
// is taken; a circle of services that may flap loses a part.
//
// What fails is every instance, external, server and zone that the flow
// touches, in the way that the result was asked for (Options), and where that
// asks for connections each way between two instances; but not what is assumed
// to be perfect. Each is an event of its own, so that a server is listed beside
// the one instance that it carries. A set stops the flow when exactly its
// members fail, and is minimal when no smaller part of it does. Black holes
// and backups make a system in which a superset of a cut set may do less harm,
// so nothing is concluded from one set to another.
//
// The search is a tree of hitting sets (Reiter, A theory of diagnosis from
// first principles, Artificial Intelligence 32, 1987): a set that does not stop
// the flow has a ground, which are failures one of which is missing for that,
// and only those are tried in addition. For what is monotone a ground is a
// path set; it is wider where a choice may turn, and then as exact. So the
// effort grows with the redundancy of the flow and not with its size: to the
// power of order with the size of a ground.
//
// The sets come smaller ones first, then in the order of the failures. At most
// limit are given (0: any number), and no more than a million sets are tried;
// complete tells whether these are all there are. A flow that is lost in total
// with nothing failed has one: the empty set.
func (r *Result) CutSets(f *model.Flow, order, limit int) (sets [][]Failure, complete bool) {
	return r.CutSetsWithin(f, order, limit, cutSetTrials)
}

// CutSetsWithin is CutSets that tries so many sets at most.
func (r *Result) CutSetsWithin(f *model.Flow, order, limit, trials int) (sets [][]Failure, complete bool) {
	r.lock.Lock()
	defer r.lock.Unlock()
	after := AfterFailover
	s := newSearch(r.engine.study(f, &after))
	s.trials = trials
	if s.stops(nil) {
		return [][]Failure{{}}, true
	}
	level := []branch{{parent: none}}
	for size := 1; size <= order && len(level) > 0; size++ {
		var found [][]int32
		found, level = s.grow(level, size < order)
		for _, set := range found {
			sets = append(sets, s.failures(set))
		}
		if limit > 0 && len(sets) > limit {
			return sets[:limit], false
		}
		if s.trials < 0 {
			return sets, false
		}
	}
	return sets, true
}

// search looks for cut sets, by size.
type search struct {
	*study
	*events
	grounds []*ground // of the readings
	trials  int

	branches []branch // those that others grow from
	arena    []int32  // their grounds
	cuts     cutSets
	failing  []Failure // scratch
}

// branch is a set that does not stop the flow: its parent's, and an event of
// that one's ground. The events before that in the ground are not added any
// more: their own branches have them. So every set is met once.
type branch struct {
	parent int32
	lo, at int32 // arena[lo:at] are out, arena[at] is added
}

func newSearch(s *study) *search {
	found := &search{study: s, events: s.events(), trials: cutSetTrials}
	for _, r := range s.readings {
		found.grounds = append(found.grounds, newGround(r, found.events))
	}
	return found
}

// grow tries all sets that are one event larger than those of a level, and
// gives the cut sets among them, in order, and, where there is more to come,
// the others.
func (s *search) grow(level []branch, more bool) (cuts [][]int32, next []branch) {
	for _, b := range level {
		set := s.enter(b)
		lo, number := int32(len(s.arena)), int32(len(s.branches))
		s.arena = append(s.arena, s.ground(set)...)
		s.branches = append(s.branches, b)
		for at := lo; at < int32(len(s.arena)); at++ {
			larger := with(set, s.arena[at])
			if s.cuts.within(larger, s.arena[at]) {
				continue
			}
			if s.trials--; s.trials < 0 {
				break
			}
			switch {
			case s.stops(larger):
				cuts = append(cuts, larger)
			case more:
				next = append(next, branch{number, lo, at})
			}
		}
		if !more {
			s.arena, s.branches = s.arena[:lo], s.branches[:number]
		}
		s.leave(b)
		if s.trials < 0 {
			break
		}
	}
	slices.SortFunc(cuts, slices.Compare)
	for _, set := range cuts {
		s.cuts.add(set)
	}
	return cuts, next
}

// enter turns to a branch: it is its set, in order, and what its branch leaves
// out is barred. leave turns away from it.
func (s *search) enter(b branch) []int32 {
	var set []int32
	for ; b.parent != none; b = s.branches[b.parent] {
		set = append(set, s.arena[b.at])
		s.bar(s.arena[b.lo:b.at+1], true)
	}
	slices.Sort(set)
	return set
}

func (s *search) leave(b branch) {
	for ; b.parent != none; b = s.branches[b.parent] {
		s.bar(s.arena[b.lo:b.at+1], false)
	}
}

func (s *search) bar(list []int32, out bool) {
	for _, event := range list {
		s.barred[event] = out
	}
}

// with is a sorted set and one more.
func with(set []int32, event int32) []int32 {
	at, _ := slices.BinarySearch(set, event)
	larger := make([]int32, 0, len(set)+1)
	return append(append(append(larger, set[:at]...), event), set[at:]...)
}

// stops tells whether the flow is lost in total when the set fails.
func (s *search) stops(set []int32) bool {
	defer s.heal()
	return s.fail(set, func(r *reading) bool { return r.value[r.root][AfterFailover] == Total })
}

// ground is the ground of a set that does not stop the flow, without what is
// barred.
func (s *search) ground(set []int32) []int32 {
	defer s.heal()
	var all []int32
	s.fail(set, func(r *reading) bool {
		all = append(all, s.grounds[slices.Index(s.readings, r)].collect()...)
		return false
	})
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(event int32) bool { return s.barred[event] })
}

// fail lets the events of a set happen, and asks each reading in each fate
// until one says yes. Only what is true after failover counts here, and of
// circles that flap only that they do, so nothing that is pending is looked at,
// and no other state.
func (s *search) fail(set []int32, asked func(*reading) bool) bool {
	s.failing = s.failing[:0]
	for _, event := range set {
		s.failing = append(s.failing, s.happens[event])
	}
	s.gather(&s.blow, s.failing...)
	s.foresee()
	for _, f := range s.fates {
		s.blow.fate = f
		for _, r := range s.readings {
			r.heal()
			r.spread(&s.blow, s.sites)
			if asked(r) {
				return true
			}
		}
	}
	return false
}

func (s *search) failures(set []int32) []Failure {
	failures := make([]Failure, len(set))
	for i, event := range set {
		failures[i] = s.happens[event]
	}
	return failures
}
