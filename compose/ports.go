package compose

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// port is where instances of a service listen.
type port struct {
	number    int
	transport string
	protocol  string
	// listener is what was written, or nil.
	listener *model.Listener
}

// portsOf are the ports of a service: its listeners, and where those who use it
// come. Each number once.
func portsOf(a *model.Architecture, s *model.Service) []port {
	var ports []port
	add := func(p port) {
		if forwards(s) {
			p.protocol = s.Connections[0].Protocol // byte by byte
		}
		if p.number != 0 && !slices.ContainsFunc(ports, func(other port) bool { return other.number == p.number && other.transport == p.transport }) {
			ports = append(ports, p)
		}
	}
	for _, listener := range s.Listen {
		add(port{number: listener.Port, transport: "tcp", protocol: listener.Protocol, listener: listener})
	}
	for _, c := range a.Connections {
		if c.To == s {
			add(port{number: c.Port, transport: "tcp", protocol: c.Protocol})
		}
	}
	own := s.Port
	if own == 0 && len(s.Listen) == 0 {
		own = s.Defaults.Port
	}
	add(port{number: own, transport: "tcp", protocol: s.Defaults.Protocol})
	add(port{number: readPort(s), transport: "tcp", protocol: s.Defaults.Protocol})
	return ports
}
