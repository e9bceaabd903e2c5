package drill

import (
	"github.com/loadpath/loadpath/model"
)

// Plan is what is broken, in order, and what is predicted of it. It is written
// before anything is broken and not changed afterwards.
type Plan struct {
	Architecture string `json:"architecture"`
	// Digest is of the architecture and of the questions: a drill goes on only
	// with those that it began with.
	Digest string `json:"digest"`
	// Rate is how many requests a second each flow is sent.
	Rate   float64 `json:"rate"`
	Flows  []Flow  `json:"flows"`
	Trials []Trial `json:"trials"`
	// Skipped is what the drill does not try.
	Skipped []Skipped `json:"skipped,omitempty"`
}

// Flow is how a flow is asked.
type Flow struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Method string `json:"method,omitempty"`
	URL    string `json:"url,omitempty"`
	// Unprobed is why it is not asked; Method and URL are empty then.
	Unprobed string `json:"unprobed,omitempty"`
}

// Trial is one thing, or a pair, that is broken.
type Trial struct {
	// Name is unique in its plan: "crash of web@server-1".
	Name   string  `json:"name"`
	Breaks []Break `json:"breaks"`
	// Step is what a person would do; empty where nothing is predicted to take
	// one, or where no such thing can be done here.
	Step Step `json:"step,omitzero"`
	// Watch is how long is watched before the step, or before the repair where
	// there is none, at least; longer while a flow that is to come back by
	// itself has not.
	Watch model.Duration `json:"watch"`
	// Predictions are one for each flow that is asked, in the order of Flows.
	Predictions []Prediction `json:"predictions"`
}

// Break is one thing that is broken.
type Break struct {
	// Kind is crash, hang or cut.
	Kind string `json:"kind"`
	// What is its name in the analysis: "web@server-1", "server-1", "rack-1",
	// "app@server-1..db@server-2".
	What string `json:"what"`
	// Instances are those that it takes along, by name; of a connection its
	// two ends.
	Instances []string `json:"instances"`
	// Connection: the way between the two is cut, and nothing else.
	Connection bool `json:"connection,omitempty"`
}

// Step is what a person does.
type Step struct {
	// Promote is the replica that is made the primary.
	Promote string `json:"promote,omitempty"`
	// Back is the instance that is the primary again after the repair.
	Back string `json:"back,omitempty"`
	// Undone is why what it takes cannot be done here.
	Undone string `json:"undone,omitempty"`
}

// Prediction is what the analysis says of a flow.
type Prediction struct {
	Flow string `json:"flow"`
	// Amount is none, partial or total.
	Amount string `json:"amount"`
	// Recovery is none, transient, manual, hard or undecided.
	Recovery string `json:"recovery"`
	// Window is how long it takes to come back by itself, Known whether all of
	// it is known.
	Window model.Duration `json:"window,omitempty"`
	Known  bool           `json:"known,omitempty"`
	// Text is how analyze says it: "total, transient 6s".
	Text string `json:"text"`
	// Why are the steps of the evidence, Paths where they hang.
	Why []Reason `json:"why,omitempty"`
	// Relies are the settings on the flow's way to what is broken that the
	// prediction rests on, Paths where they are written, or would be.
	Relies []Reason `json:"relies,omitempty"`
	// AfterStep is what is left after the step, none, partial or total.
	AfterStep string `json:"afterStep,omitempty"`
	// MayLoseWrites: replication does not promise that an acknowledged write
	// outlives this.
	MayLoseWrites bool `json:"mayLoseWrites,omitempty"`
}

// Reason is one step of an evidence.
type Reason struct {
	Text string     `json:"text"`
	Path model.Path `json:"path,omitempty"`
}

// Skipped is what is not tried, and why.
type Skipped struct {
	What string `json:"what"`
	Why  string `json:"why"`
}
