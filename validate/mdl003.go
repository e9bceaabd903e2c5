package validate

import (
	"fmt"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// mdl003 finds what two things cannot have at the same time: a port of a
// server, an address, a VRRP router number, a part of the address space.
func mdl003(in *Input) []findings.Finding {
	a := in.Architecture
	var found []findings.Finding
	found = append(found, portCollisions(a)...)
	found = append(found, addressProblems(a)...)
	found = append(found, routerCollisions(a)...)
	return append(found, networkOverlaps(a)...)
}

// socket is a port that a service opens on each of its servers.
type socket struct {
	service *model.Service
	port    int
	udp     bool
	bind    string // empty: on all addresses
	path    model.Path
	written bool // else it is the software's default
}

// clashes tells whether two services on one server cannot both have their
// socket.
func (s socket) clashes(other socket) bool {
	return s.port == other.port && s.udp == other.udp &&
		(s.bind == "" || other.bind == "" || s.bind == other.bind)
}

// socketsOf are what a service opens: its listeners and its port, or, where it
// writes neither, the port of its software.
func socketsOf(s *model.Service) []socket {
	var sockets []socket
	for _, listener := range s.Listen {
		sockets = append(sockets, socket{
			service: s, port: listener.Port, udp: listener.Protocol == "udp",
			bind: listener.Bind, path: listener.Path, written: true,
		})
	}
	if s.Port != 0 && !opens(sockets, s.Port) {
		sockets = append(sockets, socket{service: s, port: s.Port, path: s.Path.Field("port"), written: true})
	}
	if len(sockets) == 0 && s.Defaults.Port != 0 {
		sockets = append(sockets, socket{service: s, port: s.Defaults.Port, path: s.Path})
	}
	return sockets
}

// opens tells whether the port is one of the listeners': "port" then says
// which of them other services use.
func opens(sockets []socket, port int) bool {
	for _, s := range sockets {
		if s.port == port && !s.udp {
			return true
		}
	}
	return false
}

// portCollisions finds sockets that clash. Two services that meet on several
// servers clash once.
func portCollisions(a *model.Architecture) []findings.Finding {
	var found []findings.Finding
	sockets := make(map[*model.Service][]socket, len(a.Services))
	for _, service := range a.Services {
		own := socketsOf(service)
		sockets[service] = own
		for i, later := range own {
			for _, earlier := range own[:i] {
				if later.clashes(earlier) {
					found = append(found, portCollision(earlier, later, ""))
				}
			}
		}
	}
	type meeting struct{ earlier, later model.Path }
	met := make(map[meeting]bool)
	for _, server := range a.Servers {
		taken := make(map[int][]socket)
		for _, instance := range server.Instances {
			own := sockets[instance.Service]
			for _, later := range own {
				for _, earlier := range taken[later.port] {
					pair := meeting{earlier.path, later.path}
					if later.clashes(earlier) && !met[pair] {
						met[pair] = true
						found = append(found, portCollision(earlier, later, server.Name))
					}
				}
			}
			for _, s := range own {
				taken[s.port] = append(taken[s.port], s)
			}
		}
	}
	return found
}

func portCollision(earlier, later socket, where string) findings.Finding {
	f := findings.Finding{
		Path:    later.path,
		Summary: fmt.Sprintf("%s and %s both listen on port %d of %s", earlier.service.Name, later.service.Name, later.port, where),
		Detail:  "Whichever starts second cannot open it.\nGive one of them another port, or bind each to an address of its own.",
		Related: []findings.Related{{Path: earlier.path, Message: fmt.Sprintf("%s listens on it too", earlier.service.Name)}},
		Subject: fmt.Sprintf("%s:%d", earlier.service.Name, later.port),
	}
	if earlier.service == later.service {
		f.Summary = fmt.Sprintf("%s listens on port %d twice", later.service.Name, later.port)
		f.Detail = "The second listener cannot open it.\nRemove one of them, give one another port, or bind each to an address of its own."
		f.Related[0].Message = "the first"
	}
	switch {
	case !later.written && !earlier.written:
		f.Undecided = true
		f.Missing = []model.Path{earlier.path.Field("port"), later.path.Field("port")}
		f.Summary = fmt.Sprintf("%s and %s are both on %s, and neither writes its port: that of %s and of %s is %d", earlier.service.Name, later.service.Name,
			where, earlier.service.Defaults.Title, later.service.Defaults.Title, later.port)
		f.Detail = "If both listen on it, whichever starts second cannot open it.\nWrite the port of at least one of them."
	case !later.written:
		f.Detail += defaultPort(later)
	case !earlier.written:
		f.Detail += defaultPort(earlier)
	}
	return f
}

func defaultPort(s socket) string {
	return fmt.Sprintf(" The port of %s is that of %s, since it writes none.", s.service.Name, s.service.Defaults.Title)
}
