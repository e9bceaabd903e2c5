// Package analysis says what each failure does to each flow.
package analysis

import "github.com/loadpath/loadpath/model"

// Amount is how much of a flow is lost.
type Amount uint8

// The amounts, the worse the greater.
const (
	None Amount = iota
	Partial
	Total
)

// Recovery is what brings a flow back.
type Recovery uint8

// The recoveries. Unharmed goes with the amount None alone.
const (
	Unharmed Recovery = iota
	Transient
	Manual
	Hard
	Undecided
)

// Horizon is a moment after a failure.
type Horizon uint8

// The horizons.
const (
	BeforeFailover Horizon = iota
	AfterFailover
	AfterPerson
)

// Failure is a zone, a server, an instance or an external taken away. Exactly
// one field is set.
type Failure struct {
	Zone     *model.Zone
	Server   *model.Server
	Instance *model.Instance // an external is its one instance
}

// Outcome is what one failure does to one flow.
type Outcome struct {
	Failure Failure
	Flow    *model.Flow
	// Lost is the amount at each horizon, and Amount the worst of the three.
	Lost   [3]Amount
	Amount Amount
	// Recovery is the first horizon with none, or Undecided where a fact that
	// decides it is not written; Missing then names where it belongs.
	Recovery Recovery
	Missing  []model.Path
	// Window is how long a transient takes.
	Window Window
	// Evidence is how the request breaks, from the failure to the user.
	Evidence []Step
}

// Window is a span of time with what it is made of.
type Window struct {
	Length model.Duration
	Parts  []Part
}

// Part is one span in a window: "health check: 2s x 3", 6s.
type Part struct {
	What   string
	Length model.Duration
}

// Step is one link of the chain from a failure to the user.
type Step struct {
	Text string
	Path model.Path
}

// Result is the answer for every failure and flow.
type Result struct {
	Architecture *model.Architecture
	Failures     []Failure
	outcomes     []Outcome
}

// Analyze takes away each instance, server, zone and external in turn, as a
// crash, and says what that does to each flow.
func Analyze(a *model.Architecture) *Result { return &Result{Architecture: a} }

// Outcomes are the failures that harm a flow, in the order of Failures and
// then of the flows. Whatever is not here is harmed by nothing alone.
func (r *Result) Outcomes() []Outcome { return r.outcomes }
