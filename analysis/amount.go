package analysis

// Amount is how much of a flow is lost.
type Amount uint8

// The amounts, the worse the greater.
const (
	None    Amount = iota // every request is answered
	Partial               // some requests fail
	Total                 // no request is answered
)

// String is the amount in one word.
func (a Amount) String() string { return [...]string{"none", "partial", "total"}[a] }

// Recovery is what brings a flow back.
type Recovery uint8

// The recoveries. Unharmed goes with a failure that takes nothing away.
const (
	Unharmed  Recovery = iota
	Transient          // by itself, within a window
	Manual             // a person acts
	Hard               // only the repair of what failed
	Undecided          // a fact that decides it is not written
)

// String is the recovery in one word, and empty for Unharmed.
func (r Recovery) String() string {
	return [...]string{"", "transient", "manual", "hard", "undecided"}[r]
}

// Horizon is a moment after a failure.
type Horizon uint8

// The horizons.
const (
	BeforeFailover Horizon = iota // checks, roles and addresses are as they were
	AfterFailover                 // everything automatic has happened
	AfterPerson                   // a person has done what persons do
	horizons       = 3
)

// verdict is the amount lost at each horizon.
type verdict [horizons]Amount

// worst is the greatest of the three.
func (v verdict) worst() Amount { return max(v[0], v[1], v[2]) }

// repaired is the verdict where somebody knows a way back to the base, or does
// not.
func (v verdict) repaired(known bool, base Amount) verdict {
	if known {
		v[AfterPerson] = min(v[AfterPerson], base)
	}
	return v
}

// recovery is the first horizon from which on no more is lost than the flow
// lacks with nothing failed.
func (v verdict) recovery(base Amount) Recovery {
	switch {
	case v[AfterPerson] > base:
		return Hard
	case v[AfterFailover] > base:
		return Manual
	case v[BeforeFailover] > base:
		return Transient
	}
	return Unharmed
}
