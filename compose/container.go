package compose

import (
	"net/netip"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// Role is what a container is in the stack.
type Role string

// The roles. All but Instance stand beside the architecture.
const (
	Instance Role = "instance"
	Agent    Role = "agent"    // the monitoring agent of a server
	Exporter Role = "exporter" // measures or tells for another, whose network it has
	Net      Role = "net"      // holds the network of an instance whose address moves
	VRRP     Role = "vrrp"     // moves that address
	Setup    Role = "setup"    // runs once
	Gate     Role = "door"     // the clients' side
)

// Container is one container of the stack.
type Container struct {
	Name string
	Role Role
	// Instance is what it runs, or what it stands beside; nil for the agent of
	// a server and for a door. Server is nil for what is on none.
	Instance *model.Instance
	Server   *model.Server

	Image string
	Build string // a folder, relative to the project's
	// User is the numeric user that the image runs as, -1 where that is not
	// known.
	User    int
	Command []string
	// Entrypoint takes the place of the image's own.
	Entrypoint  []string
	Environment []Variable
	Mounts      []Mount
	Volumes     []Volume
	Secrets     []string
	// Networks are where it is attached. Shares is the container whose network
	// it has instead.
	Networks []Attachment
	Shares   string
	Publish  []Publication
	Health   *Health
	// After are the containers that must be healthy before it starts, or, where
	// nothing says when they are, started; Completed those that must have ended
	// well.
	After     []*Container
	Completed []string
	// Capabilities are all that it has of what root may do. Unlimited: it keeps
	// what the engine gives every container, as nobody knows what its image
	// needs.
	Capabilities []string
	Unlimited    bool
	// Writable are the folders that it may write to beside its volumes, in
	// memory, as path or path:mode=1777; nil: all of its own file system.
	Writable []string
	// Settings are kernel settings of its network.
	Settings  []Variable
	Resources model.Resources
	// Grace is how long it has to stop by itself.
	Grace model.Duration
	// Comment is a line above it in compose.yaml.
	Comment string
}

// Variable is one environment variable.
type Variable struct{ Name, Value string }

// Mount is a file or folder of the project, or beside the architecture, that a
// container reads.
type Mount struct {
	From, To string
	// Live: what is in it may change under a container that runs.
	Live bool
}

// Volume is data of a container that outlives it.
type Volume struct{ Name, To string }

// Attachment is a container's address on a network.
type Attachment struct {
	Network *Network
	Address netip.Addr
}

// Publication is a port on 127.0.0.1 that leads into a container.
type Publication struct{ Host, Container int }

// Health is how the engine finds out that a container works.
type Health struct {
	Test []string
	// StartPeriod is how long failures do not count.
	StartPeriod model.Duration
}

// On is the container's address on a network.
func (c *Container) On(n *Network) (netip.Addr, bool) {
	for _, at := range c.Networks {
		if at.Network == n {
			return at.Address, true
		}
	}
	return netip.Addr{}, false
}

// set adds an environment variable.
func (c *Container) set(name, value string) {
	c.Environment = append(c.Environment, Variable{name, value})
}

// mount adds a file or folder that the container reads.
func (c *Container) mount(from, to string) { c.Mounts = append(c.Mounts, Mount{From: from, To: to}) }

// needsSecret adds a secret once.
func (c *Container) needsSecret(name string) {
	if !slices.Contains(c.Secrets, name) {
		c.Secrets = append(c.Secrets, name)
	}
}
