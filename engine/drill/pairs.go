package drill

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// How far pairs are looked for, and how many are tried.
const (
	pairSets   = 5000
	pairTrials = 20_000
	mostPairs  = 12
)

// pair is two failures, in the order of the analysis.
type pair [2]analysis.Failure

func (p pair) name() string { return trialName(p[:]) }

// pairs adds the trials of two failures that stop a flow together, and neither
// alone. Of those that are alike one is tried; so is none that only takes
// another pair along.
func (b *builder) pairs(r *analysis.Result) {
	s := &pairing{builder: b, r: r, place: make(map[analysis.Failure]int), alike: make(map[string]pair)}
	for i, f := range r.Failures {
		s.place[f] = i
	}
	own, around := s.find()
	for _, p := range own {
		s.tryPair(p)
	}
	for _, p := range around {
		b.skip(p.name(), "they take along a pair that stops the flow already")
	}
}

// pairing is the search for pairs of one kind.
type pairing struct {
	*builder
	r     *analysis.Result
	place map[analysis.Failure]int
	alike map[string]pair // what was tried, by what it is alike in
	tried int
}

// find are the pairs of all flows, each once, in the order of the analysis, and
// those that take along a pair of the same flow.
func (s *pairing) find() (own, around []pair) {
	for _, flow := range s.flows {
		sets, complete := s.r.CutSetsWithin(flow, 2, pairSets, pairTrials)
		if !complete {
			s.skip("more pairs that stop "+flow.Name, "the search for them was given up")
		}
		var all []pair
		for _, set := range sets {
			if len(set) == 2 && s.asked(set) {
				all = append(all, pair(set))
			}
		}
		mine, theirs := s.explained(all)
		own, around = append(own, mine...), append(around, theirs...)
	}
	own = s.sorted(own)
	return own, slices.DeleteFunc(s.sorted(around), func(p pair) bool { return slices.Contains(own, p) })
}

// asked tells whether one of the two is among what the options name.
func (s *pairing) asked(set []analysis.Failure) bool {
	if len(s.options.Only) == 0 {
		return true
	}
	for _, name := range s.options.Only {
		failures, err := s.r.Parse(name)
		if err == nil && slices.ContainsFunc(set, func(f analysis.Failure) bool { return slices.Contains(failures, f) }) {
			return true
		}
	}
	return false
}

func (s *pairing) sorted(all []pair) []pair {
	slices.SortFunc(all, func(x, y pair) int {
		return slices.Compare([]int{s.place[x[0]], s.place[x[1]]}, []int{s.place[y[0]], s.place[y[1]]})
	})
	return slices.Compact(all)
}

// explained parts pairs: one is explained by another where each of its two is
// one of the other's, or a server or zone around that.
func (s *pairing) explained(all []pair) (own, around []pair) {
	outer := make(map[pair]bool)
	for _, p := range all {
		for i, x := range outwards(p[0]) {
			for k, y := range outwards(p[1]) {
				if i+k > 0 {
					outer[pair{x, y}], outer[pair{y, x}] = true, true
				}
			}
		}
	}
	for _, p := range all {
		if outer[p] {
			around = append(around, p)
		} else {
			own = append(own, p)
		}
	}
	return own, around
}

// outwards are a failure, and those of the server and the zones around it.
func outwards(f analysis.Failure) []analysis.Failure {
	found := []analysis.Failure{f}
	var zone *model.Zone
	switch {
	case f.Instance != nil && f.Instance.Server != nil:
		found = append(found, analysis.Failure{Server: f.Instance.Server, Kind: f.Kind})
		zone = f.Instance.Server.Zone
	case f.Server != nil:
		zone = f.Server.Zone
	case f.Zone != nil:
		zone = f.Zone.Parent
	}
	for _, z := range around(zone) {
		found = append(found, analysis.Failure{Zone: z, Kind: f.Kind})
	}
	return found
}

// tryPair adds a pair, unless one is tried already that is alike: of the same
// services, and with the same outcomes.
func (s *pairing) tryPair(p pair) {
	key := []string{sortOf(p[0]), sortOf(p[1])}
	for _, o := range s.outcomes(s.r, p[:]) {
		key = append(key, o.Fate())
	}
	first, known := s.alike[strings.Join(key, "\n")]
	switch {
	case known:
		s.skip(p.name(), "it is like the "+first.name()+", which is tried")
		return
	case s.tried == mostPairs:
		s.skip(p.name(), fmt.Sprintf("%d pairs are tried, and no more: --only names this one", mostPairs))
		return
	}
	s.alike[strings.Join(key, "\n")] = p
	s.tried++
	s.try(s.r, p[:]...)
}

// sortOf is what failures share that may do the same.
func sortOf(f analysis.Failure) string {
	switch {
	case f.Zone != nil:
		return "zone"
	case f.Server != nil:
		return "server"
	}
	return f.Instance.Service.Name
}
