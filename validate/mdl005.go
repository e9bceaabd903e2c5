package validate

import (
	"fmt"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/model"
)

// mdl005 finds balancing algorithms that have nothing to choose from, since
// one target takes everything.
func mdl005(in *Input) []findings.Finding {
	var found []findings.Finding
	for _, service := range in.Architecture.AllServices() {
		for _, use := range service.Uses {
			if use.Balance == nil || use.Balance.Algorithm == "" {
				continue
			}
			if c := onlyConnection(service, use); c != nil {
				found = append(found, idleAlgorithm(c))
			}
		}
	}
	return found
}

// onlyConnection is a connection of the use, provided that each of them has a
// single target to choose from; else nil.
func onlyConnection(service *model.Service, use *model.Use) *model.Connection {
	var only *model.Connection
	for _, c := range service.Connections {
		if c.Use != use {
			continue
		}
		if !singleActive(c) {
			return nil
		}
		only = c
	}
	return only
}

// singleActive tells whether the algorithm of c never has two targets to
// choose from. Taking the first that works is what active-passive means, so
// that algorithm is no contradiction there; and several backups that take over
// together do share.
func singleActive(c *model.Connection) bool {
	switch {
	case c.Role == model.SameServer:
		return true
	case len(c.Active)+len(c.Backups) == 1:
		return true
	}
	return len(c.Active) == 1 && c.Use.Balance.Algorithm != "first" &&
		!(c.AllBackups && len(c.Backups) > 1)
}

func idleAlgorithm(c *model.Connection) findings.Finding {
	f := findings.Finding{
		Path:    c.Use.Path.Field("balance").Field("algorithm"),
		Summary: fmt.Sprintf("%s has no effect: %s has one target at a time", algorithmTitle(c.Use.Balance.Algorithm), c.Name()),
		Subject: c.From.Name + "." + c.Use.Key,
	}
	switch {
	case c.Role == model.SameServer:
		f.Detail = fmt.Sprintf("Each instance of %s uses the %s on its own server and no other.\nRemove the algorithm, or write targets: \"all\" to share the load.", c.From.Name, c.To.Name)
	case len(c.Backups) == 0:
		f.Detail = fmt.Sprintf("%s is the only target that there is.\nAdd another, or remove the algorithm.", c.Active[0].Name())
	default:
		f.Summary = fmt.Sprintf("%s has no effect: only %s is active", algorithmTitle(c.Use.Balance.Algorithm), c.Active[0].Name())
		f.Detail = fmt.Sprintf("With active-passive it takes every request for as long as it works, and %s %s until then. An algorithm shares requests between several active targets.\nTo share the load, write mode: \"active-active\" or name more servers in \"active\"; to keep a standby, remove the algorithm.",
			and(instanceNames(c.Backups)), plural(len(c.Backups), "waits", "wait"))
		f.Related = []findings.Related{{Path: c.Use.Path.Field("balance").Field("mode"), Message: "the mode that makes one active"}}
	}
	return f
}

// algorithmTitle is the algorithm as people call it.
func algorithmTitle(algorithm string) string {
	switch algorithm {
	case "roundrobin":
		return "round robin"
	case "static-rr":
		return "static round robin"
	case "leastconn":
		return "least connections"
	}
	return `the algorithm "` + algorithm + `"`
}

func instanceNames(instances []*model.Instance) []string {
	return each(instances, (*model.Instance).Name)
}
