package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
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
	for i, p := range v.points {
		if len(p.Outcomes) == 0 || v.accepts(p) {
			continue
		}
		var causes []*cause
		for _, c := range found {
			if c.mended != nil && slices.Contains(v.nominated(c), i) {
				causes = append(causes, c)
			}
		}
		if p.Outcomes = v.tryJointly(causes, p); len(p.Outcomes) == 0 {
			continue
		}
		causes = v.needed(causes, p)
		v.points[i].Outcomes = slices.DeleteFunc(slices.Clone(v.points[i].Outcomes), func(o analysis.Outcome) bool {
			return slices.ContainsFunc(p.Outcomes, func(lifted analysis.Outcome) bool { return lifted.Flow == o.Flow })
		})
		first := &causes[0].joint
		first.points = append(first.points, p)
		for _, other := range causes[1:] {
			if !slices.Contains(first.others, other) {
				first.others = append(first.others, other)
			}
		}
	}
}

// tryJointly mends some causes at once and gives what that lifts of a point.
func (v *investigation) tryJointly(causes []*cause, p analysis.SinglePoint) []analysis.Outcome {
	if len(causes) < 2 {
		return nil
	}
	var change advice.Change
	var flows []*model.Flow
	for _, c := range causes {
		both, fit := change.With(c.mended.Change)
		if !fit {
			return nil
		}
		change = both
		flows = append(flows, c.flows...)
	}
	slices.SortFunc(flows, func(x, y *model.Flow) int { return strings.Compare(x.Name, y.Name) })
	made, _ := v.trials.try(change, slices.Compact(flows))
	if made == nil {
		return nil
	}
	return liftedOf(made, p)
}

// needed are as many of the causes as have to be mended for as much.
func (v *investigation) needed(causes []*cause, p analysis.SinglePoint) []*cause {
	for i := 0; i < len(causes) && len(causes) > 2; {
		fewer := slices.Delete(slices.Clone(causes), i, i+1)
		if len(v.tryJointly(fewer, p)) < len(p.Outcomes) {
			i++
			continue
		}
		causes = fewer
	}
	return causes
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
	also := each(j.others, func(c *cause) string { return fmt.Sprintf("what %s finds at %s", c.finding.Rule, c.finding.Path) })
	return fmt.Sprintf("For %s of %s, %s has to be mended, too.", and(flows), and(who), and(also))
}
