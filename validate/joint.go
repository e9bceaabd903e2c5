package validate

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
)

// Two mistakes may each be enough to make the same single point: a zone that
// holds too many web servers and too many members of a quorum. Neither mending
// lifts it alone, and both together do. It is told with the first of them then.

// joint is what goes with a mistake once some others are mended too.
type joint struct {
	points []analysis.SinglePoint
	others []*cause
}

// joinCauses gives the points that are left to several causes together, where
// mending all of them lifts their harm.
func (v *investigation) joinCauses(found []*cause) {
	tried := make(map[string]*advice.Comparison)
	for i, p := range v.points {
		if len(p.Outcomes) == 0 || v.accepts(p) {
			continue
		}
		var causes []*cause
		set := ""
		for n, c := range found {
			if c.mended != nil && slices.Contains(v.nominated(c), i) {
				causes = append(causes, c)
				set += fmt.Sprint(n, " ")
			}
		}
		if len(causes) < 2 {
			continue
		}
		made, known := tried[set]
		if !known {
			made = v.tryJointly(causes)
			tried[set] = made
		}
		if made == nil {
			continue
		}
		if p.Outcomes = liftedOf(made, p); len(p.Outcomes) > 0 {
			v.points[i].Outcomes = slices.DeleteFunc(slices.Clone(v.points[i].Outcomes), made.Lifts)
			first := causes[0]
			first.joint.points = append(first.joint.points, p)
			for _, other := range causes[1:] {
				if !slices.Contains(first.joint.others, other) {
					first.joint.others = append(first.joint.others, other)
				}
			}
		}
	}
}

// tryJointly mends some causes at once; nil where that does not go together.
func (v *investigation) tryJointly(causes []*cause) *advice.Comparison {
	change := causes[0].mended.Change
	flows := slices.Clone(causes[0].flows)
	for _, c := range causes[1:] {
		both, fit := change.With(c.mended.Change)
		if !fit {
			return nil
		}
		change = both
		for _, flow := range c.flows {
			if !slices.Contains(flows, flow) {
				flows = append(flows, flow)
			}
		}
	}
	made, _ := v.trials.try(change, flows)
	return made
}

// together are some points with others, each failure once.
func together(points, others []analysis.SinglePoint) []analysis.SinglePoint {
	all := slices.Clone(points)
	for _, p := range others {
		i := slices.IndexFunc(all, func(q analysis.SinglePoint) bool { return q.Failure == p.Failure })
		if i < 0 {
			all = append(all, p)
			continue
		}
		all[i].Outcomes = slices.Concat(all[i].Outcomes, p.Outcomes)
	}
	return all
}

// told says what else has to be mended.
func (j joint) told() string {
	who, flows := named(j.points)
	also := each(j.others, func(c *cause) string { return fmt.Sprintf("%s finds at %s", c.finding.Rule, c.finding.Path) })
	return fmt.Sprintf("For %s of %s, what %s has to be mended, too.", and(flows), and(who), and(also))
}
