package advice

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// promotion is how long a promotion is taken to take: it is written with the
// controller, as it is a fact about it and nobody's default.
const promotion = 20 * model.Second

// promoter is software that promotes a replica, and what it keeps its votes in;
// empty where its own instances vote.
type promoter struct{ software, votes string }

// promoterOf is what usually promotes the replicas of a database software.
func promoterOf(software string) (promoter, bool) {
	switch software {
	case "postgresql":
		return promoter{"patroni", "etcd"}, true // Patroni documentation: DCS
	case "mysql", "mariadb":
		return promoter{"orchestrator", ""}, true // Orchestrator documentation: raft
	case "redis", "valkey":
		return promoter{"sentinel", ""}, true // Redis documentation: Sentinel
	}
	return promoter{}, false
}

// addController lets a machine promote a replica: one that is there, or the
// usual software on three servers. A group needs none.
func (p *proposer) addController(s *model.Service) {
	if !holdsData(s) || s.Data != nil && (s.Data.Mode == "group" || s.Data.Controller != nil && s.Data.Automatic) {
		return
	}
	usual, known := promoterOf(s.Software)
	places, cost := p.more(s, 2)
	edits, words := join(s, places)
	primary := s.Instances[0].Server.Name
	if s.Primary() != nil {
		primary = s.Primary().Server.Name
	}
	w := p.findPrimary(s)
	finish := func(cost Cost, controller, sentence string, more []Edit) {
		set := automatic(s, controller, primary)
		p.propose(cost, joined(sentence+words, w.words), slices.Concat(edits, more, set, w.edits)...)
	}
	if there := p.promoterThere(); there != nil {
		finish(cost, there.Name, fmt.Sprintf("let %s promote a replica of %s", there.Name, s.Name), nil)
		return
	}
	if !known {
		return
	}
	on, servers := p.voters(s, places)
	name := p.freeService(usual.software)
	made := &model.Service{Kind: model.Custom, Software: usual.software, On: on, Quorum: 2}
	more := servers
	sentence := fmt.Sprintf("let %s on %s promote a replica of %s", name, listed(on), s.Name)
	if usual.votes != "" {
		votes := p.freeService(usual.votes)
		more = append(more, Write(model.Path("services").Field(votes), &model.Service{Kind: model.Custom, Software: usual.votes, On: on, Quorum: 2}))
		made.On, made.Quorum = append(slices.Clone(s.On), newNames(places)...), 0
		made.Uses = []*model.Use{{Key: votes}}
		sentence = fmt.Sprintf("let %s promote a replica of %s, with %s on %s", name, s.Name, votes, listed(on))
	}
	finish(NewController, name, sentence, append(more, Write(model.Path("services").Field(name), made)))
}

// automatic are the edits that let a controller promote.
func automatic(s *model.Service, controller, primary string) []Edit {
	at := s.Path.Field("replication")
	if s.Replication == nil {
		return []Edit{Write(at, &model.Replication{Primary: primary, Mode: "async", Failover: "automatic", Controller: controller, Promotion: promotion})}
	}
	edits := []Edit{Write(at.Field("failover"), "automatic"), Write(at.Field("controller"), controller)}
	if s.Replication.Promotion == 0 {
		edits = append(edits, Write(at.Field("promotion"), promotion))
	}
	return edits
}

// promoterThere is a service that promotes already, or nil.
func (p *proposer) promoterThere() *model.Service {
	for _, s := range p.a.Services {
		if s.Data != nil && s.Data.Controller != nil && s.Data.Automatic {
			return s.Data.Controller
		}
	}
	return nil
}

// voters are three servers for what decides by majority: those of the
// database, others that the flows use, and new ones.
func (p *proposer) voters(s *model.Service, places []place) (on []string, made []Edit) {
	for _, instance := range s.Instances {
		on = append(on, instance.Server.Name)
	}
	on = append(on, newNames(places)...)
	for _, server := range p.near() {
		if len(on) < majority && !slices.Contains(on, server.Name) && !p.reaches(server) {
			on = append(on, server.Name)
		}
	}
	for len(on) < majority {
		at := p.newServer(s, on)
		on = append(on, at.name)
		made = append(made, at.edits...)
	}
	return on[:majority], made
}

func newNames(places []place) []string {
	var all []string
	for _, at := range places {
		all = append(all, at.name)
	}
	return all
}

// freeService is a name for a service that no other has.
func (p *proposer) freeService(name string) string {
	free := name
	for n := 2; p.a.Service(free) != nil; n++ {
		free = name + "-" + strconv.Itoa(n)
	}
	return free
}
