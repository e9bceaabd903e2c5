package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
)

func projectOfSample(t *testing.T, name string) *compose.Project {
	t.Helper()
	s := &Stack{Architecture: sample(t, name), Folder: t.TempDir(), Options: compose.Options{Folder: "."}}
	p, err := s.Project()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func namesOf(all []*compose.Container) string {
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	return strings.Join(names, " ")
}

// TestHit: what a break takes along, and to what it is done where something is
// cut off: to whoever has the network.
func TestHit(t *testing.T) {
	two, available := projectOfSample(t, "two-server"), projectOfSample(t, "highly-available")
	for _, c := range []struct {
		project        *compose.Project
		what, hit, cut string
	}{
		{project: two, what: "db@server-1", hit: "db.server-1", cut: "db.server-1"},
		{project: two, what: "server-1", hit: "web.server-1 app.server-1 db.server-1", cut: "web.server-1 app.server-1 db.server-1"},
		{project: two, what: "db@server-9"},
		{project: available, what: "lb@lb-1", hit: "lb.lb-1", cut: "lb.lb-1_net"},
		{project: available, what: "lb-1", hit: "lb.lb-1_net lb.lb-1_vrrp lb.lb-1 lb-1_agent lb-1_node", cut: "lb.lb-1_net lb-1_agent"},
	} {
		found := hit(c.project, drill.Break{What: c.what})
		if got := namesOf(found); sorted(got) != sorted(c.hit) {
			t.Errorf("%s takes along %q, want %q", c.what, got, c.hit)
		}
		if got := namesOf(carriers(c.project, found, drill.Disconnected)); sorted(got) != sorted(c.cut) {
			t.Errorf("%s is cut off at %q, want %q", c.what, got, c.cut)
		}
		if got := namesOf(carriers(c.project, found, drill.Killed)); got != namesOf(found) {
			t.Errorf("%s is killed at %q", c.what, got)
		}
	}
	zone := namesOf(hit(available, drill.Break{What: "az-a"}))
	outer := namesOf(hit(available, drill.Break{What: "region-1"}))
	if !strings.Contains(zone, "lb.lb-1 ") || strings.Contains(zone, "lb.lb-2") || !strings.Contains(outer, "lb.lb-2") || strings.Contains(outer, "monitoring") {
		t.Errorf("az-a takes along %q, region-1 %q", zone, outer)
	}
}

func sorted(names string) string {
	all := strings.Fields(names)
	slices.Sort(all)
	return strings.Join(all, " ")
}

// TestCrashesAlone: a server that lives refuses for an instance that crashed; one
// that went with it, and one whose network is another's, do not.
func TestCrashesAlone(t *testing.T) {
	two, available := projectOfSample(t, "two-server"), projectOfSample(t, "highly-available")
	crash := func(what string) drill.Break { return drill.Break{Kind: "crash", What: what} }
	for _, c := range []struct {
		project *compose.Project
		breaks  []drill.Break
		want    string
	}{
		{two, []drill.Break{crash("db@server-1")}, "db.server-1"},
		{two, []drill.Break{crash("db@server-1"), crash("db@server-2")}, "db.server-1 db.server-2"},
		{two, []drill.Break{crash("lb-1")}, ""},
		{two, []drill.Break{crash("server-1")}, ""},
		{two, []drill.Break{crash("db@server-1"), crash("server-1")}, ""},
		{two, []drill.Break{crash("db@server-1"), crash("rack-1")}, ""},
		{two, []drill.Break{{Kind: "hang", What: "db@server-1"}}, ""},
		{available, []drill.Break{crash("lb@lb-1")}, ""},
	} {
		var got []string
		for name := range crashesAlone(c.project, drill.Trial{Breaks: c.breaks}) {
			got = append(got, name)
		}
		if sorted(strings.Join(got, " ")) != sorted(c.want) {
			t.Errorf("%v: %v, want %s", c.breaks, got, c.want)
		}
	}
}

func TestLocalAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"unix:///var/run/docker.sock": true, "npipe:////./pipe/docker_engine": true, "tcp://127.0.0.1:2375": true,
		"tcp://[::1]:2375": true, "http://localhost:2375": true, "tcp://192.0.2.1:2375": false, "tcp://localhost.example.com:1": false,
		"ssh://me@example.com": false, "https://example.com": false, "": false, "%": false,
	} {
		if got := localAddress(address); got != want {
			t.Errorf("%q is local: %v", address, got)
		}
	}
}

// TestUnlike: what the status shows as different is named, and a status that is
// as drawn says nothing.
func TestUnlike(t *testing.T) {
	door := []DoorStatus{{URL: "http://127.0.0.1:8080", Open: true}}
	for _, c := range []struct {
		status Status
		want   string
	}{
		{Status{AsDrawn: true, Doors: door}, ""},
		{Status{Doors: door}, "not all is as drawn"},
		{Status{Outdated: true}, "has changed"},
		{Status{Containers: []ContainerStatus{{Name: "web@s", State: Dead}}}, "web@s is dead"},
		{Status{Doors: []DoorStatus{{URL: "http://127.0.0.1:8080"}}}, "is closed"},
		{Status{VirtualIPs: []VirtualIP{{Service: "lb", Address: "192.0.2.1", Holders: []string{"a", "b"}}}}, "2 instances of lb"},
		{Status{Databases: []Database{{Drawn: "db@a", Members: []DatabaseMember{{Instance: "db@a", Role: "replica"}}}}}, "db@a is drawn as the primary"},
		{Status{Databases: []Database{{Members: []DatabaseMember{{Instance: "db@a", Trouble: "it follows nobody"}}}}}, "db@a: it follows nobody"},
	} {
		got := strings.Join(unlike(&c.status), "; ")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestMoved: the pools are remembered while nothing is broken, and have to be so
// again.
func TestMoved(t *testing.T) {
	pool := func(sees string, takes bool) *Status {
		return &Status{Pools: []Pool{{Balancer: "lb@a", Connection: "lb.web", Targets: []PoolTarget{{Instance: "web@a", Sees: sees, Takes: takes}}}}}
	}
	d := &drilling{}
	if wrong := d.moved(pool("DOWN", false)); len(wrong) != 1 || d.pools != nil {
		t.Errorf("a target that is down: %v", wrong)
	}
	if wrong := d.moved(pool("UP", true)); len(wrong) != 0 {
		t.Errorf("a pool that is whole: %v", wrong)
	}
	if wrong := d.moved(pool("UP", true)); len(wrong) != 0 {
		t.Errorf("the same pool: %v", wrong)
	}
	if wrong := d.moved(pool("UP", false)); len(wrong) != 1 {
		t.Errorf("another pool: %v", wrong)
	}
}
