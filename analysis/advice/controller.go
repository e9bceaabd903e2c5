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

// promoter is software that promotes a replica.
type promoter struct {
	software string
	// votes is what it keeps its votes in; empty where its own instances vote.
	votes string
	// beside: one runs beside each member and looks after that; else its
	// instances reach every member over the network.
	beside bool
}

// promoterOf is what usually promotes the replicas of a database software.
func promoterOf(software string) (promoter, bool) {
	switch software {
	case "postgresql":
		return promoter{"patroni", "etcd", true}, true // Patroni documentation: DCS
	case "mysql", "mariadb":
		return promoter{"orchestrator", "", false}, true // Orchestrator documentation: raft
	case "redis", "valkey":
		return promoter{"sentinel", "", false}, true // Redis documentation: Sentinel
	}
	return promoter{}, false
}

// addController lets a machine promote a replica: one that is there, or the
// usual software with three that vote. A group needs none.
func (p *proposer) addController(s *model.Service) {
	if !holdsData(s) || s.Data != nil && (s.Data.Mode == "group" || s.Data.Controller != nil && s.Data.Automatic) {
		return
	}
	usual, known := promoterOf(s.Software)
	if !known {
		return
	}
	places, cost := p.more(s, p.leftToWrite(s))
	members, words := join(s, places)
	w := p.findPrimary(s)
	finish := func(cost Cost, controller, promotes string, made []Edit) {
		sentence := fmt.Sprintf("let %s promote a replica of %s%s", promotes, s.Name, words)
		edits := slices.Concat(members, made, automatic(s, controller), w.edits)
		p.add(Change{
			Sentence: joined(sentence, w.words), Cost: cost, Edits: edits,
			rests: []model.Path{s.Path.Field("on")}, // of another member it knows nothing
		})
	}
	if there := p.promoterThere(usual); there != nil {
		finish(cost, there.Name, there.Name, usual.takesOn(there, s, places))
		return
	}
	name := p.freeService(usual.software)
	on, made := p.voters(s, places)
	if usual.votes == "" {
		controller := &model.Service{Kind: model.Custom, Software: usual.software, On: on, Quorum: 2, Uses: []*model.Use{reaching(s)}}
		finish(NewController, name, name+" on "+listed(on), append(made, Write(model.Path("services").Field(name), controller)))
		return
	}
	votes := p.freeService(usual.votes)
	store := &model.Service{Kind: model.Custom, Software: usual.votes, On: on, Quorum: 2}
	// Patroni waits for its store where that does not answer yet.
	controller := &model.Service{Kind: model.Custom, Software: usual.software, On: onAll(s.On, s, places), Uses: []*model.Use{{Key: votes, When: "run"}}}
	w.words = append([]string{fmt.Sprintf("keep its votes in %s on %s", votes, listed(on))}, w.words...)
	finish(NewController, name, name, append(made, Write(model.Path("services").Field(votes), store), Write(model.Path("services").Field(name), controller)))
}

// leftToWrite is how many members a database needs so that it takes writes when
// one is gone: where writes wait for replicas, those, too.
func (p *proposer) leftToWrite(s *model.Service) int {
	if s.Data != nil && s.Data.WaitFor > 0 && s.Data.WaitTimeout > p.patience() {
		return s.Data.WaitFor + 2
	}
	return 2
}

// takesOn are the edits that let what promotes already do so for another
// database.
func (u promoter) takesOn(there, s *model.Service, places []place) []Edit {
	if u.beside {
		return []Edit{Write(there.Path.Field("on"), onAll(there.On, s, places))}
	}
	if slices.ContainsFunc(there.Uses, func(use *model.Use) bool { return use.To == s.Name }) {
		return nil
	}
	use := reaching(s)
	return []Edit{Write(there.Path.Field("uses").Field(use.Key), use)}
}

// onAll are servers, and those that a service runs on and will run on.
func onAll(on []string, s *model.Service, places []place) []string {
	all := slices.Clone(on)
	for _, name := range s.On {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	for _, at := range places {
		if !at.grows && !slices.Contains(all, at.name) {
			all = append(all, at.name)
		}
	}
	return all
}

// reaching is how a controller gets to the members of a database, encrypted
// where they are among themselves.
func reaching(s *model.Service) *model.Use {
	use := &model.Use{Key: s.Name, Reads: "all", Choose: "client"}
	if s.Replication != nil {
		use.TLS = s.Replication.TLS
	}
	return use
}

// automatic are the edits that let a controller promote.
func automatic(s *model.Service, controller string) []Edit {
	at := s.Path.Field("replication")
	if s.Replication == nil {
		primary := s.Instances[0].Server.Name
		return []Edit{Write(at, &model.Replication{Primary: primary, Mode: "async", Failover: "automatic", Controller: controller, Promotion: promotion})}
	}
	edits := []Edit{Write(at.Field("failover"), "automatic"), Write(at.Field("controller"), controller)}
	if s.Replication.Promotion == 0 {
		edits = append(edits, Write(at.Field("promotion"), promotion))
	}
	return edits
}

// promoterThere is a service of that software that promotes already, or nil.
func (p *proposer) promoterThere(usual promoter) *model.Service {
	for _, s := range p.a.Services {
		if s.Data != nil && s.Data.Automatic && s.Data.Controller != nil && s.Data.Controller.Software == usual.software {
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
