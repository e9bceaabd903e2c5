package analysis

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/loadpath/loadpath/model"
)

// sweep works out every failure that touches a flow, flow by flow, on a lumped
// plan: for a crew one failure of any of its members. Several work side by
// side, each with scratch of its own.
type sweep struct {
	*study
	estate   *estate
	prepared []bool // of a failure: somebody has a runbook for it
	cone     cone
	both     []*reading // the pessimistic and the optimistic one
	fatal    fatal
	// decides: what is fatal says all that there is to say. It does not where
	// runbooks help, or something comes and goes.
	decides bool
	only    *Horizon         // nil: all are asked for
	amounts [Total + 1]int32 // the places of outcomes that are told once; none where they are not yet
	page    *page
	shared  map[shared]int32
}

// shared are the numbers that share a server, where they are two or three.
type shared [3]int32

// pageLength is how many flows are worked out in one go.
const pageLength = 64

// newSweep works on the plan that the grounds are of.
func (e *engine) newSweep(g *grounds, prepared []bool, only *Horizon) *sweep {
	s := &sweep{
		study: &study{engine: e.on(g.plan)}, estate: newEstate(g),
		prepared: prepared, only: only, shared: make(map[shared]int32),
	}
	s.both = []*reading{{world: s.pessimist, only: only}, {world: s.optimist, only: only}}
	return s
}

// sweepAll works out all flows, at one horizon or at all. Those with a circle
// are worked out instance by instance: whether it may flap is found by going
// round it, and that is not the same in another order.
func (e *engine) sweepAll(only *Horizon) []page {
	lumped := newGrounds(newLumpedPlan(e.architecture, e.roll, e.options.Connections))
	single := sync.OnceValue(func() *grounds { return newGrounds(e.ready()) })
	var prepared []bool
	if only == nil {
		prepared = e.prepared(e.listed.failures)
	}
	flows := e.architecture.Flows
	pages := make([]page, (len(flows)+pageLength-1)/pageLength)
	var taken atomic.Int32
	work := func() {
		together := e.newSweep(lumped, prepared, only)
		var apart *sweep
		for i := int(taken.Add(1)) - 1; i < len(pages); i = int(taken.Add(1)) - 1 {
			for _, flow := range flows[i*pageLength : min((i+1)*pageLength, len(flows))] {
				s := together
				if s.cut(flow); s.cone.hasCircles() {
					if apart == nil {
						apart = e.newSweep(single(), prepared, only)
					}
					s = apart
					s.cut(flow)
				}
				s.run(flow, &pages[i])
			}
		}
	}
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(pages)) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	return pages
}

// prepared are the failures that somebody has a runbook for; nil for none.
func (e *engine) prepared(failures []Failure) []bool {
	if len(e.runbooks) == 0 {
		return nil
	}
	prepared := make([]bool, len(failures))
	for i, f := range failures {
		names := f.answersTo()
		prepared[i] = slices.ContainsFunc(names[:], func(name string) bool { return len(e.runbooks[name]) > 0 })
	}
	return prepared
}

// cut cuts the cone of a flow.
func (s *sweep) cut(flow *model.Flow) {
	s.builder.build(flow, &s.cone)
	s.sites.locate(&s.cone)
}

// run works out the flow whose cone was cut, and writes on a page.
func (s *sweep) run(flow *model.Flow, on *page) {
	s.page, s.flow, s.readings = on, flow, s.both[:1]
	if s.cone.undecided {
		s.readings = s.both
	}
	for _, r := range s.readings {
		r.read(&s.cone)
	}
	s.page.baselines = append(s.page.baselines, s.baseline())
	s.amounts = [...]int32{none, none, none}
	s.fatal.mark(&s.cone, s.plan.size)
	s.decides = s.prepared == nil && !s.cone.hasCircles() && s.baseline() != Total
	numbers := slices.DeleteFunc(s.sites.instances, func(n int32) bool { return s.plan.size[n] == 0 })
	s.estate.survey(numbers)
	for _, number := range numbers {
		s.failInstances(number)
	}
	clear(s.shared)
	for _, server := range s.estate.servers {
		s.failServer(server)
	}
	for _, zone := range s.estate.zones {
		s.failZone(zone)
	}
	if s.options.Connections {
		for _, way := range s.lanes() {
			s.failWay(way)
		}
	}
}
