package formula

import "github.com/loadpath/loadpath/analysis"

// Contribution is what one component costs a flow. Its measures are of the
// total loss once a person has acted, with the windows left out: U is the
// probability of that, Q1 with the component failed for sure, Q0 with the
// component perfect.
//
// The names are used differently in the field. Fussell-Vesely here is the share
// of U that would go with the component perfect (some tools call that
// criticality, and give the share of U in which the component takes part the
// name Fussell-Vesely).
type Contribution struct {
	Failure analysis.Failure
	// Unavailability is the share of time in which the component is away (or,
	// with a runbook for it, until that is followed), Frequency how often it
	// fails in a year.
	Unavailability, Frequency float64
	// Minutes is how many minutes of total loss a year would go if the
	// component were perfect: repair, failover and acting. PartialMinutes is
	// the same for partial loss; it is negative where a part would be lost
	// instead of all.
	Minutes, PartialMinutes float64
	// Birnbaum is Q1 - Q0.
	Birnbaum float64
	// RAW, the risk achievement worth, is Q1 / U; 0 where U is.
	RAW float64
	// RRW, the risk reduction worth, is U / Q0; 0 where Q0 is.
	RRW float64
	// FussellVesely is 1 - Q0 / U; 0 where U is.
	FussellVesely float64
}

// measure is what the solution says of the i-th event.
func measure(s solution, i int, q float64) Contribution {
	u, birnbaum := s.total.probability, s.total.birnbaum[i]
	q1, q0 := u+(1-q)*birnbaum, max(u-q*birnbaum, 0)
	c := Contribution{
		Unavailability: q, Birnbaum: birnbaum,
		Minutes:        q * birnbaum * minutesPerYear,
		PartialMinutes: q * (s.anything.birnbaum[i] - birnbaum) * minutesPerYear,
	}
	if u > 0 {
		c.RAW, c.FussellVesely = q1/u, q*birnbaum/u
	}
	if q0 > 0 {
		c.RRW = u / q0
	}
	return c
}
