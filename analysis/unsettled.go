package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// tellUnsettled notes what the fates of the blow at hand differ in: the services,
// and, where a controller may take a primary for dead, what the controller is,
// if that is not written.
func (s *study) tellUnsettled(o *Outcome) {
	add := func(t int32) {
		if service := s.plan.services[t]; !slices.Contains(o.Unsettled, service) {
			o.Unsettled = append(o.Unsettled, service)
		}
	}
	for _, f := range s.fates {
		for _, t := range f.halted {
			add(t)
		}
		for _, member := range f.outside {
			d := s.plan.tiers[s.plan.tierOf[member]].data
			if d == nil || !d.watched || d.primary != member || s.plan.services[d.controller].Software != "" {
				add(s.plan.tierOf[member])
				continue
			}
			if path := s.plan.services[d.controller].Path.Field("software"); !slices.Contains(o.Missing, path) {
				o.Missing = append(o.Missing, path)
			}
		}
	}
}

// Unpromised says of a service that is unsettled what is not known of it, in
// one sentence.
func Unpromised(s *model.Service) string {
	if d := s.Data; d != nil && d.Controller != nil && d.Mode != "group" && s.Quorum < 2 {
		return "Whether " + d.Controller.Name + " promotes a replica of " + s.Name + " while it does not see the primary, which works, is not known of it."
	}
	return "What " + s.Name + " does while some of its members see each other and others do not is not promised: it may go on as before, go on without one of them, or stand still."
}
