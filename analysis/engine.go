package analysis

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// engine works out flows, one after the other.
type engine struct {
	plan     *plan
	builder  *builder
	sites    *sites
	failures []Failure
	number   map[Failure]int32
	runbooks map[string][]*model.Runbook // by what has failed

	// pessimist takes what is not written for the worse, optimist for the
	// better.
	pessimist, optimist *world
	struck              []int32 // scratch
}

func newEngine(a *model.Architecture) *engine {
	p := newPlan(a)
	e := &engine{
		plan: p, builder: newBuilder(p), sites: newSites(p),
		failures: failuresOf(a), runbooks: make(map[string][]*model.Runbook),
		pessimist: newWorld(p, false), optimist: newWorld(p, true),
	}
	e.number = make(map[Failure]int32, len(e.failures))
	for i, f := range e.failures {
		e.number[f] = int32(i)
	}
	for _, runbook := range a.Runbooks {
		for _, name := range runbook.For {
			e.runbooks[name] = append(e.runbooks[name], runbook)
		}
	}
	return e
}

// study is one flow in work.
type study struct {
	*engine
	flow *model.Flow
	// readings is the pessimistic reading, and the optimistic one where the
	// two can differ.
	readings []*reading
}

func (e *engine) study(flow *model.Flow) *study {
	c := e.builder.build(flow)
	e.sites.locate(c)
	s := &study{engine: e, flow: flow, readings: []*reading{newReading(e.pessimist, c)}}
	if c.undecided {
		s.readings = append(s.readings, newReading(e.optimist, c))
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

// outcomes appends what every failure that touches the cone does, if it does
// harm.
func (s *study) outcomes(found []Outcome) []Outcome {
	p := s.plan
	for _, instance := range s.sites.instances {
		found = s.outcome(found, Failure{Instance: p.instances[instance]})
	}
	for _, server := range s.sites.servers {
		found = s.outcome(found, Failure{Server: p.servers[server]})
	}
	for _, zone := range s.sites.zones {
		found = s.outcome(found, Failure{Zone: p.zones[zone]})
	}
	return found
}

func (s *study) outcome(found []Outcome, f Failure) []Outcome {
	number, ok := s.number[f]
	if !ok {
		return found // assumed to be perfect
	}
	s.strike(f)
	if o, harmed := s.judge(f); harmed {
		o.failure = number
		found = append(found, o)
	}
	s.heal()
	return found
}

// strike lets the failure happen in every reading.
func (s *study) strike(f Failure) {
	how := serverDown
	s.struck = s.struck[:0]
	switch {
	case f.Zone != nil:
		s.struck = s.sites.appendZone(s.struck, s.plan.zoneIndex[f.Zone])
	case f.Server != nil:
		s.struck = s.sites.appendServer(s.struck, s.plan.serverIndex[f.Server])
	default:
		s.struck = append(s.struck, s.plan.instanceIndex[f.Instance])
		how = processDown
	}
	for _, r := range s.readings {
		r.strike(s.struck, how, s.sites)
	}
}

func (s *study) heal() {
	for _, r := range s.readings {
		r.heal()
	}
}

// judge says what has become of the flow, and whether it was harmed.
func (s *study) judge(f Failure) (Outcome, bool) {
	pessimistic := s.readings[0]
	root := pessimistic.root
	lost, base := pessimistic.value[root], s.baseline()
	same, flaps := true, pessimistic.flaps || pessimistic.restless
	for _, optimistic := range s.readings[1:] {
		better := optimistic.value[root]
		same, flaps = same && better == lost, flaps || optimistic.flaps || optimistic.restless
		for h := range lost {
			lost[h] = max(lost[h], better[h])
		}
	}
	if lost[AfterPerson] > base && s.hasRunbook(f) {
		lost[AfterPerson] = base
	}
	o := Outcome{Failure: f, Flow: s.flow, Lost: lost, Amount: lost.worst(), Recovery: lost.recovery(base)}
	switch {
	case o.Recovery == Unharmed:
		return o, false
	case !same:
		o.Recovery, o.Missing = Undecided, s.missing()
	case flaps:
		o.Recovery = Undecided
	case o.Recovery == Transient:
		o.Window = pessimistic.window()
	}
	return o, true
}

// hasRunbook tells whether somebody knows how to bring the flow back.
func (s *study) hasRunbook(f Failure) bool { return s.runbook(f) != nil }

// runbook is the first that is for the failure and restores the flow, or nil.
func (s *study) runbook(f Failure) *model.Runbook {
	if len(s.runbooks) == 0 {
		return nil
	}
	for _, name := range f.answersTo() {
		for _, runbook := range s.runbooks[name] {
			if len(runbook.Restores) == 0 || slices.Contains(runbook.Restores, s.flow.Name) {
				return runbook
			}
		}
	}
	return nil
}
