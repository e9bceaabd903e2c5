package analysis

import (
	"fmt"

	"github.com/loadpath/loadpath/model"
)

// Certificate is why a flow loses at least, or at most, what it loses in a
// situation: claims of which each follows from what has failed and from the
// claims that it rests on, by the meaning of one connection or one instance
// alone. So it can be checked without trust in whoever wrote it, in time
// proportional to its size (certifying algorithms: McConnell, Mehlhorn, Näher,
// Schweitzer, Computer Science Review 5, 2011).
//
// A running system works unless something says that it does not. So a claim
// that something is lost must not rest on itself: it comes after all that it
// rests on. A claim that nothing is lost may: claims of that sort that follow
// each other in the list support each other, as services in a circle do.
//
// A certificate holds what is needed and no more: one connection shows that an
// instance loses all, and of the targets that share the requests as many as
// must be usable show that not all is lost.
type Certificate struct {
	Situation
	// Optimistic: whoever does not say how it chooses tries the next target,
	// and an automatic failover that nobody is said to perform happens.
	Optimistic bool
	// Outside are members of clusters that the others go on without, Halted
	// are the clusters of which no members that see each other are enough: of
	// the ways in which those may go on between whom no packet passes, the one
	// that the claims are about.
	Outside []*model.Instance
	Halted  []*model.Service
	// Runbooks are those, one for each failure, that bring the flow back to
	// what it loses with nothing failed. The claims are about that then.
	Runbooks []*model.Runbook
	// Claims end with the one about the flow.
	Claims []Claim
}

// Situation is a flow at a moment after failures.
type Situation struct {
	Flow     *model.Flow
	Failures []Failure
	Horizon  Horizon
	// Meanwhile: it is just before a moment after the failure. What takes as
	// long or longer, such as a promotion, is not over yet; 0: no promotion is,
	// and all else.
	Meanwhile bool
	Moment    model.Duration
}

// Situation is that of the outcome at a horizon.
func (o Outcome) Situation(h Horizon) Situation {
	return Situation{Flow: o.Flow, Failures: o.Failures(), Horizon: h}
}

// Between is that before everything automatic has happened at which the flow
// loses most.
func (o Outcome) Between() Situation {
	s := o.Situation(AfterFailover)
	s.Meanwhile, s.Moment = true, o.Moment
	return s
}

// Told is the situation that the evidence of the outcome tells of.
func (o Outcome) Told() Situation {
	if o.lostMeanwhile() {
		return o.Between()
	}
	return o.Situation(o.toldAt())
}

// Claim is one thing that a certificate says: of an instance; of a connection,
// as an instance uses it, or as all instances of the calling service do that
// have no way of their own cut; or of the users of the flow.
type Claim struct {
	// Check is nil for the flow's requests. Else it is the connection whose
	// health check asks, and what is claimed holds for the check's requests.
	Check *model.Connection
	// Connects: the check does no more than connect, so what has become of
	// the instance itself does not count.
	Connects bool
	// Intact: it is claimed of the system before anything failed, once
	// everything automatic had happened.
	Intact bool
	// Connection is nil for a claim about an instance, or about the users.
	Connection *model.Connection
	// Instance is who is meant, or who uses the connection; nil for whoever
	// does, and for the users.
	Instance *model.Instance
	Says     Statement
	// By are the targets in use that show it: of a loss of some requests those
	// that fail them, of a loss of less than all those that answer.
	By []*model.Instance
	// Rests are the claims, by number, that it follows from.
	Rests []int
	// Flaps: it is taken to be so, as services use each other in a circle
	// that may go up and down without end. It rests on nothing.
	Flaps bool
}

// Statement is what a claim says.
type Statement uint8

// The statements. The first three must not rest on themselves.
const (
	LosesSome    Statement = iota // some requests are lost, or all
	LosesAll                      // all are lost
	OwnErrors                     // an application's errors are among what is answered
	NoOwnErrors                   // only proxies' errors may be
	LosesNotAll                   // some are answered, or all
	LosesNothing                  // all are answered
)

// AtLeast tells whether something is said to be lost.
func (s Statement) AtLeast() bool { return s <= OwnErrors }

// String is the statement as people read it.
func (s Statement) String() string {
	return [...]string{
		"loses some requests", "loses all requests", "gets errors of an application",
		"gets no errors of an application", "does not lose all requests", "loses no request",
	}[s]
}

// String is the claim as people read it: "web@server-1 loses all requests".
func (c Claim) String() string {
	text := "the users"
	switch {
	case c.Connection != nil && c.Instance != nil:
		text = c.Instance.Name() + " by " + c.Connection.Name()
	case c.Connection != nil:
		text = "whoever uses " + c.Connection.Name()
	case c.Instance != nil:
		text = c.Instance.Name()
	}
	text += " " + c.Says.String()
	if len(c.By) > 0 {
		names := make([]string, len(c.By))
		for i, instance := range c.By {
			names[i] = instance.Name()
		}
		text += " at " + listed(folded(names, "more"))
	}
	if c.Check != nil {
		text = fmt.Sprintf("for the health check of %s: %s", c.Check.Name(), text)
	}
	if c.Intact {
		text = "before the failure, " + text
	}
	return text
}
