package model

// Use is an entry under uses, as written: one service uses another.
type Use struct {
	// Key is the entry's key, To what it names: the key where "to" is not
	// written.
	Key         string   `key:"-"`
	To          string   `key:"to"`
	Description string   `key:"description"`
	Protocol    string   `key:"protocol"`
	Port        int      `key:"port"`
	TLS         *TLS     `key:"tls"`
	Targets     string   `key:"targets"`
	Reads       string   `key:"reads"`
	Writes      string   `key:"writes"`
	Choose      string   `key:"choose"`
	Balance     *Balance `key:"balance"`
	Check       *Check   `key:"check"`
	Retry       *Retry   `key:"retry"`
	AtLeast     int      `key:"atLeast"`
	Optional    *bool    `key:"optional"`
	When        string   `key:"when"`
	Timeout     Timeout  `key:"timeout"`
	Connections int      `key:"connections"`

	// Path is where the entry was written.
	Path Path
}

// Balance is how requests are shared between targets.
type Balance struct {
	Algorithm string         `key:"algorithm"`
	Mode      string         `key:"mode"`
	Active    []string       `key:"active"`
	Backups   string         `key:"backups"`
	Sticky    string         `key:"sticky"`
	Weights   []ServerNumber `key:"weights"`
}

// Check is a health check of targets.
type Check struct {
	Type    string   `key:"type"`
	Path    string   `key:"path"`
	Port    int      `key:"port"`
	Status  int      `key:"status"`
	Reaches []string `key:"reaches"`
	Every   Duration `key:"every"`
	Timeout Duration `key:"timeout"`
	Fall    int      `key:"fall"`
	Rise    int      `key:"rise"`
}

// Retry is what happens to a request that failed.
type Retry struct {
	Tries      *int     `key:"tries"`
	Redispatch *bool    `key:"redispatch"`
	On         []string `key:"on"`
	Writes     *bool    `key:"writes"`
}

// Timeout is how long is waited.
type Timeout struct {
	Connect  Duration `key:"connect"`
	Response Duration `key:"response"`
	Idle     Duration `key:"idle"`
	Queue    Duration `key:"queue"`
}

// Access is what a connection is used for.
type Access string

// The accesses. A connection whose reads and writes reach the same targets is
// one, for Any; else it is two.
const (
	Any    Access = ""
	Reads  Access = "reads"
	Writes Access = "writes"
)

// Role is which instances of the target a connection reaches.
type Role string

// The roles.
const (
	AllTargets Role = "all"
	SameServer Role = "same-server"
	Primary    Role = "primary"
	Replicas   Role = "replicas"
)

// Choice is how a target is chosen.
type Choice string

// The choices.
const (
	ByCheck   Choice = "check"
	Passive   Choice = "passive"
	ByClient  Choice = "client"
	Fixed     Choice = "fixed"
	Undecided Choice = "" // not written, and no default is known
)

// Connection is one way in which a service uses another, with the defaults of
// the software filled in.
type Connection struct {
	From, To *Service
	Use      *Use
	Access   Access
	Role     Role
	Choose   Choice

	// ActivePassive: the backups wait until none of the active targets is
	// left, as HAProxy's do ("backup"). Several active ones share the load.
	ActivePassive bool
	// Active are the targets that are active, in order; with active-active
	// all of them. One of weight 0 gets no balanced requests: it is neither
	// active nor a backup.
	Active []*Instance
	// Backups are the other targets, in order. The first that works takes
	// everything; AllBackups lets all of them share the load.
	Backups    []*Instance
	AllBackups bool

	// Check is nil where there is none; its times are filled in.
	Check *Check
	// Tries, Redispatch, RetryOn and RetryWrites say what becomes of a
	// failed request.
	Tries       int
	Redispatch  bool
	RetryOn     []string
	RetryWrites bool

	// AtLeast is how many targets must be usable, 1 or more.
	AtLeast  int
	Optional bool
	// StartOnly: needed at start, not at run time.
	StartOnly bool
	Protocol  string
	Port      int

	// sees is what the check reaches behind the target.
	sees map[need]bool
}

// Name is the connection as messages write it: app.db, or app.db.reads where
// reads and writes go apart.
func (c *Connection) Name() string {
	name := c.From.Name + "." + c.Use.Key
	if c.Access != Any {
		name += "." + string(c.Access)
	}
	return name
}

// Path is where the connection was written: the entry under uses, or its reads
// or writes where that was written.
func (c *Connection) Path() Path {
	switch {
	case c.Access == Reads && c.Use.Reads != "", c.Access == Writes && c.Use.Writes != "":
		return c.Use.Path.Field(string(c.Access))
	}
	return c.Use.Path
}

// Encrypted tells whether the connection speaks TLS.
func (c *Connection) Encrypted() bool {
	return c.Use.TLS != nil || c.Protocol == "https" || c.Protocol == "tls"
}

// Serves tells whether the connection is used by requests of the given kind of
// flow.
func (c *Connection) Serves(kind FlowKind) bool {
	switch c.Access {
	case Reads:
		return kind != WriteFlow
	case Writes:
		return kind == WriteFlow
	}
	return true
}

// Targets are the instances that c may reach from the given one, as written.
// Without a caller, same-server stands for all: each has a caller of its own.
func (c *Connection) Targets(from *Instance) []*Instance {
	switch c.Role {
	case Primary:
		if primary := c.To.Primary(); primary != nil {
			return []*Instance{primary}
		}
	case Replicas:
		return c.To.Replicas()
	case SameServer:
		if from == nil {
			break
		}
		if target := c.To.InstanceOn(from.Server); target != nil {
			return []*Instance{target}
		}
		return nil
	}
	return c.To.Instances
}

// Sees tells whether the health check of c exercises another connection,
// somewhere behind the target.
func (c *Connection) Sees(other *Connection) bool {
	return c.sees[need{other.To, Any}] || c.sees[need{other.To, other.Access}] ||
		other.Access == Any && (c.sees[need{other.To, Reads}] || c.sees[need{other.To, Writes}])
}
