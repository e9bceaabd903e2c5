package validate

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// lasts tells whether a flow does not come back by itself, or may not. An outer
// zone counts only for the flows that must survive it.
func lasts(o analysis.Outcome) bool {
	if zone := o.Failure.Zone; zone != nil && len(zone.Servers) == 0 && !slices.Contains(o.Flow.Survives, zone.Name) {
		return false
	}
	return o.Recovery == analysis.Hard || o.Recovery == analysis.Manual || o.Recovery == analysis.Undecided
}

// placeOf is where a finding about single points that are alike stands: where
// all of them were written, if that is one place; the number of targets that
// makes each of them one; or where their service runs.
func (in *Input) placeOf(points []analysis.SinglePoint) model.Path {
	first := in.pathOf(points[0])
	if !slices.ContainsFunc(points, func(p analysis.SinglePoint) bool { return in.pathOf(p) != first }) {
		return first
	}
	s := in.struck(points[0])
	if s == nil {
		return first
	}
	for _, c := range in.reaches().into[s] {
		if c.AtLeast > 1 && c.AtLeast == len(c.To.Instances) && slices.ContainsFunc(points[0].Outcomes, func(o analysis.Outcome) bool { return o.Flow.Uses(c) }) {
			return c.Use.Path.Field("atLeast")
		}
	}
	return s.Path.Field("on")
}

// pathOf is where a finding about a single point stands. A zone that only
// servers name was written nowhere: the finding stands where what it takes along
// runs.
func (in *Input) pathOf(p analysis.SinglePoint) model.Path {
	if zone := p.Failure.Zone; zone != nil && zone.Path != model.Path("zones").Field(zone.Name) {
		if s := in.struck(p); s != nil {
			return s.Path.Field("on")
		}
	}
	return p.Failure.Path()
}

// struck is the service of which a point takes most instances along, the first
// of those that a flow goes through which it harms; or nil.
func (in *Input) struck(p analysis.SinglePoint) *model.Service {
	taken := make(map[*model.Service]int)
	var struck *model.Service
	for _, instance := range in.takenBy(p.Failure) {
		s := instance.Service
		through := slices.ContainsFunc(in.reaches().through[s], func(f *model.Flow) bool {
			return slices.ContainsFunc(p.Outcomes, func(o analysis.Outcome) bool { return o.Flow == f })
		})
		if !through {
			continue
		}
		if taken[s]++; struck == nil || taken[s] > taken[struck] {
			struck = s
		}
	}
	return struck
}

// widen takes the servers and zones out of the points that are some only because
// the runbook for something in them is not for them, and gives them by the name
// of that.
func (in *Input) widen(points []analysis.SinglePoint) (left []analysis.SinglePoint, around map[string][]analysis.SinglePoint) {
	around = make(map[string][]analysis.SinglePoint)
	for _, p := range points {
		i := slices.IndexFunc(points, func(inner analysis.SinglePoint) bool { return in.hasRunbookInside(p, inner) })
		if i < 0 || in.accepts(p) {
			left = append(left, p)
			continue
		}
		name := points[i].Failure.Name()
		around[name] = append(around[name], p)
	}
	return left, around
}

// hasRunbookInside tells whether a server or zone does nothing but what an
// instance in it does, for which there is a runbook.
func (in *Input) hasRunbookInside(p, inner analysis.SinglePoint) bool {
	if p.Failure.Instance != nil || inner.Failure.Instance == nil || !takes(p.Failure, inner.Failure.Instance.Server) {
		return false
	}
	return !slices.ContainsFunc(p.Outcomes, func(o analysis.Outcome) bool {
		return !slices.ContainsFunc(inner.Outcomes, func(same analysis.Outcome) bool {
			return same.Flow == o.Flow && same.Amount == o.Amount && in.Analysis.Runbook(same) != nil && in.Analysis.Runbook(o) == nil
		})
	})
}
