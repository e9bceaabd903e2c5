package advice

import (
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/model"
)

// addInstance puts another instance of a service elsewhere, with what it uses
// on its own server, and lets those who use it notice which one works.
func (p *proposer) addInstance(s *model.Service) {
	if s.Kind == model.External || holdsData(s) && s.Replication == nil || needsMembers(s) || isScheduled(s) {
		return
	}
	for _, at := range p.places(s) {
		w := p.wiringOf(s)
		along, reached := p.companions(s)
		for _, c := range reached {
			w.add(fmt.Sprintf("let %s use %s on other servers too", c.From.Name, c.To.Name), Write(c.Use.Path.Field("targets"), everywhere(c.To)))
		}
		if at.cost == Instance && slices.ContainsFunc(along, func(other *model.Service) bool { return !p.fitsOn(other, at.name) }) {
			continue
		}
		what := listed(names(append([]*model.Service{s}, along...)))
		sentence := fmt.Sprintf("run %s %s too", what, at.words)
		edits := append(onto(at, append([]*model.Service{s}, along...)...), w.edits...)
		p.propose(at.cost, joined(sentence, w.words), edits...)
	}
}

// isScheduled tells whether a service does its work at fixed times: where two
// instances ran, the work would be done twice.
func isScheduled(s *model.Service) bool { return s.Schedule != "" }

// fitsOn tells whether a service may come along to a server that is there.
func (p *proposer) fitsOn(s *model.Service, server string) bool {
	at := p.a.Server(server)
	return s.InstanceOn(at) == nil && fits(s, at)
}

// companions are the services that one uses on its own server and that have to
// come along; and the connections to those that hold data, which are reached
// over the network then.
func (p *proposer) companions(s *model.Service) (along []*model.Service, reached []*model.Connection) {
	for _, other := range append([]*model.Service{s}, besides(s)...) {
		if other != s && !holdsData(other) {
			along = append(along, other)
		}
		if holdsData(other) {
			continue
		}
		for _, c := range other.Connections {
			if c.Role == model.SameServer && holdsData(c.To) {
				reached = append(reached, c)
			}
		}
	}
	return along, reached
}
