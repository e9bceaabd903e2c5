package compose

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// config is a configuration file in work.
type config struct{ text bytes.Buffer }

func (w *config) add(format string, args ...any) { fmt.Fprintf(&w.text, format+"\n", args...) }

// section adds a heading and the lines below it.
func (w *config) section(heading string, lines ...string) {
	w.add("\n%s", heading)
	for _, line := range lines {
		w.add("    %s", line)
	}
}

func (w *config) bytes() []byte { return w.text.Bytes() }

// bindings are the lines that let a port be reached: at every address where
// they are nil, else at these and at the loopback, where health checks come
// from.
func bindings(word string, addresses []netip.Addr, number int, options string) []string {
	if options != "" {
		options = " " + options
	}
	if addresses == nil {
		return []string{fmt.Sprintf("%s *:%d%s", word, number, options)}
	}
	lines := []string{fmt.Sprintf("%s 127.0.0.1:%d%s", word, number, options)}
	for _, address := range addresses {
		lines = append(lines, fmt.Sprintf("%s %s:%d%s", word, address, number, options))
	}
	return lines
}

// plainPath tells whether a path means itself in the configuration of every
// software.
func plainPath(path string) bool {
	odd := func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune("/._~%?=&-", r)
	}
	return strings.HasPrefix(path, "/") && !strings.ContainsFunc(path, odd)
}

// checkPath refuses a path that is more than a path somewhere.
func (s *stack) checkPath(at model.Path, path string) bool {
	if !plainPath(path) {
		s.refuse(at, "%q cannot be asked for: write letters, digits and / . _ ~ - %% ? = & only", path)
		return false
	}
	return true
}

// speaksHTTP tells whether requests can be told apart.
func speaksHTTP(protocol string) bool {
	switch protocol {
	case "http", "https", "websocket", "grpc":
		return true
	}
	return false
}

// firstUse is the connection that gets whatever no other is for: the first that
// is needed, else the first.
func firstUse(service *model.Service) *model.Connection {
	for _, c := range service.Connections {
		if !c.Optional {
			return c
		}
	}
	if len(service.Connections) > 0 {
		return service.Connections[0]
	}
	return nil
}

// weightOf is the share that was written for a server.
func weightOf(use *model.Use, server *model.Server) (weight int, written bool) {
	if use.Balance == nil || server == nil {
		return 0, false
	}
	for _, w := range use.Balance.Weights {
		if w.Server == server.Name || w.Server == server.Group.Name {
			return w.Number, true
		}
	}
	return 0, false
}
