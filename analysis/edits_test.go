package analysis_test

import (
	"slices"

	"github.com/loadpath/loadpath/model"
)

// What takes single things out of an architecture.

func asks(c *model.Check) {
	if c != nil {
		c.Type = "http"
	}
}

func seesRoles(c *model.Check) {
	if c != nil && c.Type == "mysql" {
		c.Type = "http"
	}
}

func shallow(c *model.Check) {
	if c != nil {
		c.Reaches = nil
	}
}

func often(c *model.Check) {
	if c != nil {
		c.Every, c.Fall, c.Timeout = model.Second, 1, 0
	}
}

func bothWays(c *model.Check) {
	if c == nil {
		return
	}
	for i, name := range c.Reaches {
		c.Reaches[i] = name[:2]
	}
}

// readsOn turns a group in which every member takes writes into one of MySQL.
func readsOn(s *model.Service) {
	if r := s.Replication; r != nil && s.Software != "mysql" && manyPrimaries(s) && r.Mode == "group" {
		s.Software, r.MultiPrimary = "mysql", yes()
	}
}

// keepsPrimaries turns agents into what leaves a primary alone.
func keepsPrimaries(s *model.Service) {
	if s.Software == "patroni" {
		s.Software = "orchestrator"
	}
}

func otherController(r *model.Replication) {
	if r.Controller != "" {
		r.Controller = "t0"
	}
}

func zones(edit func(*model.Zone)) func(*model.Architecture) {
	return func(a *model.Architecture) {
		for _, z := range a.Zones {
			edit(z)
		}
	}
}

func only(z *model.Zone, outer string) {
	if z.ZoneName != outer {
		z.ZoneName = ""
	}
}

func groups(edit func(*model.Group)) func(*model.Architecture) {
	return func(a *model.Architecture) {
		for _, g := range a.Groups {
			edit(g)
		}
	}
}

func out(g *model.Group, zone string) {
	if g.ZoneName == zone {
		g.ZoneName = ""
	}
}

func into(g *model.Group, zone string) {
	if g.ZoneName == "" && g.ZoneNames == nil {
		g.ZoneName = zone
	}
}

func everywhere(u *model.Use) {
	if u.Targets == "same-server" {
		u.Targets = ""
	}
	if u.Balance != nil {
		u.Balance.Active = nil
	}
}

func retry(u *model.Use, edit func(*model.Retry)) {
	if u.Retry != nil {
		edit(u.Retry)
	}
}

// tried turns one number of tries into more than there are targets.
func tried(r *model.Retry, was int) {
	if r.Tries != nil && *r.Tries == was {
		many := 9
		r.Tries = &many
	}
}

func balanced(u *model.Use, edit func(*model.Balance)) {
	if u.Balance != nil {
		edit(u.Balance)
	}
}

func flows(a *model.Architecture, edit func(*model.Flow)) {
	for _, f := range a.Flows {
		edit(f)
	}
}

func restoreAll(a *model.Architecture) {
	for _, r := range a.Runbooks {
		r.Restores = nil
	}
}

func instead(s *model.Service, kind, other model.Kind) {
	if s.Kind == kind {
		s.Kind = other
	}
}

func once(uses []*model.Use) []*model.Use {
	return slices.DeleteFunc(slices.Clone(uses), func(u *model.Use) bool { return u.To != "" })
}

func needless(s *model.Service) {
	if s.Name == "boss" {
		s.Uses = nil
	}
}

func own(s *model.Service) {
	if len(s.On) == 0 {
		s.Uses = nil
	}
}

func promoter(s *model.Service) {
	if s.Name == "boss" {
		s.Software = ""
	}
}
