package drill

import "time"

// Event is one line of the journal.
type Event struct {
	At    time.Time `json:"at"`
	What  What      `json:"what"`
	Trial string    `json:"trial,omitempty"`
	// Broken is one thing that was done to a container, written before it is
	// done.
	Broken *Broken `json:"broken,omitempty"`
	// Seen is what a trial ended with.
	Seen *Observation `json:"seen,omitempty"`
	// Text is what else a reader should know.
	Text string `json:"text,omitempty"`
}

// What is what an event is.
type What string

// The events, in the order in which a trial has them.
const (
	Began    What = "began"    // the drill; Text is the plan's digest
	Calm     What = "calm"     // every flow answers, and every role is as drawn
	Breaks   What = "breaks"   // a container is about to be broken
	BrokenAt What = "broken"   // all of the trial's are
	Steps    What = "steps"    // a person is about to act
	Stepped  What = "stepped"  // has acted; Text is what went wrong
	Restores What = "restores" // what was broken is about to be repaired
	Restored What = "restored" // it is, and roles are back
	Judged   What = "judged"   // the trial is over; Seen is what came of it
	Busy     What = "busy"     // the machine was too busy to tell; the trial is repeated
	Stopped  What = "stopped"  // the drill was; Text says by what
	Ended    What = "ended"    // the drill
)

// Broken is how a container was broken, and all that it takes to repair it.
type Broken struct {
	// Container is its name in the project.
	Container string `json:"container"`
	ID        string `json:"id"`
	// How is killed, paused, disconnected or silenced.
	How How `json:"how"`
	// Networks are those that it was taken off, with its addresses on them.
	Networks []Network `json:"networks,omitempty"`
	// Peers are the addresses to which and from which nothing passes.
	Peers []string `json:"peers,omitempty"`
}

// How is what was done to a container.
type How string

// The ways in which a container is broken.
const (
	Killed       How = "killed"
	Paused       How = "paused"
	Disconnected How = "disconnected"
	Silenced     How = "silenced" // towards some peers only
)

// Network is one that a container was on.
type Network struct {
	Name    string   `json:"name"`
	Address string   `json:"address,omitempty"`
	Aliases []string `json:"aliases,omitempty"`
}
