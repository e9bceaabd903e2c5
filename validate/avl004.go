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

// sharedElements are zones that hold all instances of a pool, and what all
// copies of the same data need.
func sharedElements(v *investigation) []*cause {
	var found []*cause
	for i, p := range v.points {
		if v.taken[i] || p.Failure.Zone == nil {
			continue
		}
		if pools := v.defeated(p); len(pools) > 0 {
			found = append(found, v.crowdedZone(p, pools))
		}
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

// defeated are the services of which any instance may fail, but not so many as
// the zone takes.
func (v *investigation) defeated(p analysis.SinglePoint) []*model.Service {
	var found []*model.Service
	seen := make(map[*model.Service]bool)
	for _, instance := range v.takenBy(p.Failure) {
		s := instance.Service
		if !seen[s] && len(s.Instances) > 1 && left(s, p.Failure) < v.wanted(s, p) && v.standIn(s, p) {
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

func (v *investigation) crowdedZone(p analysis.SinglePoint, pools []*model.Service) *cause {
	var related []findings.Related
	for _, s := range pools {
		related = append(related, findings.Related{Path: s.Path.Field("on"), Message: "where " + s.Name + " runs"})
	}
	told := each(pools, func(s *model.Service) string { return v.sharing(s, p.Failure) })
	detail := "What stands in for something is of use where it does not fall together with that."
	if len(pools) > 2 {
		detail = strings.Join(told, ";\n") + ".\n" + detail
	}
	return &cause{
		finding: findings.Finding{
			Path:    p.Failure.Path(),
			Summary: strings.Join(told[:min(len(told), 2)], ", ") + furtherPools(len(pools)-2),
			Detail:  detail,
			Related: related,
			Subject: p.Failure.Name(),
		},
		mends: v.spread(p.Failure.Zone, pools), flows: flowsOf(p), services: pools,
		of: func(f analysis.Failure) bool { return f == p.Failure },
	}
}

// sharing says who stands in for whom, and where.
func (v *investigation) sharing(s *model.Service, f analysis.Failure) string {
	var inside []string
	for _, instance := range s.Instances {
		if takes(f, instance.Server) {
			inside = append(inside, instance.Name())
		}
	}
	if len(inside) < len(s.Instances) {
		return fmt.Sprintf("%d of the %d instances of %s, which stand in for each other, are in %s", len(inside), len(s.Instances), s.Name, f.Name())
	}
	return fmt.Sprintf("%s stand in for each other and are all in %s", and(inside), f.Name())
}

func furtherPools(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(", and so %s %d more", plural(n, "is", "are"), n)
}

func flowsOf(p analysis.SinglePoint) []*model.Flow {
	return each(p.Outcomes, func(o analysis.Outcome) *model.Flow { return o.Flow })
}

// spread is the change that deals the servers of some pools to three zones, so
// that none has more of a pool than it must.
func (v *investigation) spread(zone *model.Zone, pools []*model.Service) advice.Change {
	change := advice.Change{Sentence: fmt.Sprintf("put a part of %s into other zones", and(each(pools, func(s *model.Service) string { return s.Name }))), Cost: advice.NewZone}
	var others []*model.Zone
	for _, other := range v.Architecture.Zones {
		if len(other.Servers) > 0 && !within(other, zone) && !within(zone, other) {
			others = append(others, other)
		}
	}
	zones := []string{""}
	for turn := range 2 {
		name, edits := v.zone(others, turn)
		zones = append(zones, name)
		change.Edits = append(change.Edits, edits...)
	}
	dealt := make(map[*model.Service][3]int)
	place := make(map[*model.Server]string)
	for _, server := range v.Architecture.ServersIn(zone) {
		best, fewest := 0, -1
		for turn := range zones {
			n := 0
			for _, s := range pools {
				if s.InstanceOn(server) != nil {
					n += dealt[s][turn]
				}
			}
			if fewest < 0 || n < fewest {
				best, fewest = turn, n
			}
		}
		for _, s := range pools {
			if s.InstanceOn(server) != nil {
				counts := dealt[s]
				counts[best]++
				dealt[s] = counts
			}
		}
		place[server] = zones[best]
	}
	for _, group := range v.Architecture.Groups {
		if edit, moved := moved(group, place); moved {
			change.Edits = append(change.Edits, edit)
		}
	}
	return change
}

// moved is an entry under servers with some servers in other zones.
func moved(group *model.Group, place map[*model.Server]string) (advice.Edit, bool) {
	var zones []string
	changed := false
	for _, server := range group.Servers {
		name := place[server]
		changed = changed || name != ""
		if name == "" && server.Zone != nil {
			name = server.Zone.Name
		}
		zones = append(zones, name)
	}
	if !changed {
		return advice.Edit{}, false
	}
	if group.Count == 0 {
		return advice.Write(group.Path.Field("zone"), zones[0]), true
	}
	dealt := *group
	dealt.ZoneName, dealt.ZoneNames, dealt.Servers = "", zones, nil
	return advice.Write(group.Path, &dealt), true
}

// within tells whether a zone is the other or lies in it.
func within(inner, outer *model.Zone) bool {
	for ; inner != nil; inner = inner.Parent {
		if inner == outer {
			return true
		}
	}
	return false
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
		mends: advice.Change{
			Sentence: fmt.Sprintf("let each %s work without %s", c.From.Name, c.To.Name),
			Edits:    []advice.Edit{advice.Write(c.Use.Path.Field("optional"), true)},
		},
		stands: true,
		flows:  v.reach.over[c], services: []*model.Service{c.To},
	}
}
