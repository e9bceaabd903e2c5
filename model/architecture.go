// Package model is the architecture as the rest of the tool sees it: what was
// written, in typed form, and what follows from it (servers of a group,
// instances, connections, derived flows, the defaults of the real software).
//
// The types mirror the language one to one: a field's key tag is its name in
// the schema, and a test keeps the two equal. A zero value means "not
// written"; where false, too, can be written, the field is a *bool. Fields
// without a tag are derived by Resolve.
//
// Nothing here knows where a value was written: every part has a Path, and the
// loader turns a path into a file, a line and a column.
package model

// Architecture is the whole description of a system.
type Architecture struct {
	Name        string        `key:"name"`
	Title       string        `key:"title"`
	Description string        `key:"description"`
	Owner       string        `key:"owner"`
	Labels      []Label       `key:"labels"`
	Links       []Link        `key:"links"`
	Zones       []*Zone       `key:"zones"`
	Groups      []*Group      `key:"servers"`
	Services    []*Service    `key:"services"`
	Externals   []*Service    `key:"externals"`
	Clients     []*Client     `key:"clients"`
	Networks    []*Network    `key:"networks"`
	Firewalls   []*Firewall   `key:"firewalls"`
	Flows       []*Flow       `key:"flows"`
	Runbooks    []*Runbook    `key:"runbooks"`
	Assumptions []*Assumption `key:"assume"`
	Lint        Lint          `key:"lint"`

	// Servers are the machines of all groups, in the order written.
	Servers []*Server
	// Connections are the directed uses, reads and writes apart, in the
	// order written.
	Connections []*Connection

	zones    map[string]*Zone
	servers  map[string]*Server
	groups   map[string]*Group
	services map[string]*Service
	clients  map[string]*Client
	flows    map[string]*Flow
}

// Label is one free label.
type Label struct{ Key, Value string }

// Link is something worth reading.
type Link struct {
	Title string `key:"title"`
	URL   string `key:"url"`
}

// Reliability holds the availability numbers of one part, as far as written.
type Reliability struct {
	// Availability is the share of time in which the part works, 0 if unknown.
	Availability float64 `key:"availability"`
	// MTBF is the mean time between failures.
	MTBF Duration `key:"mtbf"`
	// MTTR is the mean time to repair.
	MTTR Duration `key:"mttr"`
}

// Zone is what fails together around servers.
type Zone struct {
	Name        string  `key:"-"`
	Title       string  `key:"title"`
	Description string  `key:"description"`
	Level       string  `key:"level"`
	ZoneName    string  `key:"zone"`
	Owner       string  `key:"owner"`
	Labels      []Label `key:"labels"`
	Links       []Link  `key:"links"`
	Reliability

	// Parent is the zone that this one lies in, or nil; Inner are those that
	// lie directly in it, Servers the machines that do.
	Parent  *Zone
	Inner   []*Zone
	Servers []*Server
	// Path is where the zone was written; a zone that only servers name has
	// the path of the first such place.
	Path Path
}

// Group is an entry under servers: one server, or Count alike.
type Group struct {
	Name        string    `key:"-"`
	Title       string    `key:"title"`
	Description string    `key:"description"`
	Count       int       `key:"count"`
	ZoneName    string    `key:"zone"`
	ZoneNames   []string  `key:"zones"`
	Address     string    `key:"address"`
	Networks    []string  `key:"networks"`
	OS          string    `key:"os"`
	Agent       string    `key:"agent"`
	Resources   Resources `key:"resources"`
	Owner       string    `key:"owner"`
	Labels      []Label   `key:"labels"`
	Links       []Link    `key:"links"`
	Reliability

	// Servers are the machines that the entry stands for.
	Servers []*Server
	// Path is where the entry was written.
	Path Path
}

// Resources are what a machine has, or what an instance may take of it.
type Resources struct {
	CPU    float64 `key:"cpu"`
	Memory Size    `key:"memory"`
	Disk   Size    `key:"disk"`
	PIDs   int     `key:"pids"`
}

// Client is where traffic comes from.
type Client struct {
	Name        string `key:"-"`
	Title       string `key:"title"`
	Description string `key:"description"`
	Public      *bool  `key:"public"`
	Network     string `key:"network"`

	// Path is where the client was written; empty for the internet when it
	// was not.
	Path Path
}

// Server is one machine.
type Server struct {
	Name string
	// Group is the entry that the server comes from.
	Group *Group
	// Zone is the zone directly around the server, or nil.
	Zone *Zone
	// Instances are what runs on the server, in the order of the services.
	Instances []*Instance
}

// Path is where the server was written.
func (s *Server) Path() Path { return s.Group.Path }

// Instance is a service on a server, or an external as a whole.
type Instance struct {
	Service *Service
	// Server is nil for an external.
	Server *Server
	// Path is where the instance was written: the element of "on", or the
	// external.
	Path Path
}

// Name is the instance as people write it: web@server-1, or the name of an
// external.
func (i *Instance) Name() string {
	if i.Server == nil {
		return i.Service.Name
	}
	return i.Service.Name + "@" + i.Server.Name
}
