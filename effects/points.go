package effects

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
)

// toldFlows is for how many flows of a single point the chain is worked out.
// Those of more rarely differ, and each costs the analysis of a flow.
const toldFlows = 16

// point is single points of failure that do the same to every flow.
type point struct {
	failures []analysis.Failure
	outcomes []analysis.Outcome // of the first
	// related are the servers and zones that take the first along.
	related []analysis.Failure
	// alike are those for which one change may do.
	alike []analysis.SinglePoint
}

// points are the single points of failure, alike ones folded, in the order of
// the analysis.
func (s *sheet) points() []point {
	singles := make(map[analysis.Failure]analysis.SinglePoint)
	var failures []analysis.Failure
	for _, p := range s.Analysis.SinglePoints() {
		if len(s.ofShownFlows(p.Outcomes)) > 0 {
			singles[p.Failure] = p
			failures = append(failures, p.Failure)
		}
	}
	rows, _ := s.fold(failures)
	points := make([]point, len(rows))
	for i, row := range rows {
		single := singles[row.failures[0]]
		points[i] = point{
			failures: row.failures, outcomes: s.ofShownFlows(single.Outcomes), related: single.Related,
			alike: s.alikeOf(each(row.failures, func(f analysis.Failure) analysis.SinglePoint { return singles[f] })),
		}
	}
	return points
}

// chain is how the requests of some flows break, from the failure to the user.
type chain struct {
	outcomes []analysis.Outcome
	steps    []analysis.Step // the last one speaks of the first flow
}

// chains are those of the first outcomes; flows that break in the same way
// share one.
func (s *sheet) chains(outcomes []analysis.Outcome) []chain {
	var chains []chain
	for _, o := range outcomes[:min(len(outcomes), toldFlows)] {
		steps := s.Analysis.Evidence(o)
		last := len(steps) - 1
		i := slices.IndexFunc(chains, func(c chain) bool {
			return len(c.steps) == len(steps) && slices.Equal(c.steps[:last], steps[:last])
		})
		if i < 0 {
			i = len(chains)
			chains = append(chains, chain{steps: steps})
		}
		chains[i].outcomes = append(chains[i].outcomes, o)
	}
	return chains
}

// place is servers or zones that take the same along and do the same harm.
type place struct {
	row
	taken []analysis.Failure // by the first
}

// places are the servers and zones whose failure harms a flow. Servers of one
// group that do the same harm are folded.
func (s *sheet) places() []place {
	var failures []analysis.Failure
	for _, f := range s.Analysis.Failures {
		if f.Server != nil || f.Zone != nil {
			failures = append(failures, f)
		}
	}
	rows, _ := s.fold(failures)
	var places []place
	for _, r := range rows {
		for _, failures := range alikeInside(r.failures) {
			places = append(places, place{row{failures, r.outcomes}, taken(failures[0])})
		}
	}
	slices.SortStableFunc(places, func(x, y place) int {
		return s.number[thing(x.failures[0])] - s.number[thing(y.failures[0])]
	})
	return places
}

// alikeInside parts failures by what runs there: servers of one group stay
// together where the same services do.
func alikeInside(failures []analysis.Failure) [][]analysis.Failure {
	position := make(map[string]int)
	var parts [][]analysis.Failure
	for _, f := range failures {
		i, known := position[inside(f)]
		if !known {
			i = len(parts)
			position[inside(f)] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], f)
	}
	return parts
}

// inside names what runs at a place, for comparison. Zones are never alike.
func inside(f analysis.Failure) string {
	if f.Zone != nil {
		return "zone " + f.Zone.Name
	}
	key := "group " + f.Server.Group.Name
	for _, instance := range f.Server.Instances {
		key += " " + instance.Service.Name
	}
	return key
}
