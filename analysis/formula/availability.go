package formula

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// Options are what the figures are worked out with. The zero value is the
// default.
type Options struct {
	// Nodes is the budget of a diagram; 0: 2^20. Beyond it the figures are
	// bounds.
	Nodes int
	// Act is how long it takes until a person has noticed a failure and done
	// what persons do; 0: one hour. A runbook's own time counts before it.
	Act model.Duration
}

// Availability is how much of the time a flow is lost.
type Availability struct {
	Flow *model.Flow
	// Total is the loss of all requests; Partial is the loss of some and not
	// all. What share of the requests some are is not known, so the two are
	// not added up.
	Total, Partial Loss
	// Contributions are the components that cost the flow time, the one that
	// costs most of the total loss first.
	Contributions []Contribution
	// Assumptions are the numbers that are not written, by their path.
	Assumptions []Assumption
	// Undecided are the places of facts that are not written; the worse of
	// what may be was taken.
	Undecided []model.Path
	// Monotone: a further failure is known never to make the flow better. Where
	// it may, a cut set that grows may stop being one.
	Monotone bool
	// MayFlap: see Formula.
	MayFlap bool
}

// Loss is a share of time, and what it is made of.
type Loss struct {
	// Unattended is the probability of the loss after everything automatic has
	// happened and if nobody acts until repair. It is not part of the others.
	Unattended Interval
	// Repair is the probability of the loss once a person has acted.
	Repair Interval
	// Failover is the time until what comes back by itself is back, and
	// Acting the time until a person has acted, in minutes a year. They are
	// exact to the first order: for failures that come alone. A part is
	// negative where the flow loses less in that time than afterwards.
	Failover, Acting float64
}

// Unavailability is the share of time in which the loss lasts.
func (l Loss) Unavailability() Interval {
	coming := (l.Failover + l.Acting) / minutesPerYear
	within := func(u float64) float64 { return min(max(u, 0), 1) }
	return Interval{within(l.Repair.Lower + coming), within(l.Repair.Upper + coming)}
}

// Availability is the share of time without the loss.
func (l Loss) Availability() Interval {
	u := l.Unavailability()
	return Interval{1 - u.Upper, 1 - u.Lower}
}

// MinutesPerYear is the time of the loss in a year of 365 days.
func (l Loss) MinutesPerYear() Interval {
	u := l.Unavailability()
	return Interval{u.Lower * minutesPerYear, u.Upper * minutesPerYear}
}

// Answer is whether an objective is met.
type Answer uint8

// The answers. Open: the bounds lie on both sides of the objective.
const (
	Met Answer = iota
	Missed
	Open
)

// String is the answer in one word.
func (a Answer) String() string { return [...]string{"met", "missed", "open"}[a] }

// Meets tells whether the flow is there (not lost in total) for at least that
// share of the time, such as 0.999.
func (a *Availability) Meets(objective float64) Answer {
	switch there := a.Total.Availability(); {
	case there.Lower >= objective:
		return Met
	case there.Upper < objective:
		return Missed
	}
	return Open
}

// Calculate works out one flow of an analysed architecture. The error is
// ErrTooLarge.
func Calculate(r *analysis.Result, flow *model.Flow, o Options) (*Availability, error) {
	o.Nodes, o.Act = cmp.Or(o.Nodes, nodeBudget), cmp.Or(o.Act, hour)
	unattended, err := Of(r.Architecture, flow, analysis.AfterFailover)
	if err != nil {
		return nil, err
	}
	attended, err := Of(r.Architecture, flow, analysis.AfterPerson)
	if err != nil {
		return nil, err
	}
	c := &calculation{options: o, result: r, formula: attended, assumed: make(map[Assumption]bool)}
	a := &Availability{Flow: flow, MayFlap: unattended.MayFlap || attended.MayFlap}
	a.Undecided = append(a.Undecided, unattended.Undecided...)
	for _, path := range attended.Undecided {
		if !slices.Contains(a.Undecided, path) {
			a.Undecided = append(a.Undecided, path)
		}
	}
	alone := unattended.solve(c.unavailabilities(unattended.Events), o.Nodes)
	a.Total.Unattended, a.Partial.Unattended = alone.totalIn, alone.partials
	a.Monotone = alone.monotone
	c.contribute(a)
	slices.SortFunc(c.assumptions, func(x, y Assumption) int {
		return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Text, y.Text))
	})
	a.Assumptions = c.assumptions
	return a, nil
}

// calculation is one flow in work.
type calculation struct {
	options     Options
	result      *analysis.Result
	formula     *Formula // after a person has acted
	assumptions []Assumption
	assumed     map[Assumption]bool
}

func (c *calculation) assume(a *Assumption) {
	if a != nil && !c.assumed[*a] {
		c.assumed[*a] = true
		c.assumptions = append(c.assumptions, *a)
	}
}

func (c *calculation) unavailabilities(events []analysis.Failure) []float64 {
	q := make([]float64, len(events))
	for i, event := range events {
		r, assumed := rateOf(event)
		c.assume(assumed)
		q[i] = r.unavailability
	}
	return q
}

// contribute fills in the losses and what each component adds to them.
func (c *calculation) contribute(a *Availability) {
	events := c.formula.Events
	rates, comings := make([]rate, len(events)), make([]coming, len(events))
	q := make([]float64, len(events))
	reduced := c.formula.reduce()
	alone := reduced.alone()
	for i, event := range events {
		var assumed *Assumption
		rates[i], assumed = rateOf(event)
		c.assume(assumed)
		comings[i] = c.comeBack(event, rates[i], alone[i])
		q[i] = rates[i].frequency * comings[i].repair / hoursPerYear
	}
	s := reduced.solve(q, c.options.Nodes)
	a.Total.Repair, a.Partial.Repair = s.totalIn, s.partials
	for i, back := range comings {
		a.Total.Failover += back.failover.total
		a.Total.Acting += back.acting.total
		a.Partial.Failover += back.failover.partial
		a.Partial.Acting += back.acting.partial
		found := measure(s, i, q[i])
		found.Failure, found.Frequency = events[i], rates[i].frequency
		found.Minutes += back.failover.total + back.acting.total
		found.PartialMinutes += back.failover.partial + back.acting.partial
		if found.Minutes != 0 || found.PartialMinutes != 0 || found.Birnbaum != 0 {
			a.Contributions = append(a.Contributions, found)
		}
	}
	slices.SortStableFunc(a.Contributions, func(x, y Contribution) int {
		return cmp.Or(cmp.Compare(y.Minutes, x.Minutes), cmp.Compare(y.PartialMinutes, x.PartialMinutes))
	})
}

// unknownWindow is taken where nobody knows how long something takes to come
// back by itself.
const unknownWindow = 60 * model.Second

func (c *calculation) assumeWindow(f analysis.Failure) {
	c.assume(&Assumption{
		Path:   f.Path(),
		Text:   fmt.Sprintf("%s: the time until what can come back by itself is back is not known, and is taken as %s", f.Name(), unknownWindow),
		Source: "our assumption",
	})
}

func (c *calculation) assumeAct() {
	c.assume(&Assumption{
		Path:   "runbooks",
		Text:   fmt.Sprintf("a person is taken to have acted %s after a failure", c.options.Act),
		Source: "our assumption: to notice, to decide and to act; a runbook with takes counts before it",
	})
}
