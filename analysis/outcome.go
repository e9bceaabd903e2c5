package analysis

import "github.com/loadpath/loadpath/model"

// Outcome is what one failure does to one flow.
type Outcome struct {
	// Failure is what was taken away. Where that were several things, it is
	// the first; see Failures.
	Failure Failure
	Flow    *model.Flow
	// Lost is the amount at each horizon, and Amount the worst of the three.
	Lost   [3]Amount
	Amount Amount
	// Recovery is the first horizon from which on nothing is lost (more than
	// with nothing failed), or Undecided: a fact that decides it is not
	// written, and Missing names where it belongs; or services use each other
	// in a circle that may flap, and Missing is empty. Lost is then the worse
	// of what may be.
	Recovery Recovery
	Missing  []model.Path
	// Window is how long a transient takes; empty for any other recovery.
	Window Window

	failure int32 // position in Result.Failures
	more    []Failure
}

// Failures are all that was taken away together.
func (o Outcome) Failures() []Failure {
	if o.Failure == (Failure{}) {
		return nil
	}
	return append([]Failure{o.Failure}, o.more...)
}

// Step is one link of the chain from a failure to the user.
type Step struct {
	Text string
	// Path is where that hangs in the architecture.
	Path model.Path
}
