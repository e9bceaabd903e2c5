package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// engine works out flows, one after the other.
type engine struct {
	architecture *model.Architecture
	options      Options
	runbooks     map[string][]*model.Runbook // by what has failed
	roll         *roll
	listed       *catalogue

	// What follows is there when it is ready.
	plan    *plan
	builder *builder
	sites   *sites
	// pessimist takes what is not written for the worse, optimist for the
	// better.
	pessimist, optimist *world

	blow   blow // scratch
	struck []int32
	fates  []fate // of the blow at hand
	met    int    // the one that has struck; none where no blow has
}

func newEngine(a *model.Architecture, o Options) *engine {
	e := &engine{architecture: a, options: o, roll: newRoll(a), runbooks: make(map[string][]*model.Runbook)}
	for _, runbook := range a.Runbooks {
		for _, name := range runbook.For {
			e.runbooks[name] = append(e.runbooks[name], runbook)
		}
	}
	e.listed = newCatalogue(a, o)
	if o.Connections {
		e.listed.addConnections(e.ready())
	}
	return e
}

// ready makes the plan in which every instance stands for itself.
func (e *engine) ready() *plan {
	if e.plan == nil {
		e.turnTo(newPlan(e.architecture, e.roll))
	}
	return e.plan
}

func (e *engine) turnTo(p *plan) {
	e.plan, e.builder, e.sites = p, newBuilder(p), newSites(p)
	e.pessimist, e.optimist = newWorld(p, false), newWorld(p, true)
}

// on is an engine like this one for another plan.
func (e *engine) on(p *plan) *engine {
	other := &engine{architecture: e.architecture, options: e.options, roll: e.roll, runbooks: e.runbooks, listed: e.listed}
	other.turnTo(p)
	return other
}

// study is one flow in work.
type study struct {
	*engine
	flow *model.Flow
	// readings is the pessimistic reading, and the optimistic one where the
	// two can differ.
	readings []*reading
}

// study turns to a flow, at one horizon or, with nil, at all.
func (e *engine) study(flow *model.Flow, only *Horizon) *study {
	e.ready()
	c := new(cone)
	e.builder.build(flow, c)
	e.sites.locate(c)
	s := &study{engine: e, flow: flow, readings: []*reading{newReading(e.pessimist, c, only)}}
	if c.undecided {
		s.readings = append(s.readings, newReading(e.optimist, c, only))
	}
	return s
}

// baseline is what the flow loses with nothing failed, in the worse reading.
func (s *study) baseline() Amount {
	worst := None
	for _, r := range s.readings {
		worst = max(worst, r.steady[r.root])
	}
	return worst
}

// numbers are those of the failures that touch the cone, without what is
// assumed to be perfect.
func (s *study) numbers() []int32 {
	var found []int32
	add := func(listed, those []int32) {
		for _, i := range those {
			if listed[i] != none {
				found = append(found, listed[i])
			}
		}
	}
	add(s.listed.instances, s.sites.instances)
	add(s.listed.servers, s.sites.servers)
	add(s.listed.zones, s.sites.zones)
	if s.options.Connections {
		for _, way := range s.lanes() {
			found = append(found, s.listed.way(way.from, way.to))
		}
	}
	return found
}

// strike lets the failures happen in every reading.
func (s *study) strike(failures ...Failure) {
	s.gather(&s.blow, failures...)
	s.deal()
}

// deal lets the blow at hand fall, with its first fate.
func (s *study) deal() {
	s.foresee()
	s.meet(0)
}

// foresee finds the fates that the blow at hand may have.
func (s *study) foresee() {
	s.fates = append(s.fates[:0], fate{})
	if inner, controlled := s.plan.concerned(&s.blow); len(inner)+len(controlled) > 0 {
		s.heal() // the fates are those of a system in which nothing else has failed
		s.fates = s.readings[0].fatesOf(&s.blow, inner, controlled)
	}
}

// meet lets the blow at hand fall with one of its fates.
func (s *study) meet(number int) {
	s.blow.fate, s.met = s.fates[number], number
	for _, r := range s.readings {
		r.strike(&s.blow, s.sites)
	}
}

// turn lets the blow at hand fall with one of its fates, unless it has.
func (s *study) turn(number int) {
	if s.met != number {
		s.meet(number)
	}
}

// meetPending meets a fate up to just before a moment, and tells whether anything
// happens then.
func (s *study) meetPending(number int, moment model.Duration) bool {
	s.blow.fate, s.met = s.fates[number], int(none)
	happens := false
	for _, r := range s.readings {
		happens = r.strikePending(&s.blow, s.sites, moment) || happens
	}
	if !happens {
		s.heal()
	}
	return happens
}

func (s *study) heal() {
	s.met = int(none)
	for _, r := range s.readings {
		r.heal()
		r.pending = false
	}
}

// haveRunbooks tells whether somebody knows how to bring the flow back from
// every one of the failures.
func (s *study) haveRunbooks(failures []Failure) bool {
	for _, f := range failures {
		if s.runbook(f, s.flow) == nil {
			return false
		}
	}
	return len(failures) > 0
}

// runbook is the first that is for the failure and restores the flow, or nil.
func (e *engine) runbook(f Failure, flow *model.Flow) *model.Runbook {
	if len(e.runbooks) == 0 {
		return nil
	}
	for _, name := range f.answersTo() {
		for _, runbook := range e.runbooks[name] {
			if len(runbook.Restores) == 0 || slices.Contains(runbook.Restores, flow.Name) {
				return runbook
			}
		}
	}
	return nil
}
