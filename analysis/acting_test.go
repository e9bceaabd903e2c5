package analysis_test

import (
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// A replica is promoted while the controller can act: what it needs decides
// that, however far behind it that is.
func TestWhatControllersNeed(t *testing.T) {
	patroni := func(s *stack, on []string, uses ...*model.Use) *model.Service {
		p := &model.Service{Name: "patroni", Kind: model.Custom, On: on, Uses: uses}
		s.Services = append(s.Services, p)
		s.db.Replication.Failover, s.db.Replication.Controller, s.db.Replication.Promotion = "automatic", "patroni", 10*model.Second
		return p
	}
	store := func(s *stack, quorum int, on ...string) *model.Service {
		e := &model.Service{Name: "etcd", Kind: model.Custom, Software: "etcd", On: on, Quorum: quorum}
		s.Services = append(s.Services, e)
		return e
	}
	promotes, not := "write total transient 10s", "write total manual"
	tests := []struct {
		name string
		edit func(s *stack)
		want string // of the writes when db-1 is lost
	}{
		{"the store is on another server", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd"})
			store(s, 0, "other-1")
		}, promotes},
		{"the store is beside the primary", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd"})
			store(s, 0, "db-1")
		}, not},
		{"the store is needed at any time", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd", When: "always"})
			store(s, 0, "db-1")
		}, not},
		{"the store is needed to start alone", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd", When: "start"})
			store(s, 0, "db-1")
		}, promotes},
		{"the store is optional", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd", Optional: yes()})
			store(s, 0, "db-1")
		}, promotes},
		{"a store of three has its quorum", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd"})
			store(s, 2, "db-1", "db-2", "other-1")
		}, promotes},
		{"a store of three has it not", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd"})
			store(s, 3, "db-1", "db-2", "other-1")
		}, not},
		{"two are needed, and one is left", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd", AtLeast: 2})
			store(s, 0, "db-1", "other-1")
		}, not},
		{"the store on the controller's own server", func(s *stack) {
			patroni(s, []string{"db-2", "db-3"}, &model.Use{Key: "etcd", Targets: "same-server"})
			store(s, 0, "db-1", "db-3")
		}, promotes},
		{"no store on the controller's own server", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd", Targets: "same-server"})
			store(s, 0, "db-1", "db-3")
		}, not},
		{"too few controllers have their own store", func(s *stack) {
			patroni(s, []string{"db-2", "db-3"}, &model.Use{Key: "etcd", Targets: "same-server"}).Quorum = 2
			store(s, 0, "db-1", "db-3")
		}, not},
		{"what the store needs", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd"})
			store(s, 0, "other-1").Uses = []*model.Use{{Key: "disk"}}
			s.Services = append(s.Services, &model.Service{Name: "disk", Kind: model.Custom, On: []string{"db-1"}})
		}, not},
		{"too few of the store have what they need", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd"})
			store(s, 2, "db-2", "db-3", "other-1").Uses = []*model.Use{{Key: "disk", Targets: "same-server"}}
			s.Services = append(s.Services, &model.Service{Name: "disk", Kind: model.Custom, On: []string{"db-1", "db-2"}})
		}, not},
		{"the store and what it needs keep each other up", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd"})
			store(s, 0, "other-1").Uses = []*model.Use{{Key: "disk"}}
			s.Services = append(s.Services, &model.Service{Name: "disk", Kind: model.Custom, On: []string{"db-2"}, Uses: []*model.Use{{Key: "etcd"}}})
		}, promotes},
		{"a circle that lost something", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd"})
			store(s, 0, "other-1").Uses = []*model.Use{{Key: "disk"}}
			s.Services = append(s.Services, &model.Service{Name: "disk", Kind: model.Custom, On: []string{"db-2"},
				Uses: []*model.Use{{Key: "etcd"}, {Key: "key"}}}, &model.Service{Name: "key", Kind: model.Custom, On: []string{"db-1"}})
		}, not},
		{"it uses the data that it controls", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "db", Targets: "all", AtLeast: 2})
		}, promotes},
		{"it uses the replicas of other data", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "state", Targets: "replicas"})
			s.Services = append(s.Services, &model.Service{Name: "state", Kind: model.Database, Software: "mysql", On: []string{"other-1", "db-1"},
				Replication: &model.Replication{Primary: "other-1"}})
		}, not},
		{"it finds whoever is the primary of other data", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "state"})
			s.Services = append(s.Services, &model.Service{Name: "state", Kind: model.Database, Software: "mysql", On: []string{"db-1", "other-1"},
				Replication: &model.Replication{Primary: "db-1"}})
		}, promotes},
		{"its health check sees nothing, and that does not count", func(s *stack) {
			patroni(s, []string{"db-2"}, &model.Use{Key: "etcd", Choose: "fixed", Check: &model.Check{Path: "/"}})
			store(s, 0, "db-1", "other-1")
		}, promotes},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStack()
			test.edit(s)
			r := analysis.Analyze(resolved(t, s.Architecture))
			f, _ := r.Find("db-1")
			var writes []analysis.Outcome
			for _, o := range r.At(f) {
				if o.Flow.Name == "write" {
					writes = append(writes, o)
				}
			}
			if got := line(writes); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
