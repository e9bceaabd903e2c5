package drill

import "time"

// Observation is what was seen of one trial. Times count from the moment of its
// first break.
type Observation struct {
	Trial string    `json:"trial"`
	Began time.Time `json:"began"`
	// Breaking is how long it took until all of its breaks were made.
	Breaking time.Duration `json:"breaking,omitempty"`
	// StepBegan is when a person began to act, Stepped when that was done; both
	// are 0 if nobody did. What becomes of the requests in between is the
	// step's doing. Repaired is when the repair began, Calm when all was as
	// before.
	StepBegan time.Duration `json:"stepBegan,omitempty"`
	Stepped   time.Duration `json:"stepped,omitempty"`
	Repaired  time.Duration `json:"repaired"`
	Calm      time.Duration `json:"calm"`
	// StepFailed is why the step did not work.
	StepFailed string `json:"stepFailed,omitempty"`
	Flows      []Seen `json:"flows"`
}

// Seen is what became of the requests of one flow. A request belongs to the
// moment at which it was sent.
type Seen struct {
	Flow string `json:"flow"`
	// Requests are all of the trial, in the order in which they were sent.
	Requests []Request `json:"requests"`
	// Acknowledged are how many writes were, Unread how many of them could not
	// be asked for; Lost are those that were gone afterwards.
	Acknowledged int      `json:"acknowledged,omitempty"`
	Unread       int      `json:"unread,omitempty"`
	Lost         []string `json:"lost,omitempty"`
}

// Request is one request: when it was sent, from the break on, how long its
// answer took, and what was wrong with it, empty where nothing was.
type Request struct {
	Sent  time.Duration `json:"sent"`
	Took  time.Duration `json:"took"`
	Wrong string        `json:"wrong,omitempty"`
}
