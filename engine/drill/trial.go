package drill

import (
	"slices"
	"strings"
	"time"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// How long a trial is watched. An outage that a timeout or a check brings about
// begins late: whoever watches for less sees none. The longest check counts,
// and what follows it.
const (
	leastWatch  = model.Duration(8 * time.Second)
	mostWatch   = model.Duration(30 * time.Second)
	afterChecks = model.Duration(3 * time.Second)
)

// watchOf is how long a trial is watched at least.
func watchOf(a *model.Architecture) model.Duration {
	longest := model.Duration(0)
	for _, c := range a.Connections {
		if c.Check != nil {
			longest = max(longest, c.Check.Every*model.Duration(c.Check.Fall)+c.Check.Timeout)
		}
	}
	return min(max(leastWatch, longest+afterChecks), mostWatch)
}

// AtMost is how long a trial is watched at most: as long as a flow that is to
// come back by itself may take, until it has been calm for long enough, and all
// requests are over that may be open for so long.
func (t Trial) AtMost(open time.Duration) time.Duration {
	most := time.Duration(t.Watch)
	for _, p := range t.Predictions {
		if p.Recovery == Transient || p.Recovery == Undecided {
			most = max(most, time.Duration(longest(p))+calmFor+open)
		}
	}
	return most
}

// try adds the trial in which some things fail together, or says why there is
// none.
func (b *builder) try(r *analysis.Result, failures ...analysis.Failure) {
	name := trialName(failures)
	trial := Trial{Name: name, Watch: b.watch}
	for _, f := range failures {
		broken, why := b.broken(f)
		if why != "" {
			b.skip(name, why)
			return
		}
		trial.Breaks = append(trial.Breaks, broken)
	}
	outcomes := b.outcomes(r, failures)
	trial.Step = b.step(r, outcomes)
	for _, o := range outcomes {
		trial.Predictions = append(trial.Predictions, b.predict(r, o, trial.Step))
	}
	b.plan.Trials = append(b.plan.Trials, trial)
}

// outcomes are those of the flows that are asked.
func (b *builder) outcomes(r *analysis.Result, failures []analysis.Failure) []analysis.Outcome {
	var all []analysis.Outcome
	for _, flow := range b.flows {
		all = append(all, r.WithoutFor(flow, failures))
	}
	return all
}

// trialName is what is broken, and how: "crash of web@server-1".
func trialName(failures []analysis.Failure) string {
	var names []string
	for _, f := range failures {
		names = append(names, f.Name())
	}
	return failures[0].Kind.String() + " of " + strings.Join(names, " and ")
}

// broken is a failure as a break, or why it cannot be one.
func (b *builder) broken(f analysis.Failure) (broken Break, why string) {
	broken = Break{Kind: f.Kind.String(), What: f.Name(), Connection: f.From != nil}
	taken := b.taken(f)
	for _, i := range taken {
		if b.runs[i] {
			broken.Instances = append(broken.Instances, i.Name())
		}
	}
	switch {
	case len(taken) == 0:
		return broken, "nothing of the architecture is on it"
	case f.From != nil && len(broken.Instances) < 2:
		return broken, "one of its ends is not run in the stack"
	case len(broken.Instances) == 0 && f.Instance != nil && f.Instance.Server == nil:
		return broken, "it is not run in the stack: nothing there talks to it"
	case len(broken.Instances) == 0:
		return broken, "it is not run in the stack"
	}
	return broken, ""
}

// taken are the instances that a failure takes along, of a connection its ends.
func (b *builder) taken(f analysis.Failure) []*model.Instance {
	if f.From != nil {
		return []*model.Instance{f.From, f.To}
	}
	var taken []*model.Instance
	for _, i := range b.a.Instances() {
		if within(i, f) {
			taken = append(taken, i)
		}
	}
	return taken
}

// within tells whether a failure of a zone, a server or an instance takes an
// instance along.
func within(i *model.Instance, f analysis.Failure) bool {
	switch {
	case f.Instance != nil:
		return f.Instance == i
	case i.Server == nil:
		return false
	case f.Server != nil:
		return f.Server == i.Server
	}
	return slices.Contains(around(i.Server.Zone), f.Zone)
}

// around are a zone and those that it lies in, from the inside out.
func around(zone *model.Zone) []*model.Zone {
	var zones []*model.Zone
	for ; zone != nil; zone = zone.Parent {
		zones = append(zones, zone)
	}
	return zones
}
