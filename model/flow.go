package model

// FlowKind is what a flow does.
type FlowKind string

// The kinds of flow.
const (
	ReadFlow   FlowKind = "read"
	WriteFlow  FlowKind = "write"
	StaticFlow FlowKind = "static"
)

// Flow is what a user can do.
type Flow struct {
	Name                string   `key:"-"`
	Title               string   `key:"title"`
	Description         string   `key:"description"`
	Kind                FlowKind `key:"kind"`
	EntersName          string   `key:"enters"`
	From                string   `key:"from"`
	Needs               []string `key:"needs"`
	Availability        float64  `key:"availability"`
	LongestInterruption Duration `key:"longestInterruption"`
	Survives            []string `key:"survives"`
	Tolerates           int      `key:"tolerates"`
	DataLoss            Duration `key:"dataLoss"` // NoLoss: none is acceptable
	Peak                float64  `key:"peak"`
	ProbePath           string   `key:"path"`
	Owner               string   `key:"owner"`
	Labels              []Label  `key:"labels"`
	Links               []Link   `key:"links"`

	// Enters is the service or external that the flow enters at.
	Enters *Service
	// Derived: no flow was written, this one follows from the services.
	Derived bool
	// Path is where the flow was written; for a derived one its entry.
	Path Path

	// needs is what the flow counts; nil: every connection on its way that is
	// not optional.
	needs map[need]bool
}

// Runbook is what a person does when something has failed.
type Runbook struct {
	Name     string   `key:"-"`
	Title    string   `key:"title"`
	For      []string `key:"for"`
	Restores []string `key:"restores"`
	Takes    Duration `key:"takes"`
	Steps    []string `key:"steps"`
	Links    []Link   `key:"links"`

	// Path is where the runbook was written.
	Path Path
}

// Assumption is something that the analysis may take as perfect.
type Assumption struct {
	Perfect string `key:"perfect"`
	Because string `key:"because"`
}

// Network is a network that servers and services are attached to.
type Network struct {
	Name        string   `key:"-"`
	Title       string   `key:"title"`
	Description string   `key:"description"`
	CIDR        string   `key:"cidr"`
	Public      *bool    `key:"public"`
	Members     []string `key:"members"`
}

// Firewall is what packets may reach some servers.
type Firewall struct {
	Name        string          `key:"-"`
	Title       string          `key:"title"`
	Description string          `key:"description"`
	On          []string        `key:"on"`
	Default     string          `key:"default"`
	Rules       []*FirewallRule `key:"rules"`

	// Servers are the machines that it stands in front of.
	Servers []*Server
	// Path is where the firewall was written.
	Path Path
}

// FirewallRule lets packets through or stops them.
type FirewallRule struct {
	From        []string `key:"from"`
	To          []string `key:"to"`
	Port        []int    `key:"port"`
	Transport   string   `key:"transport"`
	Action      string   `key:"action"`
	Description string   `key:"description"`
}

// Lint holds the settings of the linter.
type Lint struct {
	Rules []Label   `key:"rules"` // rule to severity
	Waive []*Waiver `key:"waive"`
}

// Waiver is a finding that is accepted.
type Waiver struct {
	Rule    string `key:"rule"`
	At      string `key:"at"`
	Because string `key:"because"`
	Until   string `key:"until"`
}
