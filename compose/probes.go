package compose

import (
	"cmp"
	"slices"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// probe is a path by which a health check asks a service, and what must be good
// behind it for the answer to be so.
type probe struct {
	path    string
	check   *model.Connection // whose check it is
	reaches []*model.Connection
}

// probes are the paths at which health checks ask a service: its own callers',
// and those that a proxy in front of it hands on.
func (s *stack) probes(service *model.Service) []probe {
	var found []probe
	for _, c := range s.a.Connections {
		if c.Check != nil && c.Check.Type == "http" && passesBy(c, service) {
			p := probe{path: cmp.Or(c.Check.Path, "/"), check: c, reaches: seen(c, service)}
			if !slices.ContainsFunc(found, func(other probe) bool { return other.path == p.path && slices.Equal(other.reaches, p.reaches) }) {
				found = append(found, p)
			}
		}
	}
	return found
}

// passesBy tells whether a check comes to a service: it is the target, or
// behind the target by what the check reaches.
func passesBy(check *model.Connection, service *model.Service) bool {
	visited := make(map[*model.Service]bool)
	for todo := []*model.Service{check.To}; len(todo) > 0; todo = todo[1:] {
		at := todo[0]
		if at == service {
			return true
		}
		if visited[at] || !handsOn(at) {
			continue
		}
		visited[at] = true
		for _, c := range seen(check, at) {
			todo = append(todo, c.To)
		}
	}
	return false
}

// seen are the connections of a service that a check reaches.
func seen(check *model.Connection, service *model.Service) []*model.Connection {
	var found []*model.Connection
	for _, c := range service.Connections {
		if check.Sees(c) {
			found = append(found, c)
		}
	}
	return found
}

// handsOn tells whether a service answers a check by asking on, and has no
// answer of its own.
func handsOn(service *model.Service) bool {
	return service.Kind == model.LoadBalancer || service.Kind == model.WebServer
}

// probeLocation answers a check at nginx: by itself, or by what lies behind.
func (s *stack) probeLocation(c *Container, service *model.Service, p probe) []string {
	at := p.check.Use.Path.Field("check")
	if !s.checkPath(at.Field("path"), p.path) {
		return nil
	}
	location := "location = " + strings.SplitN(p.path, "?", 2)[0] + " {"
	switch uses := usesOf(p.reaches); len(uses) {
	case 0:
		return []string{location + " return 200 \"ok\\n\"; }"}
	case 1:
		return append([]string{location}, s.proxy(c, p.reaches[0], "")...)
	}
	s.refuse(at.Field("reaches"), "%s can ask one service on behalf of a check, and this check reaches several behind it", service.Name)
	return nil
}

// usesOf are the uses that connections stand for, each once.
func usesOf(connections []*model.Connection) []*model.Use {
	var uses []*model.Use
	for _, c := range connections {
		if !slices.Contains(uses, c.Use) {
			uses = append(uses, c.Use)
		}
	}
	return uses
}
