package formula

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// An agent (Patroni) that is alive and lacks what it needs demotes the primary
// beside it, as package analysis defines it. Who is demoted is out: it is no
// primary any more and confirms no writes, but goes on answering reads.

// isLedByAgents tells whether agents demote and promote the members.
func isLedByAgents(s *model.Service) bool {
	d := s.Data
	return d != nil && d.Automatic && d.Mode != "group" && s.Primary() != nil &&
		d.Controller != nil && d.Controller != s && d.Controller.Software == "patroni"
}

// demoted: the agent beside the primary is alive and does not function, though
// it does with nothing failed.
func (r *reading) demoted(s *model.Service) ref {
	if !isLedByAgents(s) {
		return never
	}
	if demoted, ok := r.lost[s]; ok {
		return demoted
	}
	demoted := never
	beside := func(agent *model.Instance) bool { return agent.Server == s.Primary().Server }
	if i := slices.IndexFunc(s.Data.Controller.Instances, beside); i >= 0 {
		agent := s.Data.Controller.Instances[i]
		if stopped := r.stops(s.Data.Controller, r.of).stopped[agent]; stopped != always {
			demoted = r.butNot(stopped, r.of(agent))
		}
	}
	r.lost[s] = demoted
	return demoted
}

// out: an instance is dead, or has been demoted.
func (r *reading) out(i *model.Instance) ref {
	if i != i.Service.Primary() {
		return r.of(i)
	}
	return r.circuit.or(r.of(i), r.demoted(i.Service))
}

// useless: an instance is dead, or does nothing as it is out of a quorum.
func (r *reading) useless(i *model.Instance) ref {
	if i.Service.Quorum > 1 {
		return r.out(i)
	}
	return r.of(i)
}

// fewerLeft: fewer than so many instances of a service are not out.
func (r *reading) fewerLeft(count int, s *model.Service) ref {
	all := make([]ref, len(s.Instances))
	for i, instance := range s.Instances {
		all[i] = r.out(instance)
	}
	return r.circuit.atLeast(len(all)-count+1, all)
}

// heldDown: agents are alive, and too few of them function, so that whoever a
// person promotes is demoted.
func (r *reading) heldDown(s *model.Service) ref {
	if !isLedByAgents(s) {
		return never
	}
	return r.butNot(r.notActing(s.Data.Controller), r.fewerLeft(1, s.Data.Controller))
}
