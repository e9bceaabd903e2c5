package formula

import (
	"errors"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// ErrTooLarge is returned for a flow whose formula has more than about eight
// million arguments. Only large circles of services come near.
var ErrTooLarge = errors.New("the formula of the flow is too large to be written")

// Formula says for every set of crashes what a flow loses at one horizon.
type Formula struct {
	Flow    *model.Flow
	Horizon analysis.Horizon
	// Events are the things whose crash the flow may feel, each by itself. What
	// is assumed to be perfect is not among them.
	Events []analysis.Failure
	// Undecided are the places of facts that are not written and on which the
	// formula hangs. It then takes the worse of what may be.
	Undecided []model.Path
	// MayFlap: services use each other in a circle that may have no settled
	// state under some failures; a part of the flow is then taken as lost.
	MayFlap bool

	circuit        *circuit
	total, partial ref // all is lost; at least a part is
	number         map[analysis.Failure]int32
}

// Of writes the formula of a flow for a horizon: AfterFailover or AfterPerson.
// (Before failover nothing is probable: that lasts only for a window.) Runbooks
// do not count: they are for failures that come alone. The error is
// ErrTooLarge.
func Of(a *model.Architecture, flow *model.Flow, horizon analysis.Horizon) (*Formula, error) {
	c := newCircuit()
	f := &Formula{Flow: flow, Horizon: horizon, circuit: c}
	r := &reading{cone: cut(flow), deaths: newDeaths(a, c), circuit: c, horizon: horizon}
	r.equal, r.first = newTranslation(c, nil, circleBudget), make(map[int32]ref)
	r.tells = r.tellsErrors()
	r.meet()
	undecided := r.undecided()
	worse := r.write()
	better := worse
	if len(undecided) > 0 {
		r.optimistic = true
		better = r.write()
	}
	if c.full {
		return nil, ErrTooLarge
	}
	if better != worse {
		f.Undecided = undecided
	}
	worst := r.both(worse, better)
	f.total, f.partial = worst.total, worst.partial
	f.Events, f.number, f.MayFlap = r.events, r.deaths.number, r.flaps != never
	return f, nil
}

// meet brings the events of a cone with circles into an order that suits their
// diagrams: what shares a server stays together.
func (r *reading) meet() {
	if len(r.circles) == len(r.nodes) {
		return
	}
	var servers []*model.Server
	on := make(map[*model.Server][]*model.Instance)
	for i := range r.nodes {
		instance := r.nodes[i].instance
		if instance == nil {
			continue
		}
		if on[instance.Server] == nil {
			servers = append(servers, instance.Server)
		}
		on[instance.Server] = append(on[instance.Server], instance)
	}
	for _, server := range servers {
		for _, instance := range on[server] {
			r.of(instance)
		}
	}
}

// write is what the users of the cone lose.
func (r *reading) write() loss {
	for _, circle := range r.circles {
		r.settle(circle)
		if r.circuit.full {
			break
		}
	}
	return loss{r.nodes[0].total, r.nodes[0].partial, never}
}

// Lost is what the flow loses where these have crashed and nothing else has.
func (f *Formula) Lost(failed ...analysis.Failure) analysis.Amount {
	events := make([]uint64, len(f.Events))
	for _, failure := range failed {
		if number, ok := f.number[failure]; ok {
			events[number] = 1
		}
	}
	w := newWords(f.circuit, f.total, f.partial)
	w.work(events)
	return f.amount(w, 0)
}

// amount is what is lost in one of the states of w.
func (f *Formula) amount(w *words, state int) analysis.Amount {
	switch {
	case w.value[f.total]>>state&1 == 1:
		return analysis.Total
	case w.value[f.partial]>>state&1 == 1:
		return analysis.Partial
	}
	return analysis.None
}
