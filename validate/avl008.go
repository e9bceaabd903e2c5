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

// doomedControllers are the controllers that one failure keeps from promoting
// when it takes the primary; and those that one failure stops, which shows only
// when the primary fails too.
func doomedControllers(v *investigation) []*cause {
	var found []*cause
	for _, s := range v.Architecture.Services {
		if s.Data == nil || !s.Data.Automatic || s.Data.Mode == "group" || s.Data.Controller == nil || s.Primary() == nil || len(s.Replicas()) == 0 {
			continue
		}
		if v.hasIdleQuorum(s.Data.Controller) || !v.Analysis.CanPromote(s) {
			continue // AVL010 says so; or it works at no time, and AVL002 says why
		}
		if v.demotes(s) {
			continue // a single point of failure already: the primary gives up without it
		}
		c := v.lonely(s)
		if f, doomed := v.together(s); doomed {
			c = v.doomed(s, f)
		}
		if c != nil {
			found = append(found, c)
		}
	}
	return found
}

// demotes tells whether something that stops the controller harms flows through
// the database by itself, while its primary lives.
func (v *investigation) demotes(s *model.Service) bool {
	for _, needed := range v.Analysis.NeededToPromote(s) {
		for _, instance := range needed.Instances {
			for _, o := range v.Analysis.At(analysis.Failure{Instance: instance}) {
				if lasts(o) && slices.Contains(v.reach.through[s], o.Flow) && !v.Analysis.CanPromote(s, o.Failure) {
					return true
				}
			}
		}
	}
	return false
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
		if lives && !v.Analysis.CanPromote(s, f) && v.harms(f, s) {
			return f, true
		}
	}
	return analysis.Failure{}, false
}

// guilty are the services of which a failure takes what keeps the controller
// from promoting: one, where it would promote if that had been spared, else all
// of which the failure takes a part.
func (v *investigation) guilty(s *model.Service, f analysis.Failure) []*model.Service {
	needed := v.Analysis.NeededToPromote(s)
	var all []*model.Service
	for _, spared := range needed {
		var others []analysis.Failure
		for _, service := range needed {
			for _, instance := range service.Instances {
				if service != spared && takes(f, instance.Server) {
					others = append(others, analysis.Failure{Instance: instance})
				}
			}
		}
		if v.Analysis.CanPromote(s, others...) {
			return []*model.Service{spared}
		}
		if left(spared, f) < len(spared.Instances) {
			all = append(all, spared)
		}
	}
	return all
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

// doomed is a controller that one failure keeps from promoting when it takes the
// primary; nil where AVL010 speaks of the same.
func (v *investigation) doomed(s *model.Service, f analysis.Failure) *cause {
	controller := s.Data.Controller
	guilty := v.guilty(s, f)
	if slices.ContainsFunc(guilty, v.hasIdleQuorum) {
		return nil
	}
	names := and(each(guilty, func(s *model.Service) string { return s.Name }))
	what := "what promotes a replica, " + names
	if !slices.Contains(guilty, controller) {
		what = fmt.Sprintf("what %s needs to promote a replica, %s", controller.Name, names)
	}
	return &cause{
		finding: findings.Finding{
			Path:    s.Path.Field("replication").Field("controller"),
			Summary: fmt.Sprintf("%s takes the primary of %s and %s, along together", f.Name(), s.Name, what),
			Detail:  fmt.Sprintf("%s promotes a replica by itself when %s fails alone, and cannot when %s does.", controller.Name, s.Primary().Name(), f.Name()),
			Related: []findings.Related{{Path: f.Path(), Message: f.Name() + " carries both"}},
			Subject: s.Name,
		},
		mends: v.allApart(guilty, f), flows: v.reach.through[s], services: []*model.Service{s},
		of:     func(other analysis.Failure) bool { return other == f || other.Instance == nil },
		proved: true,
	}
}

// lonely is a controller that a single failure stops, of itself or of what it
// needs. That harms nothing alone.
func (v *investigation) lonely(s *model.Service) *cause {
	controller := s.Data.Controller
	alone, f, stops := v.single(s)
	if !stops {
		return nil
	}
	why := noStandIn(alone, f)
	related := []findings.Related{{Path: controller.Path, Message: "the controller"}}
	if alone != controller {
		why = fmt.Sprintf("%s needs %s, and %s", controller.Name, alone.Name, why)
		related = append(related, findings.Related{Path: alone.Path, Message: "what it needs"})
	}
	return &cause{
		finding: findings.Finding{
			Path:     s.Path.Field("replication").Field("controller"),
			Severity: findings.Warning,
			Summary:  fmt.Sprintf("nothing promotes a replica of %s while %s is down: %s", s.Name, f.Name(), why),
			Detail: fmt.Sprintf("That harms nobody until the primary fails too; but a controller that is down makes no noise, and it may be down for long.\n"+
				"Run %s on three servers that agree by majority (quorum: 2), or let the members of %s elect among themselves (mode: \"group\").", alone.Name, s.Name),
			Related: related,
			Subject: s.Name,
		},
		proved: true,
	}
}

// single is the first failure that stops the controller, of an instance, a
// server, or a zone directly around servers, and the service that it takes a
// part of. How an external is made is not ours to judge.
func (v *investigation) single(s *model.Service) (*model.Service, analysis.Failure, bool) {
	for _, needed := range v.Analysis.NeededToPromote(s) {
		if needed.Kind == model.External || v.Architecture.Perfect(needed.Name) || v.hasIdleQuorum(needed) {
			continue
		}
		for _, instance := range needed.Instances {
			for _, f := range append([]analysis.Failure{{Instance: instance}}, around(instance.Server)...) {
				if !v.Architecture.Perfect(f.Name()) && !v.Analysis.CanPromote(s, f) {
					return needed, f, true
				}
			}
		}
	}
	return nil, analysis.Failure{}, false
}

// noStandIn says why a failure stops a controller, or what it needs.
func noStandIn(s *model.Service, f analysis.Failure) string {
	switch n := left(s, f); {
	case len(s.Instances) == 1:
		return s.Name + " has no stand-in"
	case n == 0:
		return fmt.Sprintf("%s takes every %s along", f.Name(), s.Name)
	case n < s.Quorum:
		return fmt.Sprintf("%d of %d %s are left, and %d must be", n, len(s.Instances), s.Name, s.Quorum)
	}
	return "no other " + s.Name + " can do without it"
}

// allApart are the changes after which a failure leaves enough of each of some
// services.
func (v *investigation) allApart(services []*model.Service, f analysis.Failure) []advice.Change {
	if len(services) == 1 {
		return v.apart(services[0], f)
	}
	var all advice.Change
	var sentences []string
	for _, s := range services {
		mends := v.apart(s, f)
		if len(mends) == 0 {
			return nil
		}
		sentences = append(sentences, mends[0].Sentence)
		all.Cost = max(all.Cost, mends[0].Cost)
		all.Edits = append(all.Edits, mends[0].Edits...)
	}
	all.Sentence = and(sentences)
	return []advice.Change{all}
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
