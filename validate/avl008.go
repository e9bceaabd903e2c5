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
		if s.Data == nil || !s.Data.Automatic || s.Data.Mode == "group" || s.Data.Controller == nil || s.Primary() == nil || len(s.Replicas()) == 0 {
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
			Summary:  fmt.Sprintf("nothing promotes a replica of %s while %s is down: %s has no stand-in", s.Name, f.Name(), controller.Name),
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

// apart is the change that moves what a failure takes of a service to servers
// of its own elsewhere.
func (v *investigation) apart(s *model.Service, f analysis.Failure) advice.Change {
	var change advice.Change
	var on []string
	turn := 0
	for _, instance := range s.Instances {
		if instance.Server == nil {
			return change // an external is not ours to move
		}
		if !takes(f, instance.Server) {
			on = append(on, instance.Server.Name)
			continue
		}
		name, edits := v.isolated(s, turn)
		turn++
		on = append(on, name)
		change.Edits = append(change.Edits, edits...)
	}
	change.Sentence = fmt.Sprintf("run %s where %s does not take it along", s.Name, f.Name())
	change.Cost = advice.NewServer
	change.Edits = append(change.Edits, advice.Write(s.Path.Field("on"), on))
	return change
}
