package analysis

import "github.com/loadpath/loadpath/model"

// Outcome is what one failure does to one flow.
type Outcome struct {
	// Failure is what was taken away. Where that were several things, it is
	// the first; see Failures.
	Failure Failure
	Flow    *model.Flow
	// Lost is the amount at each horizon, and Amount the worst of all.
	Lost   [3]Amount
	Amount Amount
	// Meanwhile is what is lost while some of what is automatic has happened and
	// some has not, such as after a health check has acted and before a replica
	// has been promoted, where that is more than before and after; else None. It
	// counts into Amount.
	Meanwhile Amount
	// Moment is how long after the failure something happens before which that
	// is; 0 where it is a promotion of unknown length. Of several it is the last
	// before which most is lost.
	Moment model.Duration
	// Recovery is the first horizon from which on nothing is lost (more than
	// with nothing failed), or Undecided: a fact that decides it is not
	// written, and Missing names where it belongs; or services use each other
	// in a circle that may flap, and Missing is empty; or what Unsettled do is
	// promised by no software. Lost is then the worse of what may be.
	Recovery Recovery
	Missing  []model.Path
	// Unsettled are services with members that do not all see each other any
	// more, or whose primary works and is not seen by who promotes, where the
	// outcome hangs on what they do then.
	Unsettled []*model.Service
	// Window is how long it takes until everything automatic has happened, where
	// less is lost from then on; else, and where that is undecided, it is empty.
	Window Window
	// AllLost is how long no request is answered, from the first moment of that
	// to the last, where it ends by itself; else it is empty. It is never over
	// later than Window; see TurnsPartial.
	AllLost Window

	more []Failure
}

// Failures are all that was taken away together.
func (o Outcome) Failures() []Failure {
	if o.Failure == (Failure{}) {
		return nil
	}
	return append([]Failure{o.Failure}, o.more...)
}

// Stage is a time in which the amount lost is the same.
type Stage struct {
	Amount Amount
	// Until is what ends it: Transient, it ends by itself; Manual, a person
	// acts; Hard, what failed is repaired.
	Until Recovery
}

// TurnsPartial tells whether no request is answered at first, or at a time, which
// ends by itself, and a part fails after that.
func (o Outcome) TurnsPartial() bool {
	known := len(o.AllLost.Parts) > 0 && o.AllLost.Known()
	stays := o.Recovery > Transient && o.Lost[AfterFailover] == Partial
	return known && (stays || o.Window.end().longerThan(o.AllLost.end()))
}

// Stages are what the flow goes through until it is back, in order. What is
// lost with nothing failed is lost afterwards, too, and is none of them.
func (o Outcome) Stages() []Stage {
	var stages []Stage
	rest := None
	if o.TurnsPartial() {
		rest = Partial
	}
	for _, next := range [...]Stage{
		{o.Lost[BeforeFailover], Transient}, {o.Meanwhile, Transient}, {rest, Transient},
		{o.Lost[AfterFailover], Manual}, {o.Lost[AfterPerson], Hard},
	} {
		last := len(stages) - 1
		switch {
		case next.Amount == None || o.Recovery < next.Until:
		case last >= 0 && stages[last].Amount == next.Amount:
			stages[last].Until = next.Until
		default:
			stages = append(stages, next)
		}
	}
	return stages
}

// Step is one link of the chain from a failure to the user.
type Step struct {
	Text string
	// Path is where that hangs in the architecture.
	Path model.Path
}
