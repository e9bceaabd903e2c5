package validate

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl010 finds members of a quorum that are there for nothing.
func avl010(in *Input) []findings.Finding { return causesOf(in, "AVL010") }

// idleQuorums are the services that need a number of their members, and get
// over the failure of fewer than one would think.
func idleQuorums(v *investigation) []*cause {
	var found []*cause
	for _, s := range v.Architecture.Services {
		members, needed := len(s.Instances), quorumOf(s)
		zones := v.crowded(s)
		switch spare := members - needed; {
		case needed < 2 || spare < 0:
		case spare == 0:
			found = append(found, v.needsAll(s))
		case len(zones) > 0:
			found = append(found, v.crowdedQuorum(s, zones, spare))
		case members%2 == 0 && needed == members/2+1:
			found = append(found, even(s))
		}
	}
	return found
}

// quorumOf is how many members of a service must be alive, 0 where each works
// alone.
func quorumOf(s *model.Service) int {
	if s.Data != nil && s.Data.Mode == "group" {
		return len(s.Instances)/2 + 1
	}
	return s.Quorum
}

// hasIdleQuorum tells whether this rule has a finding about so many members
// that are of no use, so that no other rule speaks of the same.
func (v *investigation) hasIdleQuorum(s *model.Service) bool {
	needed := quorumOf(s)
	return needed >= 2 && !v.isOff("AVL010") && (len(s.Instances) == needed || len(v.crowded(s)) > 0)
}

func (v *investigation) needsAll(s *model.Service) *cause {
	n := len(s.Instances)
	var mends []advice.Change
	if majority := n/2 + 1; s.Quorum > majority {
		mends = append(mends, advice.Change{
			Sentence: fmt.Sprintf("let %d of the %d members of %s be enough", majority, n, s.Name),
			Edits:    []advice.Edit{advice.Write(s.Path.Field("quorum"), majority)},
		})
	}
	server, edits := v.isolated(s, 0)
	mends = append(mends, advice.Change{
		Sentence: fmt.Sprintf("put another member of %s on a server of its own", s.Name), Cost: advice.NewServer,
		Edits: append(edits, advice.Write(s.Path.Field("on"), append(slices.Clone(s.On), server))),
	})
	return &cause{
		finding: findings.Finding{
			Path:    s.Path.Field("on"),
			Summary: fmt.Sprintf("%s needs all of its %d members", s.Name, n),
			Detail:  "A quorum survives the failure of fewer than half of its members: none of two, one of three, two of five.",
			Subject: s.Name,
		},
		mends: mends, flows: v.reach.served(v.Architecture, s), services: []*model.Service{s}, proved: true,
	}
}

// crowded are the zones directly around servers that take the quorum of a
// service along, while members stand elsewhere.
func (v *investigation) crowded(s *model.Service) []*model.Zone {
	var zones []*model.Zone
	for _, instance := range s.Instances {
		zone := instance.Server.Zone
		if zone == nil || v.Architecture.Perfect(zone.Name) || slices.Contains(zones, zone) {
			continue
		}
		if n := left(s, analysis.Failure{Zone: zone}); n > 0 && n < quorumOf(s) {
			zones = append(zones, zone)
		}
	}
	return zones
}

// crowdedQuorum is a quorum that a zone, or each of several, takes along.
func (v *investigation) crowdedQuorum(s *model.Service, zones []*model.Zone, spare int) *cause {
	most := map[*model.Service]int{s: spare}
	var mends []advice.Change
	if n := len(s.Instances); n > 3 && n%2 == 0 && quorumOf(s) == n/2+1 {
		mends = append(mends, v.onOdd(s, spare)...)
	}
	if change, fits := v.dealServers(most, nil); fits {
		mends = append(mends, change)
	}
	mends = append(mends, v.dealMembers(s, spare))
	return &cause{
		finding: findings.Finding{
			Path:    s.Path.Field("on"),
			Summary: crowding(s, zones),
			Detail:  fmt.Sprintf("%s survives the failure of %d. Members in another zone are of use where no zone holds more than that.", s.Name, spare),
			Related: each(zones, func(z *model.Zone) findings.Related {
				return findings.Related{Path: z.Path, Message: "the zone " + z.Name}
			}),
			Subject: s.Name,
		},
		mends: mends, flows: v.reach.served(v.Architecture, s), services: []*model.Service{s},
		of:      func(f analysis.Failure) bool { return f.Zone != nil && slices.Contains(zones, f.Zone) },
		instead: fmt.Sprintf("Let %s have members in so many zones that none holds more than %d of them.", s.Name, spare),
		proved:  true,
	}
}

// crowding says how many members are in which zone.
func crowding(s *model.Service, zones []*model.Zone) string {
	inside := func(z *model.Zone) int { return len(s.Instances) - left(s, analysis.Failure{Zone: z}) }
	places := each(zones, func(z *model.Zone) string { return fmt.Sprintf("%d in %s", inside(z), z.Name) })
	places[0] = "in " + zones[0].Name
	return fmt.Sprintf("%d of the %d members of %s are %s, %s the quorum along", inside(zones[0]), len(s.Instances), s.Name,
		and(places), plural(len(zones), "which takes", "each of which takes"))
}

// even is a quorum of an even number of members.
func even(s *model.Service) *cause {
	n := len(s.Instances)
	return &cause{
		finding: findings.Finding{
			Path:     s.Path.Field("on"),
			Severity: findings.Warning,
			Summary:  fmt.Sprintf("one of the %d members of %s adds no tolerance: with %d as with %d, %d may fail", n, s.Name, n, n-1, n-n/2-1),
			Detail:   "A quorum survives the failure of fewer than half of its members. An even number has one more that may fail, and can be cut into two halves of which neither is a majority.\nUse an odd number.",
			Subject:  s.Name,
		},
		proved: true,
	}
}
