package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl004 finds what takes all those along that stand in for each other.
func avl004(in *Input) []findings.Finding { return causesOf(in, "AVL004") }

// sharedElements are zones that hold all instances of a pool, or too many, and
// what all copies of the same data need.
func sharedElements(v *investigation) []*cause {
	var found []*cause
	for _, c := range v.crowds() {
		found = append(found, v.crowdedZones(c))
	}
	for _, s := range v.Architecture.Services {
		if s.Data == nil || len(s.Instances) < 2 {
			continue
		}
		for _, c := range s.Connections {
			if c.Role != model.SameServer && len(c.To.Instances) == 1 && len(v.reach.over[c]) > 0 {
				found = append(found, v.sharedStore(c))
			}
		}
	}
	return found
}

// crowd are the zones each of which takes too much of the same pools.
type crowd struct {
	points []analysis.SinglePoint
	pools  []*model.Service
	most   map[*model.Service]int // how many of a pool may fail
}

// crowds are all of them, in the order of the points.
func (v *investigation) crowds() []*crowd {
	var found []*crowd
	for _, p := range v.points {
		if len(p.Outcomes) == 0 || p.Failure.Zone == nil {
			continue
		}
		pools := v.defeated(p)
		if len(pools) == 0 {
			continue
		}
		i := slices.IndexFunc(found, func(c *crowd) bool { return slices.Equal(c.pools, pools) })
		if i < 0 {
			i = len(found)
			found = append(found, &crowd{pools: pools, most: make(map[*model.Service]int)})
		}
		found[i].points = append(found[i].points, p)
		for _, s := range pools {
			spare := len(s.Instances) - v.wanted(s, p)
			if before, known := found[i].most[s]; !known || spare < before {
				found[i].most[s] = spare
			}
		}
	}
	return found
}

// defeated are the services of which any instance may fail, but not so many as
// the zone takes.
func (v *investigation) defeated(p analysis.SinglePoint) []*model.Service {
	var found []*model.Service
	seen := make(map[*model.Service]bool)
	for _, instance := range v.takenBy(p.Failure) {
		s := instance.Service
		if !seen[s] && len(s.Instances) > 1 && !v.hasIdleQuorum(s) && left(s, p.Failure) < v.wanted(s, p) && v.standIn(s, p) {
			found = append(found, s)
		}
		seen[s] = true
	}
	return found
}

// wanted is how many instances of a service its users need, at the most.
func (v *investigation) wanted(s *model.Service, p analysis.SinglePoint) int {
	wanted := max(1, quorumOf(s))
	for _, c := range v.reach.into[s] {
		if slices.ContainsFunc(p.Outcomes, func(o analysis.Outcome) bool { return o.Flow.Uses(c) }) {
			wanted = max(wanted, c.AtLeast)
		}
	}
	return wanted
}

// standIn tells whether instances of a service stand in for each other: none
// of them alone stops what the zone stops.
func (v *investigation) standIn(s *model.Service, p analysis.SinglePoint) bool {
	for _, instance := range s.Instances {
		for _, o := range v.Analysis.At(analysis.Failure{Instance: instance}) {
			if lasts(o) && slices.ContainsFunc(p.Outcomes, func(z analysis.Outcome) bool { return z.Flow == o.Flow }) {
				return false
			}
		}
	}
	return true
}

func (v *investigation) crowdedZones(c *crowd) *cause {
	var related []findings.Related
	var mends []advice.Change
	zones := each(c.points, func(p analysis.SinglePoint) analysis.Failure { return p.Failure })
	place := v.placeOf(c.points)
	for _, s := range c.pools {
		if at := s.Path.Field("on"); at != place {
			related = append(related, findings.Related{Path: at, Message: "where " + s.Name + " runs"})
		}
	}
	told := each(c.pools, func(s *model.Service) string { return sharing(s, zones) })
	detail := "What stands in for something is of use where it does not fall together with that."
	if len(c.pools) > 2 {
		detail = strings.Join(told, ";\n") + ".\n" + detail
	}
	if change, fits := v.dealServers(c.most, nil); fits {
		mends = append(mends, change)
	}
	if outer := zones[0].Zone; len(outer.Servers) == 0 && len(outer.Inner) > 1 {
		mends = append(mends, v.dealInner(outer))
	}
	who := each(zones, analysis.Failure.Name)
	return &cause{
		finding: findings.Finding{
			Path:    place,
			Summary: strings.Join(told[:min(len(told), 2)], ", ") + furtherPools(len(c.pools)-2),
			Detail:  detail,
			Related: related,
			Subject: strings.Join(who, " "),
		},
		mends: mends, services: c.pools,
		flows:   flowsOf(c.points),
		of:      func(f analysis.Failure) bool { return slices.Contains(zones, f) },
		instead: fmt.Sprintf("Put %s into so many zones that enough of each is left when any of them fails.", and(each(c.pools, func(s *model.Service) string { return s.Name }))),
	}
}

// sharing says who stands in for whom, and where.
func sharing(s *model.Service, zones []analysis.Failure) string {
	inside := func(f analysis.Failure) int { return len(s.Instances) - left(s, f) }
	if inside(zones[0]) == len(s.Instances) {
		return fmt.Sprintf("%s stand in for each other and are all in %s", and(names(s.Instances)), zones[0].Name())
	}
	places := each(zones, func(f analysis.Failure) string { return fmt.Sprintf("%d in %s", inside(f), f.Name()) })
	places[0] = "in " + zones[0].Name()
	return fmt.Sprintf("%d of the %d instances of %s, which stand in for each other, are %s", inside(zones[0]), len(s.Instances), s.Name, and(places))
}

func furtherPools(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(", and so %s %d more", plural(n, "is", "are"), n)
}

// flowsOf are the flows that some points harm, each once.
func flowsOf(points []analysis.SinglePoint) []*model.Flow {
	var flows []*model.Flow
	for _, o := range outcomesOf(points) {
		if !slices.Contains(flows, o.Flow) {
			flows = append(flows, o.Flow)
		}
	}
	return flows
}

// sharedStore is one thing that every copy of the same data needs. That it is
// mended is tried by doing without it.
func (v *investigation) sharedStore(c *model.Connection) *cause {
	return &cause{
		finding: findings.Finding{
			Path:    c.Use.Path,
			Summary: fmt.Sprintf("%s keep the same data for each other, and all of them need %s", and(names(c.From.Instances)), c.To.Instances[0].Name()),
			Detail:  fmt.Sprintf("A copy is of use where it still stands when the other one falls. Give each %s what is its own in place of %s.", c.From.Name, c.To.Name),
			Related: []findings.Related{{Path: c.To.Path, Message: "what they share"}},
			Subject: c.From.Name + "." + c.Use.Key,
		},
		mends: []advice.Change{{
			Sentence: fmt.Sprintf("let each %s work without %s", c.From.Name, c.To.Name),
			Edits:    []advice.Edit{advice.Write(c.Use.Path.Field("optional"), true)},
		}},
		stands: true,
		flows:  v.reach.over[c], services: []*model.Service{c.To},
	}
}
