package validate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/advice"
	"github.com/loadpath/loadpath/model"
)

// dice makes small random architectures in which the mistakes are frequent
// that make single points of failure: a web site with everything placed,
// checked, addressed and replicated at random.
type dice struct{ *rand.Rand }

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

func (d dice) one(in int) bool { return d.IntN(in) == 0 }

func (d dice) some(from []string) []string {
	d.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	return slices.Clone(from[:1+d.IntN(min(len(from), 3))])
}

// throw is a random architecture, or nil where it does not fit together.
func throw(seed uint64) *model.Architecture {
	d := dice{rand.New(rand.NewPCG(seed, 4))}
	a := &model.Architecture{Name: "random"}
	var servers []string
	for i := range 3 + d.IntN(4) {
		servers = append(servers, fmt.Sprint("s", i))
		a.Groups = append(a.Groups, &model.Group{Name: servers[i], ZoneName: pick(d, "", "z0", "z1", "z2")})
	}
	front := d.some(servers)
	yes := true
	lb := &model.Service{
		Name: "lb", Kind: model.LoadBalancer, Software: pick(d, "haproxy", "haproxy", "nginx", ""), On: d.some(servers),
		Listen: []*model.Listener{{Protocol: "https", Port: 443, From: "internet"}},
		Uses:   []*model.Use{{Key: "web", Check: d.check("app", "db", "db.reads"), AtLeast: pick(d, 0, 0, 2)}},
	}
	if d.one(2) {
		lb.Address = &model.Address{By: pick(d, "virtual-ip", "virtual-ip", "anycast", "one"), Tracks: pick(d, "", "process")}
	}
	if d.one(2) {
		lb.Uses[0].Balance = &model.Balance{Mode: "active-passive", Active: front[:1]}
	}
	web := &model.Service{
		Name: "web", Kind: model.WebServer, Software: "nginx", On: front, Static: pick(d, "", "site"),
		Uses: []*model.Use{{Key: "app", Targets: pick(d, "same-server", "same-server", "all")}},
	}
	app := &model.Service{
		Name: "app", Kind: model.ApplicationServer, On: front, Port: 8000,
		Uses: []*model.Use{{Key: "db", Choose: pick(d, "client", "client", "fixed", ""), Reads: pick(d, "", "all", "replicas"), Check: d.check()}},
	}
	db := &model.Service{Name: "db", Kind: model.Database, Software: "mysql", On: d.some(servers)}
	if len(db.On) > 1 {
		db.Replication = &model.Replication{Primary: db.On[0], Mode: pick(d, "async", "group"), Failover: "automatic", Promotion: 10 * model.Second}
		if db.Replication.Mode == "async" {
			db.Replication.Controller = "keeper"
		}
		if d.one(4) {
			db.Uses = []*model.Use{{Key: "san"}}
		}
	}
	keeper := &model.Service{Name: "keeper", Kind: model.Custom, Software: "orchestrator", On: d.some(servers)}
	if d.one(2) {
		keeper.Quorum = len(keeper.On)/2 + 1
	}
	if d.one(4) {
		app.Uses = append(app.Uses, &model.Use{Key: "keeper", Choose: "client", Optional: pick(d, nil, &yes)})
	}
	a.Services = []*model.Service{lb, web, app, db, keeper}
	a.Externals = []*model.Service{{Name: "san", Provides: "storage"}}
	if len(a.Resolve()) > 0 {
		return nil
	}
	return a
}

// check is a health check that goes to some depth, or none.
func (d dice) check(reaches ...string) *model.Check {
	if d.one(3) {
		return nil
	}
	check := &model.Check{}
	if len(reaches) > 0 && d.one(2) {
		check.Path, check.Reaches = "/healthz", []string{reaches[d.IntN(len(reaches))]}
	}
	return check
}

// TestNoPointIsLost holds the causes of random architectures to two things:
// that a failure stops a flow is told once, by a rule about single points or by
// that of its cause; and with the cause mended it is none.
func TestNoPointIsLost(t *testing.T) {
	effects, joint := make(map[string]int), 0
	for seed := range uint64(2000) {
		a := throw(seed)
		if a == nil {
			continue
		}
		in := &Input{Architecture: a, Analysis: analysis.Analyze(a), Today: today}
		found := in.diagnose()
		named := make(map[string]int)
		name := func(points []analysis.SinglePoint, n int) {
			for _, p := range points {
				for _, o := range p.Outcomes {
					named[p.Failure.Name()+" "+o.Flow.Name] += n
				}
			}
		}
		name(found.points, 1)
		for rule, causes := range found.causes {
			for _, c := range causes {
				name(c.effects, 1)
				name(c.joint.points, 1)
				joint += len(c.joint.points)
				effects[rule] += len(c.effects)
				checkMended(t, seed, rule, in, c)
			}
		}
		name(in.Analysis.SinglePoints(), -1)
		for what, n := range named {
			if n != 0 {
				t.Errorf("architecture %d: %s is named %d times too often", seed, what, n)
			}
		}
	}
	for _, s := range suspects() {
		if effects[s.rule] == 0 {
			t.Errorf("no architecture has an effect of %s", s.rule)
		}
	}
	if joint == 0 {
		t.Error("no architecture has an effect of two causes together")
	}
	t.Logf("effects by rule: %v", effects)
}

// checkMended mends a cause in the whole architecture and looks for its effects
// among the single points.
func checkMended(t *testing.T, seed uint64, rule string, in *Input, c *cause) {
	t.Helper()
	if len(c.effects) == 0 {
		return
	}
	mended, err := advice.Try(in.Analysis, c.mended.Change, in.Architecture.Flows, analysis.Crash)
	if err != nil {
		t.Errorf("architecture %d: %s: %v", seed, rule, err)
		return
	}
	harmed := make(map[string]bool)
	for _, p := range mended.SinglePoints() {
		for _, f := range append(p.Related, p.Failure) {
			for _, o := range mended.At(f) {
				if o.Recovery == analysis.Hard || o.Recovery == analysis.Manual {
					harmed[f.Name()+" "+o.Flow.Name] = true
				}
			}
		}
	}
	for _, p := range c.effects {
		for _, o := range p.Outcomes {
			if harmed[p.Failure.Name()+" "+o.Flow.Name] {
				t.Errorf("architecture %d: %s is mended, and %s still harms %s", seed, rule, p.Failure.Name(), o.Flow.Name)
			}
		}
	}
}
