package advice

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// checkFor is the health check that sees what a target needs on its own
// server: whether another target would be better is decided by that alone.
func checkFor(c *model.Connection) *model.Check {
	switch c.Protocol {
	case "mysql", "postgresql", "redis", "smtp":
		return &model.Check{Type: c.Protocol}
	case "http", "https":
		return &model.Check{Path: "/healthz", Reaches: names(besides(c.To))}
	}
	return &model.Check{Type: "tcp"}
}

// besides are the services that a service uses on its own server, and those
// that they use there.
func besides(s *model.Service) []*model.Service {
	found := []*model.Service{s}
	for i := 0; i < len(found); i++ {
		for _, c := range found[i].Connections {
			if c.Role == model.SameServer && !c.Optional && !c.StartOnly && !slices.Contains(found, c.To) {
				found = append(found, c.To)
			}
		}
	}
	return found[1:]
}

func names(services []*model.Service) []string {
	var all []string
	for _, s := range services {
		all = append(all, s.Name)
	}
	return all
}

// checkDeeper lets health checks in front of a service see it where it is
// behind their targets, or not see it where it takes all targets out.
func (p *proposer) checkDeeper(s *model.Service) {
	for _, c := range p.uses {
		if c.Check == nil || c.Choose != model.ByCheck || c.To == s {
			continue
		}
		at := c.Use.Path.Field("check")
		if deep := besides(c.To); slices.Contains(deep, s) && !slices.Contains(c.Check.Reaches, s.Name) {
			p.propose(Protection, fmt.Sprintf("let the health check of %s reach %s", c.From.Name, s.Name), deepened(c, s)...)
			p.propose(Protection, fmt.Sprintf("let %s try a request that one %s answers with an error at another", c.From.Name, c.To.Name), retried(c)...)
		}
		fewer := slices.DeleteFunc(slices.Clone(c.Check.Reaches), func(name string) bool {
			return name == s.Name || name == s.Name+".reads" || name == s.Name+".writes"
		})
		if len(fewer) < len(c.Check.Reaches) {
			p.propose(Protection, fmt.Sprintf("let the health check of %s reach less far, so that %s does not take every %s out", c.From.Name, s.Name, c.To.Name),
				Write(at.Field("reaches"), fewer))
		}
	}
}

// deepened are the edits that let a check go as far as a service. A check that
// only opens a connection cannot.
func deepened(c *model.Connection, s *model.Service) []Edit {
	at := c.Use.Path.Field("check")
	edits := []Edit{Write(at.Field("reaches"), append(slices.Clone(c.Check.Reaches), s.Name))}
	if c.Check.Type == "tcp" {
		edits = append(edits, Write(at.Field("path"), "/healthz"))
		if c.Use.Check.Type != "" {
			edits = append(edits, Write(at.Field("type"), "http"))
		}
	}
	return edits
}

// retried are the edits that let the error of a proxy without an answer, or of
// an application, be tried at another target.
func retried(c *model.Connection) []Edit {
	at := c.Use.Path.Field("retry")
	on := slices.Clone(c.RetryOn)
	for _, status := range []string{"502", "503", "504"} {
		if !slices.Contains(on, status) {
			on = append(on, status)
		}
	}
	edits := []Edit{Write(at.Field("on"), on)}
	if !c.Redispatch {
		edits = append(edits, Write(at.Field("redispatch"), true))
	}
	return edits
}
