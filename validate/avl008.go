package validate

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// avl008 finds what promotes replicas and is not there when it is needed.
func avl008(in *Input) []findings.Finding { return causesOf(in, "AVL008") }

// doomedControllers are the controllers that one failure takes along with the
// primary; and those that one failure stops, which shows only when the primary
// fails too.
func doomedControllers(v *investigation) []*cause {
	var found []*cause
	for _, s := range v.Architecture.Services {
		if s.Data == nil || !s.Data.Automatic || s.Data.Mode == "group" || s.Data.Controller == nil || s.Primary() == nil || len(s.Replicas()) == 0 || v.hasIdleQuorum(s.Data.Controller) {
			continue
		}
		if f, doomed := v.together(s); doomed {
			found = append(found, v.doomed(s, f))
		} else if f, alone := v.stops(s.Data.Controller); alone {
			found = append(found, v.lonely(s, f))
		}
	}
	return found
}

// together is the innermost server or zone whose failure takes the primary and
// stops the controller while a replica lives on.
func (v *investigation) together(s *model.Service) (analysis.Failure, bool) {
	primary := s.Primary()
	if primary.Server == nil || v.Architecture.Perfect(primary.Server.Name) {
		return analysis.Failure{}, false
	}
	for _, f := range around(primary.Server) {
		lives := slices.ContainsFunc(s.Replicas(), func(i *model.Instance) bool { return !takes(f, i.Server) })
		if lives && left(s.Data.Controller, f) < max(s.Data.Controller.Quorum, 1) && v.harms(f, s) {
			return f, true
		}
	}
	return analysis.Failure{}, false
}

// harms tells whether the failure of the controller's place harms a flow for
// longer than that of the primary alone.
func (v *investigation) harms(f analysis.Failure, s *model.Service) bool {
	alone := make(map[*model.Flow]bool)
	for _, o := range v.Analysis.At(analysis.Failure{Instance: s.Primary()}) {
		alone[o.Flow] = lasts(o)
	}
	return slices.ContainsFunc(v.Analysis.At(f), func(o analysis.Outcome) bool {
		return lasts(o) && !alone[o.Flow] && slices.Contains(v.reach.through[s], o.Flow)
	})
}

func (v *investigation) doomed(s *model.Service, f analysis.Failure) *cause {
	controller := s.Data.Controller
	return &cause{
		finding: findings.Finding{
			Path:    s.Path.Field("replication").Field("controller"),
			Summary: fmt.Sprintf("%s takes the primary of %s and what promotes a replica, %s, along together", f.Name(), s.Name, controller.Name),
			Detail:  fmt.Sprintf("%s promotes a replica by itself when %s fails alone, and cannot when %s does.", controller.Name, s.Primary().Name(), f.Name()),
			Related: []findings.Related{{Path: f.Path(), Message: f.Name() + " carries both"}},
			Subject: s.Name,
		},
		mends: v.apart(controller, f), flows: v.reach.through[s], services: []*model.Service{s},
		of:     func(other analysis.Failure) bool { return other == f || other.Instance == nil },
		proved: true,
	}
}

// lonely is a controller that is there once. It harms nothing alone.
func (v *investigation) lonely(s *model.Service, f analysis.Failure) *cause {
	controller := s.Data.Controller
	return &cause{
		finding: findings.Finding{
			Path:     s.Path.Field("replication").Field("controller"),
			Severity: findings.Warning,
			Summary:  fmt.Sprintf("nothing promotes a replica of %s while %s is down: %s", s.Name, f.Name(), noStandIn(controller, f)),
			Detail: fmt.Sprintf("That harms nobody until the primary fails too; but a controller that is down makes no noise, and it may be down for long.\n"+
				"Run %s on three servers that agree by majority (quorum: 2), or let the members of %s elect among themselves (mode: \"group\").", controller.Name, s.Name),
			Related: []findings.Related{{Path: controller.Path, Message: "the controller"}},
			Subject: s.Name,
		},
		proved: true,
	}
}

// stops is the first failure that leaves too few instances of a service: of an
// instance, a server, or a zone directly around servers.
func (v *investigation) stops(s *model.Service) (analysis.Failure, bool) {
	if s.Kind == model.External {
		return analysis.Failure{}, false // how it is made is not ours to judge
	}
	for _, instance := range s.Instances {
		for _, f := range append([]analysis.Failure{{Instance: instance}}, around(instance.Server)...) {
			if left(s, f) < max(s.Quorum, 1) && !v.Architecture.Perfect(f.Name()) && !v.Architecture.Perfect(s.Name) {
				return f, true
			}
		}
	}
	return analysis.Failure{}, false
}

// noStandIn says why a failure stops a controller.
func noStandIn(controller *model.Service, f analysis.Failure) string {
	switch n := left(controller, f); {
	case len(controller.Instances) == 1:
		return controller.Name + " has no stand-in"
	case n == 0:
		return fmt.Sprintf("%s takes every %s along", f.Name(), controller.Name)
	default:
		return fmt.Sprintf("%d of %d %s are left, and %d must be", n, len(controller.Instances), controller.Name, controller.Quorum)
	}
}

// apart are the changes after which a failure leaves enough of a controller,
// and no other does worse: more members in other places; of a single one, so
// many that they agree by majority.
func (v *investigation) apart(s *model.Service, f analysis.Failure) []advice.Change {
	if s.Kind == model.External {
		return nil // not ours to move
	}
	if spare := len(s.Instances) - s.Quorum; s.Quorum >= 2 {
		mends := []advice.Change{v.dealMembers(s, spare)}
		if change, fits := v.dealServers(map[*model.Service]int{s: spare}, nil); fits {
			mends = append([]advice.Change{change}, mends...)
		}
		return mends
	}
	const majority = 3 // get over the loss of one
	change := advice.Change{Cost: advice.NewServer, Sentence: fmt.Sprintf("run another %s where %s does not take it along", s.Name, f.Name())}
	on := slices.Clone(s.On)
	members := len(s.Instances)
	for turn := 0; turn == 0 || len(s.Instances) == 1 && members < majority; turn++ {
		name, edits := v.isolated(s, turn)
		change.Edits = append(change.Edits, edits...)
		on = append(on, name)
		members++
	}
	change.Edits = append(change.Edits, advice.Write(s.Path.Field("on"), on))
	if len(s.Instances) == 1 {
		change.Sentence = fmt.Sprintf("run %s on three servers and let two of them be enough", s.Name)
		change.Edits = append(change.Edits, advice.Write(s.Path.Field("quorum"), majority/2+1))
	}
	return []advice.Change{change}
}
