package advice

import (
	"slices"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// proposer thinks of changes that may help against a failure. It need not be
// right, as every change is tried: it looks at what breaks, and proposes what
// an engineer would.
type proposer struct {
	a       *model.Architecture
	failure analysis.Failure
	flows   []*model.Flow
	// uses are the connections that the flows count, the nearest to the users
	// first, and services all that they reach and those that promote.
	uses     []*model.Connection
	services []*model.Service
	found    []Change
}

func newProposer(r *analysis.Result, f analysis.Failure, flows []*model.Flow) *proposer {
	p := &proposer{a: r.Architecture, failure: f, flows: flows}
	for _, flow := range flows {
		p.trace(flow)
	}
	for _, s := range slices.Clone(p.services) {
		if s.Data != nil && s.Data.Controller != nil && !slices.Contains(p.services, s.Data.Controller) {
			p.services = append(p.services, s.Data.Controller)
		}
	}
	return p
}

// trace gathers what a flow goes through.
func (p *proposer) trace(flow *model.Flow) {
	way := []*model.Service{flow.Enters}
	for i := 0; i < len(way); i++ {
		if !slices.Contains(p.services, way[i]) {
			p.services = append(p.services, way[i])
		}
		for _, c := range way[i].Connections {
			if !flow.Uses(c) {
				continue
			}
			if !slices.Contains(p.uses, c) {
				p.uses = append(p.uses, c)
			}
			if !slices.Contains(way, c.To) {
				way = append(way, c.To)
			}
		}
	}
}

// size is what looking at the flows costs: the instances that they hang on, for
// each flow.
func (p *proposer) size() int {
	instances := 0
	for _, s := range p.services {
		instances += len(s.Instances)
	}
	return max(instances*len(p.flows), 1)
}

// propose adds a change, if it changes something.
func (p *proposer) propose(cost Cost, sentence string, edits ...Edit) {
	p.add(Change{Sentence: sentence, Edits: edits, Cost: cost})
}

func (p *proposer) add(c Change) {
	if len(c.Edits) > 0 {
		c.Edits = merged(c.Edits)
		p.found = append(p.found, c)
	}
}

// merged makes one edit of those that write lists of names at the same place,
// as two new servers do that join one firewall.
func merged(edits []Edit) []Edit {
	var kept []Edit
	for _, e := range edits {
		i := slices.IndexFunc(kept, func(other Edit) bool { return other.Path == e.Path })
		if i < 0 {
			kept = append(kept, e)
			continue
		}
		list, isList := kept[i].value.Interface().([]string)
		more, areNames := e.value.Interface().([]string)
		if !isList || !areNames {
			kept[i] = e
			continue
		}
		list = slices.Clone(list)
		for _, name := range more {
			if !slices.Contains(list, name) {
				list = append(list, name)
			}
		}
		kept[i] = Write(e.Path, list)
	}
	return kept
}

// changes are all proposals.
func (p *proposer) changes() []Change {
	for _, s := range p.struck() {
		p.findAnother(s)
		p.checkDeeper(s)
		p.chooseAnother(s)
		p.readElsewhere(s)
		p.doWithout(s)
		p.addInstance(s)
		p.addMembers(s)
		p.addController(s)
		if p.failure.Server != nil {
			p.moveAway(s)
		}
	}
	if p.failure.Zone != nil {
		p.spread()
	}
	return p.found
}

// struck are the services of which the failure takes an instance away.
func (p *proposer) struck() []*model.Service {
	if p.failure.Instance != nil {
		return []*model.Service{p.failure.Instance.Service}
	}
	var struck []*model.Service
	for _, s := range p.services {
		if slices.ContainsFunc(s.Instances, p.takes) {
			struck = append(struck, s)
		}
	}
	return struck
}

// takes tells whether the failure takes an instance away.
func (p *proposer) takes(i *model.Instance) bool {
	if p.failure.Instance != nil {
		return p.failure.Instance == i
	}
	return i.Server != nil && p.reaches(i.Server)
}

// reaches tells whether the failure takes a server away.
func (p *proposer) reaches(s *model.Server) bool {
	if p.failure.Zone == nil {
		return p.failure.Server == s || p.failure.Instance != nil && p.failure.Instance.Server == s
	}
	return p.strikes(s.Zone)
}

// into are the connections of the flows to a service, one for each use.
func (p *proposer) into(s *model.Service) []*model.Connection {
	var into []*model.Connection
	for _, c := range p.uses {
		if c.To == s && !slices.ContainsFunc(into, func(other *model.Connection) bool { return other.Use == c.Use }) {
			into = append(into, c)
		}
	}
	return into
}

// isEntry tells whether the users of one of the flows come in by a service.
func (p *proposer) isEntry(s *model.Service) bool {
	return s.Kind != model.External && s.Kind != model.Worker &&
		slices.ContainsFunc(p.flows, func(f *model.Flow) bool { return f.Enters == s })
}

// holdsData tells whether the instances of a service differ by what they hold,
// so that a second one is not simply another.
func holdsData(s *model.Service) bool {
	return s.Kind == model.Database || s.Kind == model.Cache || s.Kind == model.Queue || s.Replication != nil
}
