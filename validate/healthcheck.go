package validate

import (
	"cmp"
	"fmt"

	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// uses are the connections of the architecture, those of one entry under uses
// together, in the order written.
func uses(a *model.Architecture) [][]*model.Connection {
	var found [][]*model.Connection
	for _, c := range a.Connections {
		if last := len(found) - 1; last >= 0 && found[last][0].Use == c.Use {
			found[last] = append(found[last], c)
		} else {
			found = append(found, []*model.Connection{c})
		}
	}
	return found
}

// balances tells whether requests go to whoever passes a health check, among
// several targets; without a check, to all.
func balances(c *model.Connection) bool {
	if c.Choose != model.ByCheck || c.StartOnly || c.Role == model.SameServer {
		return false
	}
	return len(c.To.Instances) > 1
}

// check is the change that gives the targets of a use a health check as deep as
// is good for it: through what a target has for itself, and not through what
// all share. The services are those that such a check sees.
func (v *investigation) check(c *model.Connection, flows []*model.Flow) (advice.Change, []*model.Service) {
	check := &model.Check{}
	if c.Use.Check != nil {
		*check = *c.Use.Check
	}
	services := []*model.Service{c.To}
	for _, own := range beside(c.To, flows) {
		services = append(services, own.To)
		if c.Check == nil || !c.Sees(own) {
			check.Reaches = append(check.Reaches[:len(check.Reaches):len(check.Reaches)], own.To.Name)
		}
	}
	ask := "whether a connection opens"
	switch {
	case c.Role == model.Primary:
		check.Type, check.Path = "http", "/primary"
		ask = "whether it is the primary"
	case speaksHTTP(c):
		check.Type, check.Path = "", cmp.Or(check.Path, "/healthz")
		ask = "for a page"
	case len(check.Reaches) > 0:
		check.Type = "agent"
		ask = "by an agent on its server"
	}
	sentence := fmt.Sprintf("let %s ask each %s %s", c.From.Name, c.To.Name, ask)
	if len(check.Reaches) > 0 {
		sentence += " that goes through " + and(check.Reaches)
	}
	return advice.Change{
		Sentence: sentence, Cost: advice.Protection,
		Edits: []advice.Edit{advice.Write(c.Use.Path.Field("check"), check)},
	}, services
}

func speaksHTTP(c *model.Connection) bool {
	return c.Protocol == "http" || c.Protocol == "https" || c.Protocol == "grpc"
}

func names(instances []*model.Instance) []string {
	return each(instances, (*model.Instance).Name)
}
