package formula

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// coming is what the time until a flow comes back costs, for one component
// that fails alone.
type coming struct {
	// repair is how many hours the component is away as far as the flow
	// feels it.
	repair           float64
	failover, acting cost
}

// cost is minutes a year of total and of partial loss.
type cost struct{ total, partial float64 }

// and is both costs.
func (c cost) and(other cost) cost { return cost{c.total + other.total, c.partial + other.partial} }

// comeBack goes along the time after a failure: what is lost until everything
// automatic has happened, and then until a person has acted, beside what is
// counted for that time anyway: what the formula says of the failure alone.
// Where all is lost at first, and then a part, each counts for its own time.
// Neither lasts longer than the repair.
//
// Where it is a runbook that brings the flow back, the flow feels the failure
// for no longer than that takes.
func (c *calculation) comeBack(event analysis.Failure, r rate, counted analysis.Amount) coming {
	back := coming{repair: r.repair}
	outcome, harmed := c.outcome(event)
	if !harmed {
		return back
	}
	runbook := c.runbook(event)
	automatic, acted, all := 0.0, 0.0, 0.0
	before := max(outcome.Lost[analysis.BeforeFailover], outcome.Meanwhile) // for all of the window, or at first
	if before != outcome.Lost[analysis.AfterFailover] {
		automatic = min(c.window(outcome), r.repair)
		all = automatic
	}
	if outcome.TurnsPartial() {
		all = min(hours(outcome.AllLost.Length), automatic)
	}
	if outcome.Lost[analysis.AfterFailover] != outcome.Lost[analysis.AfterPerson] {
		acted = min(hours(c.acts(runbook)), r.repair)
	}
	if outcome.Lost[analysis.AfterPerson] < counted && runbook != nil {
		back.repair = acted
	}
	back.failover = costOf(before, counted, all*r.frequency)
	if all < automatic {
		back.failover = back.failover.and(costOf(analysis.Partial, counted, (automatic-all)*r.frequency))
	}
	back.acting = costOf(outcome.Lost[analysis.AfterFailover], counted, max(acted-automatic, 0)*r.frequency)
	return back
}

// costOf is what is lost in so many hours a year beyond what is counted.
func costOf(lost, counted analysis.Amount, hours float64) cost {
	is := func(amount analysis.Amount) float64 {
		switch {
		case lost == amount && counted != amount:
			return 60 * hours
		case lost != amount && counted == amount:
			return -60 * hours
		}
		return 0
	}
	return cost{is(analysis.Total), is(analysis.Partial)}
}

func (c *calculation) outcome(event analysis.Failure) (analysis.Outcome, bool) {
	for _, o := range c.result.At(event) {
		if o.Flow == c.formula.Flow {
			return o, true
		}
	}
	return analysis.Outcome{}, false
}

// acts is how long a person takes.
func (c *calculation) acts(runbook *model.Runbook) model.Duration {
	if runbook != nil && runbook.Takes > 0 {
		return runbook.Takes
	}
	c.assumeAct()
	return c.options.Act
}

// window is how many hours everything automatic takes.
func (c *calculation) window(o analysis.Outcome) float64 {
	if o.Window.Known() && (o.Recovery == analysis.Transient || len(o.Window.Parts) > 0) {
		return hours(o.Window.Length)
	}
	c.assumeWindow(o.Failure)
	return hours(max(o.Window.Length, unknownWindow))
}

// runbook is the first that is for the failure and restores the flow, or nil.
func (c *calculation) runbook(event analysis.Failure) *model.Runbook {
	var names []string
	switch {
	case event.Zone != nil:
		names = []string{event.Zone.Name}
	case event.Server != nil:
		names = []string{event.Server.Name, event.Server.Group.Name}
	default:
		names = []string{event.Instance.Name(), event.Instance.Service.Name}
	}
	for _, name := range names {
		for _, runbook := range c.result.Architecture.Runbooks {
			restores := len(runbook.Restores) == 0 || slices.Contains(runbook.Restores, c.formula.Flow.Name)
			if restores && slices.Contains(runbook.For, name) {
				return runbook
			}
		}
	}
	return nil
}
