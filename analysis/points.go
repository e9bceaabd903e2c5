package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// SinglePoint is one failure, of an instance, an external, a server, a zone
// directly around servers, or an outer zone that a flow must survive, that a
// flow does not come back from by itself.
type SinglePoint struct {
	Failure Failure
	// Outcomes are those that are hard or manual, in the order of the flows.
	Outcomes []Outcome
	// Related are the servers and zones around it whose harm it explains.
	Related []Failure
}

// Hard are the flows that only a repair brings back.
func (p SinglePoint) Hard() []Outcome { return p.that(Hard) }

// Manual are the flows that a person can bring back.
func (p SinglePoint) Manual() []Outcome { return p.that(Manual) }

func (p SinglePoint) that(recovery Recovery) []Outcome {
	var found []Outcome
	for _, o := range p.Outcomes {
		if o.Recovery == recovery {
			found = append(found, o)
		}
	}
	return found
}

// SinglePoints are the single points of failure, one for each root cause: a
// server or zone is not a point of its own where every flow that it harms is
// harmed as much, and comes back as late, by something in it alone. It is then
// related to that, or, where several things explain it together, to each of
// them.
func (r *Result) SinglePoints() []SinglePoint {
	f := folding{explains: make(map[*model.Flow][]explanation)}
	for i, failure := range r.Failures {
		if failure.From != nil {
			continue
		}
		lasting := r.at(i, func(o *Outcome) bool {
			return (o.Recovery == Hard || o.Recovery == Manual) && minds(o.Flow, failure)
		}, nil)
		if len(lasting) > 0 {
			f.add(failure, lasting)
		}
	}
	return f.points
}

// minds tells whether a lasting loss of the flow by a failure is a point: by
// that of an outer zone, with no servers directly in it, only where the flow
// says that it must survive it.
func minds(flow *model.Flow, failure Failure) bool {
	outer := failure.Zone != nil && len(failure.Zone.Servers) == 0
	return !outer || slices.Contains(flow.Survives, failure.Zone.Name)
}

// folding collects the points, inner ones first: the failures come in that
// order.
type folding struct {
	points   []SinglePoint
	explains map[*model.Flow][]explanation
}

// explanation is one outcome of a point.
type explanation struct {
	point    int
	amount   Amount
	recovery Recovery
}

func (f *folding) add(failure Failure, outcomes []Outcome) {
	causes, explained := f.causes(failure, outcomes)
	if explained {
		for _, cause := range causes {
			f.points[cause].Related = append(f.points[cause].Related, failure)
		}
		return
	}
	for _, o := range outcomes {
		f.explains[o.Flow] = append(f.explains[o.Flow], explanation{len(f.points), o.Amount, o.Recovery})
	}
	f.points = append(f.points, SinglePoint{Failure: failure, Outcomes: outcomes})
}

// causes are as few points inside of the failure as explain all its outcomes,
// taking for each flow the one that explains most; and whether they do.
func (f *folding) causes(failure Failure, outcomes []Outcome) ([]int, bool) {
	if failure.Instance != nil {
		return nil, false
	}
	candidates := make([][]int, len(outcomes))
	weight := make(map[int]int)
	for i, o := range outcomes {
		for _, e := range f.explains[o.Flow] {
			if e.amount >= o.Amount && e.recovery >= o.Recovery && failure.contains(f.points[e.point].Failure) {
				candidates[i] = append(candidates[i], e.point)
				weight[e.point]++
			}
		}
		if len(candidates[i]) == 0 {
			return nil, false
		}
	}
	var causes []int
	chosen := make(map[int]bool)
	for _, points := range candidates {
		if slices.ContainsFunc(points, func(p int) bool { return chosen[p] }) {
			continue
		}
		best := points[0]
		for _, p := range points[1:] {
			if weight[p] > weight[best] {
				best = p
			}
		}
		chosen[best] = true
		causes = append(causes, best)
	}
	return causes, true
}

// contains tells whether the inner failure takes away a part of what f does.
func (f Failure) contains(inner Failure) bool {
	var zone *model.Zone
	switch {
	case inner.Instance != nil:
		return f.takes(inner.Instance)
	case inner.Server != nil:
		zone = inner.Server.Zone
	default:
		zone = inner.Zone.Parent
	}
	for ; zone != nil; zone = zone.Parent {
		if zone == f.Zone {
			return true
		}
	}
	return false
}
