package formula

import (
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// primaryLoses: the written primary takes all, or after a promotion the first
// replica that is alive.
func (r *reading) primaryLoses(n *node, all []candidate) loss {
	for i := range all {
		if n.link.way == byCheck { // out of the pool: nobody is reached
			all[i].loss = r.choose(all[i].skipped, everything(), all[i].loss)
		}
		all[i].skipped = all[i].dead
	}
	replicas := r.chain(n, all[1:], everything())
	stuck := r.noPromotion(n.link)
	return r.choose(r.out(n.link.to.Primary()), r.choose(stuck, everything(), replicas), r.one(n, all[0]))
}

// noPromotion: no replica becomes the primary, or nobody finds it.
func (r *reading) noPromotion(l *link) ref {
	if r.horizon != analysis.AfterPerson && !l.followsPrimary(r.optimistic) {
		return always
	}
	return r.notPromoted(l.to)
}

// notPromoted: no replica becomes the primary. A person makes one, unless agents
// keep it down.
func (r *reading) notPromoted(s *model.Service) ref {
	d := s.Data
	switch {
	case r.horizon == analysis.AfterPerson:
		return r.heldDown(s)
	case !d.Automatic:
		return always
	case d.Mode == "group":
		return r.noMajority(s)
	case d.Controller == nil && r.optimistic:
		return never
	case d.Controller == nil:
		return always
	}
	return r.notActing(d.Controller)
}

// refuseReplicas lets a write fail that goes to the member on the caller's own
// server, where that is not the primary then: the primary is alive, nobody is
// promoted, or another replica comes first.
func (r *reading) refuseReplicas(l *link, all []candidate) {
	primary := l.to.Primary()
	before := []ref{r.circuit.not(r.out(primary)), r.notPromoted(l.to)}
	refused := map[*model.Instance]ref{primary: r.demoted(l.to)}
	for _, replica := range l.to.Replicas() {
		refused[replica] = r.circuit.or(before...)
		before = append(before, r.circuit.not(r.of(replica)))
	}
	for i, target := range l.targets {
		all[i].loss = r.both(all[i].loss, r.ofOwn(refused[target]))
		all[i].own = r.butNot(all[i].own, all[i].dead)
	}
}
