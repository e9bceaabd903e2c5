package analysis_test

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// keeper is the service that promotes replicas.
func keeper(s *stack, software string, on ...string) *model.Service {
	k := &model.Service{Name: "keeper", Kind: model.Custom, Software: software, On: on}
	s.Services = append(s.Services, k)
	s.db.Replication.Failover, s.db.Replication.Controller, s.db.Replication.Promotion = "automatic", "keeper", 10*model.Second
	return k
}

// store is a cluster of three that the keeper needs.
func store(s *stack, k *model.Service) {
	s.Services = append(s.Services, &model.Service{Name: "etcd", Kind: model.Custom, Software: "etcd", On: []string{"db-1", "db-2", "other-1"}, Quorum: 2})
	k.Uses = []*model.Use{{Key: "etcd"}}
}

// waiting lets the primary wait for its replica.
func waiting(mode string, timeout model.Duration) func(*stack) {
	return func(s *stack) {
		s.db.Replication.Mode, s.db.Replication.WaitTimeout = mode, timeout
	}
}

// The tables of docs/failure-analysis.md of what it does when a bond is cut, and
// when a store or a majority is lost.
func TestBondsThatAreCut(t *testing.T) {
	group := func(servers ...string) func(*stack) {
		return func(s *stack) {
			s.db.Replication, s.db.On = &model.Replication{Mode: "group", Primary: "db-1", Promotion: 10 * model.Second}, servers
		}
	}
	three := group("db-1", "db-2", "db-3")
	keptBy := func(software string, quorum int, on ...string) func(*stack) {
		return func(s *stack) { keeper(s, software, on...).Quorum = quorum }
	}
	agents := func(s *stack) { store(s, keeper(s, "patroni", "db-1", "db-2")) }
	galera := func(s *stack) {
		s.db.Software, s.db.Replication = "mariadb", &model.Replication{Mode: "group"}
		s.db.On = []string{"db-1", "db-2", "db-3"}
	}
	far := func(s *stack) { store(s, keeper(s, "", "other-1")) }
	undecided := "read none , write total undecided"
	tests := []struct {
		name    string
		edit    func(*stack)
		without string
		want    string
	}{
		{"async: nobody waits for the replica", as, "db@db-1..db@db-2", "read none , write none "},
		{"semi-sync: as without the replica", waiting("semi-sync", 0), "db@db-1..db@db-2", "read none , write total transient 10s"},
		{"semi-sync without end", waiting("semi-sync", model.Forever), "db@db-1..db@db-2", "read none , write total manual"},
		{"sync", waiting("sync", 0), "db@db-1..db@db-2", "read none , write total manual"},
		{"between members the order does not matter", waiting("sync", 0), "db@db-2..db@db-1", "read none , write total manual"},
		{"sync, another replica is left", func(s *stack) {
			waiting("sync", 0)(s)
			s.db.On = []string{"db-1", "db-2", "db-3"}
		}, "db@db-1..db@db-2", "read none , write none "},
		{"sync, two replicas that do not see each other", func(s *stack) {
			waiting("sync", 0)(s)
			s.db.On = []string{"db-1", "db-2", "db-3"}
		}, "db@db-2..db@db-3", "read none , write none "},

		{"a group of two has no majority", group("db-1", "db-2"), "db@db-1..db@db-2", "read none , write total manual"},
		{"a group of three: the primary may be put out", three, "db@db-1..db@db-2", undecided},
		{"a group of three: only replicas", three, "db@db-2..db@db-3", "read none , write none "},
		{"a group of three: one sees nobody", three, "db@db-3..db@db-1,db@db-3..db@db-2", "read none , write none "},
		{"a group of three: the primary sees nobody", three, "db@db-1..db@db-2,db@db-1..db@db-3", "read none , write total transient 10s"},
		{"a group of three: nobody sees anybody", three, "db..db", "read none , write total manual"},

		{"one of two that promote does not see the primary", keptBy("", 2, "other-1", "lb-1"), "keeper@lb-1..db@db-1", "read none , write none "},
		{"who promotes does not see the primary", keptBy("", 1, "other-1"), "keeper..db@db-1", undecided},
		{"orchestrator asks the replica", keptBy("orchestrator", 1, "other-1"), "keeper..db@db-1", "read none , write none "},
		{"orchestrator, and the replica does not see it", keptBy("orchestrator", 1, "other-1"), "keeper..db@db-1,db@db-1..db@db-2", undecided},
		{"who promotes does not see the replica", keptBy("", 1, "other-1"), "keeper..db@db-2", "read none , write none "},
		{"who promotes does not see the replica, and the primary dies", keptBy("", 1, "other-1"), "keeper..db@db-2,db@db-1", "read none , write total manual"},

		{"who promotes loses one of its store", far, "keeper..etcd@db-1", "read none , write none "},
		{"who promotes loses its store", far, "keeper..etcd", "read none , write none "},
		{"who promotes loses its store, and the primary dies", far, "keeper..etcd,db@db-1", "read none , write total manual"},
		{"who promotes loses one of its store, and the primary dies", far, "keeper..etcd@other-1,db@db-1", "read none , write total transient 10s"},
		{"two of the store do not see each other, and the primary dies", far, "etcd@db-1..etcd@db-2,db@db-1", "read none , write total transient 10s"},
		{"none of the store sees another, and the primary dies", far, "etcd..etcd,db@db-1", "read none , write total manual"},

		{"the agent of the primary loses one of its store", agents, "keeper@db-1..etcd@db-2", "read none , write none "},
		{"the agent of the primary loses its store", agents, "keeper@db-1..etcd", "read none , write total transient 10s"},
		{"the agent of the replica loses its store", agents, "keeper@db-2..etcd", "read none , write none "},
		{"all agents lose their store", agents, "keeper..etcd", "read none , write total hard"},
		{"the store of the agents is down", agents, "etcd", "read none , write total hard"},
		{"the store of the agents has no quorum", agents, "etcd@db-1,etcd@other-1", "read none , write total hard"},
		{"one of the store of the agents is down", agents, "etcd@db-1", "read none , write none "},
		{"the store of the agents is down, and the primary", agents, "etcd,db@db-1", "read none , write total hard"},
		{"the store of the agents is down, and no agent is left", agents, "etcd,keeper", "read none , write none "},
		{"the store of the agents is down, no agent is left, and the primary dies", agents, "etcd,keeper,db@db-1", "read none , write total manual"},
		{"the agent of the primary dies", agents, "keeper@db-1", "read none , write none "},
		{"an agent that is paused demotes nobody", func(s *stack) {
			agents(s)
			s.db.Replication.Failover = "manual"
		}, "etcd", "read none , write none "},
		{"the store of who promotes from afar is down", far, "etcd", "read none , write none "},
		{"the store of who promotes from afar is down, and the primary", far, "etcd,db@db-1", "read none , write total manual"},

		{"Galera keeps its majority", galera, "db@db-1", "read none , write none "},
		{"Galera without a majority answers nothing", galera, "db@db-1,db@db-2", "read total manual, write total manual"},
		{"Galera falls apart", galera, "db..db", "read total manual, write total manual"},
		{"a group of MySQL without a majority answers reads", func(s *stack) {
			galera(s)
			s.db.Software, s.db.Replication.MultiPrimary = "mysql", yes()
		}, "db@db-1,db@db-2", "read none , write total manual"},
		{"the store of the agents falls apart", agents, "etcd..etcd", "read none , write total hard"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStack()
			test.edit(s)
			r := analysis.AnalyzeWith(resolved(t, s.Architecture), analysis.Options{Connections: true})
			outcomes := r.Without(parsed(t, r, test.without))
			if got := line(outcomes); got != test.want {
				t.Errorf("without %s: got %q, want %q", test.without, got, test.want)
			}
			for _, o := range outcomes {
				if o.Recovery == analysis.Undecided && len(o.Unsettled)+len(o.Missing) == 0 {
					t.Errorf("without %s: what %s hangs on is not said", test.without, o.Flow.Name)
				}
			}
		})
	}
}

// An agent has no way to the database but on its own server.
func TestNothingCutsAnAgentOff(t *testing.T) {
	s := newStack()
	keeper(s, "patroni", "db-1", "db-2")
	r := analysis.Analyze(resolved(t, s.Architecture))
	for _, name := range []string{"keeper..db", "keeper@db-1..db@db-2", "keeper@db-1..db@db-1"} {
		if _, err := r.Parse(name); err == nil || !strings.Contains(err.Error(), "looks after the database on its own server alone") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is not promised, and what is missing, is said in the evidence and in the
// advice.
func TestWhatIsNotPromised(t *testing.T) {
	tests := []struct{ software, advice, chain string }{
		{"", "services.keeper.software", "keeper does not see db@db-1, which works"},
		{"sentinel", "Whether keeper promotes a replica of db", "keeper does not see db@db-1, which works"},
	}
	for _, test := range tests {
		s := newStack()
		keeper(s, test.software, "other-1")
		r := analysis.Analyze(resolved(t, s.Architecture))
		for _, o := range r.Without(parsed(t, r, "keeper..db@db-1")) {
			if o.Recovery == analysis.Unharmed {
				continue
			}
			var advice, chain []string
			for _, path := range o.Missing {
				advice = append(advice, analysis.Hint(path))
			}
			for _, service := range o.Unsettled {
				advice = append(advice, analysis.Unpromised(service))
			}
			for _, step := range r.Evidence(o) {
				chain = append(chain, step.Text)
			}
			if got := strings.Join(advice, "\n"); !strings.Contains(got, test.advice) {
				t.Errorf("%q: the advice is %q, want %q", test.software, got, test.advice)
			}
			if got := strings.Join(chain, "\n"); !strings.Contains(got, test.chain) {
				t.Errorf("%q: the chain is %q, want %q", test.software, got, test.chain)
			}
		}
	}
}

// Many members that do not all see each other are decided within bounds: either
// nothing happens or all stand still.
func TestManyBondsThatAreCut(t *testing.T) {
	s := newStack()
	s.db.On = nil
	var cut []string
	for i := range 24 {
		name := "m-" + string(rune('a'+i))
		s.Groups = append(s.Groups, &model.Group{Name: name})
		s.db.On = append(s.db.On, name)
		if i%2 == 1 {
			cut = append(cut, "db@"+s.db.On[i-1]+"..db@"+name)
		}
	}
	s.db.Replication = &model.Replication{Mode: "group", Primary: "m-a"}
	r := analysis.Analyze(resolved(t, s.Architecture))
	if got, want := line(r.Without(parsed(t, r, strings.Join(cut, ",")))), "read none , write total undecided"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
