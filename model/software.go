package model

// Software is what a software does where the architecture does not say. Each
// software has a table of its own, in the file of its name, with the source of
// every value; DefaultsOf finds it.
type Software struct {
	// Name is how the architecture writes it, Title how people do.
	Name, Title string
	// Port and Protocol are where it listens.
	Port     int
	Protocol string
	// Image is the official container image.
	Image string

	// Choose is how it picks among several targets; Undecided where only the
	// application knows.
	Choose Choice
	// Algorithm is how it shares requests.
	Algorithm string
	// CheckEvery, CheckFall, CheckRise are the times of its health checks.
	CheckEvery           Duration
	CheckFall, CheckRise int
	// Tries is how often a failed request is tried again, Redispatch whether
	// at another target.
	Tries      int
	Redispatch bool

	// ReplicationMode is how it replicates once replication is set up;
	// WaitFor and WaitTimeout belong to semi-sync.
	ReplicationMode string
	WaitFor         int
	WaitTimeout     Duration
	// Promotion is how long its own automatic failover takes.
	Promotion Duration

	// Source says where the values stand.
	Source string
}
