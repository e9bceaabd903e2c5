package compose

import (
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Names in the architecture are letters, digits and hyphens. So a dot between
// service and server, and an underscore before what is beside an instance or a
// server, can be in none of them, and no two things get the same name.

// containerName is an instance as a container: web.server-1; an external has
// its own name.
func containerName(i *model.Instance) string { return strings.Replace(i.Name(), "@", ".", 1) }

// beside is a container that belongs to another, or to a server or client:
// server-1_agent, lb.lb-1_vrrp, internet_door.
func beside(name, role string) string { return name + "_" + role }

// inside is the network of what runs on one server.
func inside(server *model.Server) string { return beside(server.Name, "inside") }
