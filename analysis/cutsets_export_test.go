package analysis

import "github.com/loadpath/loadpath/model"

// Stops tells whether the flow is lost in total after failover when the
// failures happen, by the engine.
func (r *Result) Stops(f *model.Flow, failures []Failure) bool {
	s := r.engine.study(f, nil)
	s.strike(failures...)
	defer s.heal()
	for i := range s.fates {
		s.meet(i)
		for _, reading := range s.readings {
			if reading.value[reading.root][AfterFailover] == Total {
				return true
			}
		}
	}
	return false
}
