package advice

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// majority is how many members get over the loss of one.
const majority = 3

// more are places for a service until it has as many instances as wanted; with
// what that costs. Where the first choice has no room, servers are made.
func (p *proposer) more(s *model.Service, wanted int) (places []place, cost Cost) {
	var taken []string
	for len(s.Instances)+len(places) < wanted {
		found := p.places(s, taken...)
		at := found[0]
		if server := p.a.Server(at.name); holdsData(s) && server != nil && len(server.Instances) > 0 {
			at = found[len(found)-1] // data gets a server of its own
		}
		taken = append(taken, at.name)
		places = append(places, at)
		cost = max(cost, at.cost)
		if at.grows {
			break
		}
	}
	return places, cost
}

// addMembers makes a group that elects its own primary of a database that can
// be one, or gives a group or a quorum a member more.
func (p *proposer) addMembers(s *model.Service) {
	if s.Kind == model.External {
		return
	}
	switch {
	case s.Kind == model.Database && s.Data != nil && s.Data.Mode == "group", s.Kind == model.Database && groups(s.Software):
		p.makeGroup(s)
	case s.Kind == model.Queue && s.Replication == nil && s.Quorum == 0 && len(s.Instances) < majority && clusters(s.Software):
		p.makeCluster(s, "a cluster of three, of which two are enough", 2)
	case s.Quorum > 0 && s.Quorum == len(s.Instances):
		wanted := max(majority, len(s.Instances)+1)
		p.makeCluster(s, fmt.Sprintf("%s, so that %s are left when one is not there", number(wanted), number(wanted-1)), wanted/2+1)
	}
}

// needsMembers tells whether a service has to have more members to get over the
// loss of one: another instance that is there but does not vote is no help.
func needsMembers(s *model.Service) bool {
	return s.Data != nil && s.Data.Mode == "group" && len(s.Instances) < majority || s.Quorum > 0 && s.Quorum == len(s.Instances)
}

// groups tells whether a database software has a mode in which the members
// elect the primary by majority, or all take writes.
func groups(software string) bool {
	return slices.Contains([]string{"mysql", "mariadb", "mongodb"}, software)
}

// clusters tells whether a queue keeps its messages on several members.
func clusters(software string) bool {
	return slices.Contains([]string{"kafka", "rabbitmq", "nats"}, software)
}

func (p *proposer) makeGroup(s *model.Service) {
	places, cost := p.more(s, max(majority, len(s.Instances)))
	edits, words := join(s, places)
	at := s.Path.Field("replication")
	sentence := fmt.Sprintf("make %s a group of %s that elects its own primary", s.Name, number(len(s.Instances)+len(places)))
	switch written := s.Replication; {
	case written == nil:
		made := &model.Replication{Mode: "group", Failover: "automatic"}
		if !s.Defaults.ManyPrimaries {
			made.Primary = s.Instances[0].Server.Name
		} else {
			sentence = fmt.Sprintf("make %s a group of %s that all take writes", s.Name, number(len(s.Instances)+len(places)))
		}
		edits = append(edits, Write(at, made))
	case s.Data.Mode == "group" && s.Data.Automatic:
		if len(places) == 0 {
			return
		}
		sentence = fmt.Sprintf("give %s %s members, so that a majority is left when one is not there", s.Name, number(len(s.Instances)+len(places)))
	case s.Data.Mode == "group":
		edits = append(edits, Write(at.Field("failover"), "automatic"))
	default:
		edits = append(edits, asGroup(written, at)...)
	}
	if s.Data != nil && s.Data.Mode == "group" && !s.Data.Automatic {
		sentence = fmt.Sprintf("let %s elect its own primary", s.Name)
	}
	w := p.findPrimary(s)
	p.propose(cost, joined(sentence+words, w.words), append(edits, w.edits...)...)
}

// asGroup are the edits that make a group of members that copy one of them. Who
// promotes, from whom each copies and what a write waits for mean nothing in a
// group, so nothing of that may stay.
func asGroup(written *model.Replication, at model.Path) []Edit {
	group := *written
	group.Mode, group.Failover = "group", "automatic"
	group.Controller, group.Promotion, group.Sources = "", 0, nil
	group.WaitFor, group.WaitTimeout = 0, 0
	goes := written.Controller != "" || written.Promotion != 0 || len(written.Sources) > 0 || written.WaitFor != 0 || written.WaitTimeout != 0
	if goes {
		return []Edit{Write(at, &group)}
	}
	return []Edit{Write(at.Field("mode"), group.Mode), Write(at.Field("failover"), group.Failover)}
}

// makeCluster gives a service more members, of which so many are enough.
func (p *proposer) makeCluster(s *model.Service, of string, quorum int) {
	wanted := majority
	if s.Quorum > 0 {
		wanted = max(majority, len(s.Instances)+1)
	}
	places, cost := p.more(s, wanted)
	edits, words := join(s, places)
	w := p.wiringOf(s)
	if quorum != s.Quorum {
		edits = append(edits, Write(s.Path.Field("quorum"), quorum))
	}
	p.propose(cost, joined(fmt.Sprintf("make %s %s%s", s.Name, of, words), w.words), append(edits, w.edits...)...)
}

// join are the edits that let a service run on places too, and the words for
// that.
func join(s *model.Service, places []place) (edits []Edit, words string) {
	on := slices.Clone(s.On)
	var where []string
	for _, at := range places {
		edits = append(edits, at.edits...)
		if !at.grows {
			on = append(on, at.name)
		}
		where = append(where, at.words)
	}
	if len(on) > len(s.On) {
		edits = append(edits, Write(s.Path.Field("on"), on))
	}
	if len(where) == 0 {
		return nil, ""
	}
	also := ", with another member "
	if len(where) > 1 {
		also = ", with more members "
	}
	return edits, also + listed(where)
}

// findPrimary lets those who use a database find the primary by themselves.
func (p *proposer) findPrimary(s *model.Service) wiring {
	var w wiring
	for _, c := range p.into(s) {
		if c.Choose == model.ByClient || c.Choose == model.ByCheck && c.Check != nil || s.Data != nil && s.Data.Address != nil && s.Data.Address.By != "one" {
			continue
		}
		at := c.Use.Path
		if c.Role == model.SameServer {
			target := "primary"
			if s.Defaults.ManyPrimaries {
				target = "all"
			}
			w.edits = append(w.edits, Write(at.Field("targets"), target))
		}
		w.add(fmt.Sprintf("let %s find the primary by itself", c.From.Name), Write(at.Field("choose"), "client"))
	}
	return w
}
