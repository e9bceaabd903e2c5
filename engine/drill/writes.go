package drill

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// mayLoseWrites tells whether a write that was acknowledged may be gone after a
// failure, by what the architecture promises.
//
// A failure that does not take a primary loses nothing. A primary that comes
// back has its data, unless they are written not to be durable, or are in a
// cache. Where a replica takes its place, it has what replication promises: in
// a group, and where every write waits for replicas without end, all that was
// acknowledged, as long as one of those that were waited for is left; else,
// where the primary gives up waiting or never waits, less.
func (b *builder) mayLoseWrites(o analysis.Outcome, step Step) bool {
	if o.Flow.Kind != model.WriteFlow || o.Flow.Enters == nil {
		return false
	}
	var taken []*model.Instance
	for _, f := range o.Failures() {
		if f.From == nil {
			taken = append(taken, b.taken(f)...)
		}
	}
	stores := []*model.Service{o.Flow.Enters}
	for _, c := range b.onWay(o.Flow) {
		if !slices.Contains(stores, c.To) {
			stores = append(stores, c.To)
		}
	}
	return slices.ContainsFunc(stores, func(s *model.Service) bool { return loses(s, taken, step) })
}

// loses tells whether a service may lose writes when some instances fail.
func loses(s *model.Service, taken []*model.Instance, step Step) bool {
	primary := s.Primary()
	isTaken := func(i *model.Instance) bool { return slices.Contains(taken, i) }
	switch {
	case s.Kind == model.Cache:
		return slices.ContainsFunc(s.Instances, isTaken)
	case primary == nil || !isTaken(primary):
		return false
	case s.Replication.Durable != nil && !*s.Replication.Durable:
		return true
	}
	gone := 0
	for _, replica := range s.Replicas() {
		if isTaken(replica) {
			gone++
		}
	}
	replaced := gone < len(s.Replicas()) && (s.Data.Automatic || step.Back == primary.Name())
	return replaced && !keeps(s.Data, gone)
}

// keeps tells whether what was acknowledged is on a replica that is left, when
// so many are gone with the primary.
func keeps(d *model.DataSet, gone int) bool {
	switch d.Mode {
	case "group":
		return true
	case "sync", "semi-sync":
		return d.WaitTimeout == model.Forever && gone < d.WaitFor
	}
	return false
}
