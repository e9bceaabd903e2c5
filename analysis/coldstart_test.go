package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// apps are application servers, each on a server of its own, that use others:
// "a: b/start c" is one that needs b to start and c whenever it runs. A service
// whose name begins with "ext" is an external.
func apps(lines ...string) *model.Architecture {
	a := &model.Architecture{Name: "apps"}
	for _, line := range lines {
		name, uses, _ := strings.Cut(line, ":")
		s := &model.Service{Name: name, Kind: model.ApplicationServer, On: []string{"on-" + name}}
		for _, written := range strings.Fields(uses) {
			to, when, _ := strings.Cut(written, "/")
			u := &model.Use{Key: to, When: when}
			if when == "optional" {
				u.When, u.Optional = "", yes()
			}
			s.Uses = append(s.Uses, u)
		}
		if strings.HasPrefix(name, "ext") {
			s.Kind, s.On = "", nil
			a.Externals = append(a.Externals, s)
			continue
		}
		a.Groups = append(a.Groups, &model.Group{Name: "on-" + name})
		a.Services = append(a.Services, s)
	}
	return a
}

// deadlocked is deadlocks, one line each.
func deadlocked(deadlocks []analysis.Deadlock) string {
	names := func(services []*model.Service) string {
		var all []string
		for _, s := range services {
			all = append(all, s.Name)
		}
		return strings.Join(all, " ")
	}
	uses := func(needs []analysis.StartNeed) string {
		var all []string
		for _, n := range needs {
			all = append(all, n.Name())
		}
		return strings.Join(all, " ")
	}
	var b strings.Builder
	for _, d := range deadlocks {
		fmt.Fprintf(&b, "%s by %s; behind: %s; take out: %s; wait: %s", names(d.Services), uses(d.Needs), names(d.Behind), uses(d.TakeOut), uses(d.Wait))
		if !d.Smallest {
			b.WriteString("; perhaps fewer")
		}
		for _, path := range d.Missing {
			fmt.Fprintf(&b, "; %s?", path)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestColdStart(t *testing.T) {
	tests := []struct {
		name  string
		apps  []string
		edit  func(*model.Architecture)
		wants []string
	}{
		{name: "no circle", apps: []string{"a: b/always c", "b: c/start", "c:"}},
		{name: "two that need each other to start", apps: []string{"a: b/start", "b: a/start"},
			wants: []string{"a b by a.b b.a; behind: ; take out: a.b; wait: a.b b.a"}},
		{name: "one of three waits", apps: []string{"a: b/start", "b: c/always", "c: a/always", "d: b", "e: d/start", "f:"},
			wants: []string{"a b c by a.b b.c c.a; behind: d e; take out: a.b; wait: a.b b.c c.a"}},
		{name: "all may wait", apps: []string{"a: b/always", "b: a/always"},
			wants: []string{"a b by a.b b.a; behind: ; take out: a.b; wait: a.b b.a"}},
		{name: "all wait", apps: []string{"a: b/run", "b: a/run"}},
		{name: "who asks at start is needed to answer", apps: []string{"a: b/start", "b: a/run"},
			wants: []string{"a b by a.b b.a; behind: ; take out: a.b; wait: a.b"}},
		{name: "the one use that two circles share", apps: []string{"b: a/always c/always", "a: b/always", "c: a/always"},
			wants: []string{"b a c by b.a b.c a.b c.a; behind: ; take out: a.b; wait: b.a b.c a.b c.a"}},
		{name: "not written", apps: []string{"a: b", "b: c/run", "c: a"},
			wants: []string{"a b c by a.b b.c c.a; behind: ; take out: a.b; wait: a.b c.a; services.a.uses.b.when?; services.c.uses.a.when?"}},
		{name: "what is not written is needed at run time", apps: []string{"a: b", "b: a/always"},
			wants: []string{"a b by a.b b.a; behind: ; take out: a.b; wait: b.a"}},
		{name: "one that is certain beside one that is not", apps: []string{"a: b/start", "b: a/start", "c: d", "d: c"}, wants: []string{
			"a b by a.b b.a; behind: ; take out: a.b; wait: a.b b.a",
			"c d by c.d d.c; behind: ; take out: c.d; wait: c.d d.c; services.c.uses.d.when?; services.d.uses.c.when?",
		}},
		{name: "optional", apps: []string{"a: b/optional", "b: a/always"}},
		{name: "itself", apps: []string{"a: a/start"}, wants: []string{"a by a.a; behind: ; take out: a.a; wait: a.a"}},
		{name: "a circle behind a circle", apps: []string{"c: d/start", "d: c/start a/start", "a: b/start", "b: a/start"}, wants: []string{
			"c d by c.d d.c; behind: ; take out: c.d; wait: c.d d.c",
			"a b by a.b b.a; behind: c d; take out: a.b; wait: a.b b.a",
		}},
		{name: "an external goes on running", apps: []string{"a: ext/start", "ext: a/start"}},
		{name: "an external that does nothing without us", apps: []string{"a: ext/start", "ext: a/run"},
			wants: []string{"a ext by a.ext ext.a; behind: ; take out: a.ext; wait: a.ext"}},
		{name: "another instance is outside of the circle", apps: []string{"a: b/start", "b: a/start"}, edit: func(a *model.Architecture) {
			a.Groups = append(a.Groups, servers("more-1", "more-2")...)
			a.Services[0].On = append(a.Services[0].On, "more-1")
			a.Services[1].On = append(a.Services[1].On, "more-1", "more-2")
			a.Services[0].Uses[0].Targets = "same-server"
			a.Services[1].Uses[0].Targets = "same-server"
			a.Services[0].On[0] = "on-b"
		}, wants: []string{"a b by a.b b.a; behind: ; take out: a.b; wait: a.b b.a"}},
		{name: "enough members start", apps: []string{"etcd: dns/start", "dns: etcd/start"}, edit: func(a *model.Architecture) {
			a.Services[0].On = []string{"on-etcd", "on-dns"}
			a.Services[0].Quorum = 2
			a.Services[0].Uses[0].AtLeast = 1
		}, wants: []string{"etcd dns by etcd.dns dns.etcd; behind: ; take out: etcd.dns; wait: etcd.dns dns.etcd"}},
		{name: "a check is no need, replication is none", apps: []string{"lb: app/always", "app: db/always", "db:"}, edit: func(a *model.Architecture) {
			a.Services[0].Uses[0].Check = &model.Check{Reaches: []string{"app", "db"}}
			db := a.Services[2]
			db.Kind, db.Software, db.On = model.Database, "mysql", []string{"on-db", "on-app"}
			db.Replication = &model.Replication{Primary: "on-db", Mode: "async", Failover: "automatic", Controller: "app"}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := apps(test.apps...)
			if test.edit != nil {
				test.edit(a)
			}
			got := deadlocked(analysis.Analyze(resolved(t, a)).ColdStart())
			want := ""
			for _, line := range test.wants {
				want += line + "\n"
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Many services in one circle: the set is shrunk, and said not to be searched
// for the smallest. A long chain behind it does not cost its square.
func TestColdStartOfManyServices(t *testing.T) {
	var lines []string
	for i := range 40 {
		lines = append(lines, fmt.Sprintf("s%d: s%d/start", i, (i+1)%40))
	}
	for i := range 5000 {
		lines = append(lines, fmt.Sprintf("chain%d: %s/always", i, map[bool]string{true: "s0", false: fmt.Sprint("chain", i-1)}[i == 0]))
	}
	found := analysis.Analyze(resolved(t, apps(lines...))).ColdStart()
	if len(found) != 1 || len(found[0].Services) != 40 || len(found[0].TakeOut) != 1 || found[0].Smallest || len(found[0].Behind) != 5000 {
		t.Fatalf("got %d deadlocks: %.300s", len(found), deadlocked(found))
	}
	if first, last := found[0].Services[0].Name, found[0].Services[39].Name; first != "s0" || last != "s39" {
		t.Errorf("the circle goes from %s to %s", first, last)
	}
}

func BenchmarkColdStart(b *testing.B) {
	plain := sites(2000)
	circles := sites(2000)
	for i, s := range circles.Services {
		if s.Kind == model.Cache {
			s.Uses = []*model.Use{{Key: circles.Services[i-1].Name, When: "start"}}
		}
	}
	for name, a := range map[string]*model.Architecture{"none": plain, "each": circles} {
		r := analysis.Analyze(resolved(b, a))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r.ColdStart()
			}
		})
	}
}
