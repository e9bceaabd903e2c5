package analysis

import "github.com/loadpath/loadpath/model"

// NeededToPromote are the controller of a service's data and the services that
// it needs to promote a replica, directly or not, each after one that needs it.
// There are none where no controller is written.
func (r *Result) NeededToPromote(s *model.Service) []*model.Service {
	p := r.plan()
	d := p.tiers[p.tierOfService(s)].data
	if d == nil {
		return nil
	}
	var found []*model.Service
	for _, t := range p.guardOf(d) {
		found = append(found, p.services[t])
	}
	return found
}

// CanPromote tells whether the controller of a service's data can act when the
// failures have happened, whether or not one of the copies is left. Ways
// between two instances do not count.
func (r *Result) CanPromote(s *model.Service, failures ...Failure) bool {
	p := r.plan()
	d := p.tiers[p.tierOfService(s)].data
	if d == nil || d.controller == none {
		return false
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	w := r.engine.pessimist
	var taken []int32
	for _, t := range p.guardOf(d) {
		for i := range p.tiers[t].count {
			number := p.tiers[t].first + i
			for _, f := range failures {
				if f.takes(p.instances[number]) && w.fail(number, f.does()) {
					taken = append(taken, number)
				}
			}
		}
	}
	defer func() {
		for _, number := range taken {
			w.repair(number)
		}
	}()
	return w.acts(d.controller)
}
