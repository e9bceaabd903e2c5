package formula

import (
	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// deaths writes when instances are dead: by themselves, with their server, or
// with a zone around that. What is assumed to be perfect has no event.
type deaths struct {
	circuit *circuit
	perfect map[string]bool
	events  []analysis.Failure
	number  map[analysis.Failure]int32
	dead    map[*model.Instance]ref
	away    map[*model.Server]ref
	idle    map[*model.Service]ref // of a controller: it cannot promote
	lost    map[*model.Service]ref // of data: its primary is demoted
}

func newDeaths(a *model.Architecture, c *circuit) *deaths {
	d := &deaths{
		circuit: c, perfect: make(map[string]bool),
		number: make(map[analysis.Failure]int32), dead: make(map[*model.Instance]ref), away: make(map[*model.Server]ref),
		idle: make(map[*model.Service]ref), lost: make(map[*model.Service]ref),
	}
	for _, assumption := range a.Assumptions {
		d.perfect[assumption.Perfect] = true
	}
	return d
}

// event is the variable of a failure, or never where one of its names is
// assumed to be perfect.
func (d *deaths) event(f analysis.Failure, names ...string) ref {
	for _, name := range names {
		if d.perfect[name] {
			return never
		}
	}
	number, ok := d.number[f]
	if !ok {
		number = int32(len(d.events))
		d.number[f] = number
		d.events = append(d.events, f)
	}
	return d.circuit.event(number)
}

// server: the server of an instance is away. An external has none.
func (d *deaths) server(i *model.Instance) ref {
	if i.Server == nil {
		return never
	}
	away, ok := d.away[i.Server]
	if !ok {
		causes := []ref{d.event(analysis.Failure{Server: i.Server}, i.Server.Name, i.Server.Group.Name)}
		for zone := i.Server.Zone; zone != nil; zone = zone.Parent {
			causes = append(causes, d.event(analysis.Failure{Zone: zone}, zone.Name))
		}
		away = d.circuit.or(causes...)
		d.away[i.Server] = away
	}
	return away
}

// of: an instance is dead.
func (d *deaths) of(i *model.Instance) ref {
	dead, ok := d.dead[i]
	if !ok {
		dead = d.circuit.or(d.event(analysis.Failure{Instance: i}, i.Name(), i.Service.Name), d.server(i))
		d.dead[i] = dead
	}
	return dead
}

// fewerThan: fewer than so many instances of a service are alive.
func (d *deaths) fewerThan(alive int, s *model.Service) ref {
	all := make([]ref, len(s.Instances))
	for i, instance := range s.Instances {
		all[i] = d.of(instance)
	}
	return d.circuit.atLeast(len(all)-alive+1, all)
}
