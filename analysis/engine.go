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
	options  Options
	failures []Failure
	number   map[Failure]int32
	runbooks map[string][]*model.Runbook // by what has failed

	// pessimist takes what is not written for the worse, optimist for the
	// better.
	pessimist, optimist *world

	blow   blow // scratch
	struck []int32
}

func newEngine(a *model.Architecture, o Options) *engine {
	p := newPlan(a)
	e := &engine{
		plan: p, builder: newBuilder(p), sites: newSites(p),
		options: o, failures: failuresOf(p, a, o), runbooks: make(map[string][]*model.Runbook),
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
	for _, f := range s.touching(s.options.Kind) {
		found = s.outcome(found, f)
	}
	if s.options.Connections {
		for _, f := range s.lanes() {
			found = s.outcome(found, f)
		}
	}
	return found
}

// touching are the instances of the cone, and the servers and zones around
// them, as failures of a kind; what is assumed to be perfect may be among
// them.
func (s *study) touching(kind Kind) []Failure {
	var found []Failure
	for _, instance := range s.sites.instances {
		found = append(found, Failure{Instance: s.plan.instances[instance], Kind: kind})
	}
	for _, server := range s.sites.servers {
		found = append(found, Failure{Server: s.plan.servers[server], Kind: kind})
	}
	for _, zone := range s.sites.zones {
		found = append(found, Failure{Zone: s.plan.zones[zone], Kind: kind})
	}
	return found
}

// lanes are the connections in the cone, each once.
func (s *study) lanes() []Failure {
	var found []Failure
	seen := make(map[lane]bool)
	c := s.readings[0].cone
	for i := range c.nodes {
		from := &c.nodes[i]
		if from.link != nil {
			continue
		}
		for _, pool := range c.edges[from.lo:from.hi] {
			for _, target := range c.edges[c.nodes[pool].lo:c.nodes[pool].hi] {
				way := lane{from.instance, c.nodes[target].instance}
				if !seen[way] {
					seen[way] = true
					found = append(found, Failure{From: s.plan.instances[way.from], To: s.plan.instances[way.to], Kind: Cut})
				}
			}
		}
	}
	return found
}

func (s *study) outcome(found []Outcome, f Failure) []Outcome {
	number, ok := s.number[f]
	if !ok {
		return found // assumed to be perfect
	}
	s.strike(f)
	if o := s.judge(f); o.Recovery != Unharmed {
		o.failure = number
		found = append(found, o)
	}
	s.heal()
	return found
}

// strike lets the failures happen in every reading.
func (s *study) strike(failures ...Failure) {
	s.gather(&s.blow, failures...)
	for _, r := range s.readings {
		r.strike(&s.blow, s.sites)
	}
}

// strikePending lets the failures happen, up to the moment before a promotion.
func (s *study) strikePending(failures ...Failure) {
	s.gather(&s.blow, failures...)
	for _, r := range s.readings {
		r.strikePending(&s.blow, s.sites)
	}
}

func (s *study) heal() {
	for _, r := range s.readings {
		r.heal()
		r.pending = false
	}
}

// judge says what has become of the flow.
func (s *study) judge(failures ...Failure) Outcome {
	pessimistic := s.readings[0]
	root := pessimistic.root
	base := s.baseline()
	repaired := s.haveRunbooks(failures)
	lost := pessimistic.value[root].repaired(repaired, base)
	meanwhile := pessimistic.lostMeanwhile(root)
	same, flaps := true, pessimistic.flaps || pessimistic.restless
	for _, optimistic := range s.readings[1:] {
		better := optimistic.value[root].repaired(repaired, base)
		same = same && better == lost && optimistic.lostMeanwhile(root) == meanwhile
		flaps = flaps || optimistic.flaps || optimistic.restless
		meanwhile = max(meanwhile, optimistic.lostMeanwhile(root))
		for h := range lost {
			lost[h] = max(lost[h], better[h])
		}
	}
	o := Outcome{Flow: s.flow, Lost: lost, Amount: lost.worst(), Recovery: lost.recovery(base)}
	if meanwhile > max(lost[BeforeFailover], lost[AfterFailover]) {
		o.Meanwhile, o.Amount = meanwhile, max(o.Amount, meanwhile)
		if o.Recovery == Unharmed && meanwhile > base {
			o.Recovery = Transient
		}
	}
	if len(failures) > 0 {
		o.Failure, o.more = failures[0], failures[1:]
	}
	switch {
	case o.Recovery == Unharmed && s.mayHarm(base):
		o.Recovery, o.Lost = Undecided, s.atWorst(o.Lost)
		o.Amount = verdict(o.Lost).worst()
	case o.Recovery == Unharmed:
	case !same:
		o.Recovery, o.Missing = Undecided, s.missing()
	case flaps:
		o.Recovery = Undecided
	case o.Recovery == Transient || lost[BeforeFailover] > lost[AfterFailover]:
		o.Window = pessimistic.window(lost[BeforeFailover] <= base)
	}
	return o
}

// mayHarm tells whether a state of a circle without a settled one loses more
// than is lost with nothing failed.
func (s *study) mayHarm(base Amount) bool {
	return slices.ContainsFunc(s.readings, func(r *reading) bool { return r.flaps && r.atWorst.worst() > base })
}

// atWorst is the most that is lost in any state of such a circle.
func (s *study) atWorst(lost [horizons]Amount) [horizons]Amount {
	for _, r := range s.readings {
		for h := range lost {
			if r.flaps {
				lost[h] = max(lost[h], r.atWorst[h])
			}
		}
	}
	return lost
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
