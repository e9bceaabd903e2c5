package analysis_test

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// rename gives everything in an architecture that is not resolved yet another
// name. The new name of a group's server must be that of the group, and then
// the number.
func rename(a *model.Architecture, to func(string) string) {
	name := func(at *string) {
		if *at != "" {
			*at = renamed(*at, to)
		}
	}
	names := func(all []string) {
		for i := range all {
			name(&all[i])
		}
	}
	address := func(at *model.Address) {
		for i := range at.Priorities {
			name(&at.Priorities[i].Server)
		}
	}
	zones(func(z *model.Zone) { name(&z.Name); name(&z.ZoneName) })(a)
	groups(func(g *model.Group) { name(&g.Name); name(&g.ZoneName); names(g.ZoneNames) })(a)
	addresses(address)(a)
	copies(func(r *model.Replication) {
		name(&r.Primary)
		name(&r.Controller)
		for i := range r.Sources {
			name(&r.Sources[i].Server)
			name(&r.Sources[i].Name)
		}
	})(a)
	services(func(s *model.Service) { name(&s.Name); names(s.On) })(a)
	uses(func(u *model.Use) {
		name(&u.Key)
		name(&u.To)
		balanced(u, func(b *model.Balance) {
			names(b.Active)
			for i := range b.Weights {
				name(&b.Weights[i].Server)
			}
		})
		if u.Check != nil {
			names(u.Check.Reaches)
		}
	})(a)
	flows(a, func(f *model.Flow) { name(&f.Name); name(&f.EntersName); names(f.Needs) })
	for _, r := range a.Runbooks {
		name(&r.Name)
		names(r.For)
		names(r.Restores)
	}
	for _, p := range a.Assumptions {
		name(&p.Perfect)
	}
}

// renamed is a name with all that it is made of renamed: "db.reads",
// "web@server-1", "app@a..db@b".
func renamed(name string, to func(string) string) string {
	var b strings.Builder
	for name != "" {
		end := strings.IndexAny(name+"@", "@.")
		switch word := name[:end]; {
		case word == "":
		case strings.HasSuffix(b.String(), ".") && (word == "reads" || word == "writes"):
			b.WriteString(word)
		default:
			b.WriteString(to(word))
		}
		if end < len(name) {
			b.WriteByte(name[end])
			end++
		}
		name = name[end:]
	}
	return b.String()
}

// rotated is a name with each letter thirteen further on, so that all that is
// sorted comes in another order.
func rotated(name string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return r
		}
		return 'a' + (r-'a'+13)%26
	}, name)
}

// under puts a name under a part's.
func under(part int) func(string) string {
	return func(name string) string { return fmt.Sprintf("p%d-%s", part, name) }
}

// merged is one architecture of several that have nothing to do with each
// other.
func merged(parts ...*model.Architecture) *model.Architecture {
	all := &model.Architecture{Name: "merged"}
	for i, part := range parts {
		rename(part, under(i))
		all.Zones = append(all.Zones, part.Zones...)
		all.Groups = append(all.Groups, part.Groups...)
		all.Services = append(all.Services, part.Services...)
		all.Externals = append(all.Externals, part.Externals...)
		all.Flows = append(all.Flows, part.Flows...)
		all.Runbooks = append(all.Runbooks, part.Runbooks...)
		all.Assumptions = append(all.Assumptions, part.Assumptions...)
	}
	return all
}

// plain takes out of an architecture what makes more failures do less harm:
// every pool shares its requests between all that pass a check, which asks for
// everything, and nothing is tried again. No instance has a way of its own, and
// the data has no roles.
func plain(a *model.Architecture) *model.Architecture {
	var all []string
	services(func(s *model.Service) {
		s.Replication, s.Address = nil, nil
		all = append(all, s.Name)
	})(a)
	uses(func(u *model.Use) {
		u.Choose, u.Targets, u.Reads, u.Writes = "check", "", "", ""
		u.Balance, u.Retry = nil, nil
		u.Check = &model.Check{Type: "http", Every: 2 * model.Second, Fall: 3, Reaches: all}
	})(a)
	return a
}

// timed leaves what the clock knows of an architecture: checks that ask, each in
// its own time, data behind applications that find the primary by themselves, and
// at the entry a virtual IP that follows the process.
func timed(a *model.Architecture) *model.Architecture {
	services(func(s *model.Service) {
		s.Address, s.Quorum = nil, 0
		if s.Kind == model.Worker || s.Software == "mariadb" {
			s.Kind, s.Software = model.LoadBalancer, ""
		}
	})(a)
	copies(func(r *model.Replication) {
		r.Mode, r.Address, r.MultiPrimary = "async", nil, nil
		r.Promotion = max(r.Promotion, model.Second) + model.Second/2 // never together with a check
	})(a)
	number := len(a.Groups)
	kept := map[string]bool{}
	services(func(s *model.Service) { kept[s.Name] = s.Replication != nil })(a)
	uses(func(u *model.Use) {
		u.Retry, u.Timeout = nil, model.Timeout{Connect: model.Second}
		if kept[cmp.Or(u.To, u.Key)] {
			u.Choose, u.Check, u.Balance, u.Targets = "client", nil, nil, ""
			u.AtLeast = 0
			return
		}
		u.Choose, u.Check = "check", cmp.Or(u.Check, &model.Check{})
		u.Check.Type, u.Check.Timeout = "http", 0
		number += 5
		u.Check.Every = []model.Duration{1, 2, 3, 7}[number%4] * model.Second
		u.Check.Fall, u.Check.Rise = 2+number%2, 1+number/2%3
	})(a)
	a.Services[0].Address = &model.Address{By: "virtual-ip", Tracks: "process"}
	a.Runbooks = nil
	return a
}
