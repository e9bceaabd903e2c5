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
		switch spare := members - needed; {
		case needed < 2 || spare < 0:
		case spare == 0:
			found = append(found, v.needsAll(s))
		default:
			zone := v.crowded(s, needed)
			if zone != nil {
				found = append(found, v.inOneZone(s, zone, spare))
			} else if members%2 == 0 && needed == members/2+1 {
				found = append(found, even(s))
			}
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

func (v *investigation) needsAll(s *model.Service) *cause {
	server, edits := v.isolated(s, 0)
	return &cause{
		finding: findings.Finding{
			Path:    s.Path.Field("on"),
			Summary: fmt.Sprintf("%s needs all of its %d members", s.Name, len(s.Instances)),
			Detail:  "A quorum survives the failure of fewer than half of its members: none of two, one of three, two of five.",
			Subject: s.Name,
		},
		mends: advice.Change{
			Sentence: fmt.Sprintf("put another member of %s on a server of its own", s.Name), Cost: advice.NewServer,
			Edits: append(edits, advice.Write(s.Path.Field("on"), append(slices.Clone(s.On), server))),
		},
		flows: v.reach.through[s], services: []*model.Service{s}, proved: true,
	}
}

// crowded is the first zone directly around servers that takes the quorum
// along, while members stand elsewhere; or nil.
func (v *investigation) crowded(s *model.Service, needed int) *model.Zone {
	for _, instance := range s.Instances {
		zone := instance.Server.Zone
		if zone == nil || v.Architecture.Perfect(zone.Name) {
			continue
		}
		if n := left(s, analysis.Failure{Zone: zone}); n > 0 && n < needed {
			return zone
		}
	}
	return nil
}

func (v *investigation) inOneZone(s *model.Service, zone *model.Zone, spare int) *cause {
	failure := analysis.Failure{Zone: zone}
	inside := len(s.Instances) - left(s, failure)
	return &cause{
		finding: findings.Finding{
			Path:    s.Path.Field("on"),
			Summary: fmt.Sprintf("%d of the %d members of %s are in %s, which takes the quorum along", inside, len(s.Instances), s.Name, zone.Name),
			Detail:  fmt.Sprintf("%s survives the failure of %d. Members in another zone are of use where no zone holds more than that.", s.Name, spare),
			Related: []findings.Related{{Path: zone.Path, Message: "the zone"}},
			Subject: s.Name,
		},
		mends: v.dealt(s, zone, spare), flows: v.reach.through[s], services: []*model.Service{s},
		of:     func(f analysis.Failure) bool { return f.Zone != nil },
		proved: true,
	}
}

// dealt is the change that leaves so many members in a zone, the primary among
// them, and puts the others into other zones.
func (v *investigation) dealt(s *model.Service, zone *model.Zone, stay int) advice.Change {
	change := advice.Change{Sentence: fmt.Sprintf("put members of %s into other zones than %s", s.Name, zone.Name), Cost: advice.NewZone}
	if primary := s.Primary(); primary != nil && takes(analysis.Failure{Zone: zone}, primary.Server) {
		stay--
	}
	var on []string
	turn := 0
	for _, instance := range s.Instances {
		name := instance.Server.Name
		if takes(analysis.Failure{Zone: zone}, instance.Server) && instance != s.Primary() {
			if stay--; stay < 0 {
				var edits []advice.Edit
				name, edits = v.isolated(s, turn)
				change.Edits = append(change.Edits, edits...)
				turn++
			}
		}
		on = append(on, name)
	}
	change.Edits = append(change.Edits, advice.Write(s.Path.Field("on"), on))
	return change
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
