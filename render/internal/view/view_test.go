package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/render/internal/example"
)

// badged names the places that carry a rule: nodes and edges by their names,
// boxes by their ids.
func badged(v *View, rule string) []string {
	has := func(badges []Badge) bool {
		return slices.ContainsFunc(badges, func(b Badge) bool { return b.Rule == rule })
	}
	var places []string
	var boxes func([]*Box)
	boxes = func(all []*Box) {
		for _, box := range all {
			if has(box.Badges) {
				places = append(places, box.ID)
			}
			boxes(box.Boxes)
		}
	}
	boxes(v.Boxes)
	for _, node := range v.Nodes {
		if has(node.Badges) {
			places = append(places, node.Name)
		}
	}
	for _, edge := range v.Edges {
		if has(edge.Badges) {
			places = append(places, edge.From.Name+" → "+edge.To.Name)
		}
	}
	return places
}

func TestMarksStandWhereTheyBelong(t *testing.T) {
	for _, test := range []struct {
		path    model.Path
		subject string
		want    []string
	}{
		{"services.lb", "", []string{"lb@lb-1"}},
		{"services.web", "", []string{"web@server-1", "web@server-2"}},
		{"services.web.on[1]", "", []string{"web@server-2"}},
		{"services.web", "web@server-2", []string{"web@server-2"}},
		{"services.db.replication", "db@server-1", []string{"db@server-1"}},
		{"services.db.replication.mode", "", []string{"db@server-1 → db@server-2"}},
		{"services.lb.listen[0].tls", "", []string{"internet → lb@lb-1"}},
		{"services.lb.uses.web.balance.algorithm", "", []string{"lb@lb-1 → web@server-1"}},
		{"servers.server-2", "", []string{"server-server-2"}},
		{"servers.lb-1.zone", "", []string{"zone-rack-1"}},
		{"servers.server-1.zone", "rack-1", []string{"zone-rack-1"}},
		{"servers.server-1", "server-1 server-2", []string{"server-server-1", "server-server-2"}},
		{"services.app.on[0]", "app@server-1 app@server-2", []string{"app@server-1", "app@server-2"}},
		{"services.lb.listen[0]", "lb", []string{"internet → lb@lb-1"}},
		{"services.lb", "rack-1", []string{"lb@lb-1"}},
		{"services.lb", "nobody", []string{"lb@lb-1"}},
		{"services.lb", "nobody@nowhere", []string{"lb@lb-1"}},
		{"services", "", nil},
		{"services.lbx", "", nil},
		{"flows.read", "", nil},
		{"", "", nil},
	} {
		v := New(example.TwoServers(), []Mark{{Path: test.path, Subject: test.subject, Rule: "AVL001", Severity: "error", Summary: "s"}})
		if got := badged(v, "AVL001"); !slices.Equal(got, test.want) {
			t.Errorf("%s %s stands at %q, want %q", test.path, test.subject, got, test.want)
		}
		if len(v.Findings) != 1 {
			t.Errorf("%s %s is listed %d times, want once", test.path, test.subject, len(v.Findings))
		}
	}
}

func TestFindingsAreMergedAndSorted(t *testing.T) {
	v := New(example.TwoServers(), []Mark{
		{Rule: "B", Severity: "info", Summary: "x"}, {Rule: "B", Severity: "error", Summary: "x"},
		{Rule: "A", Severity: "warning", Summary: "x"}, {Rule: "B", Severity: "error", Summary: "x"}, {Rule: "A", Severity: "error", Summary: "y"},
		{Rule: "A", Severity: "undecided", Summary: "x"}, {Rule: "A", Severity: "strange", Summary: "x"},
	})
	var got []string
	for _, f := range v.Findings {
		got = append(got, fmt.Sprint(f.Severity, f.Rule, f.Count))
	}
	if want := []string{"errorA1", "errorB2", "warningA1", "undecidedA1", "strangeA1", "infoB1"}; !slices.Equal(got, want) {
		t.Errorf("the findings are %q, want %q", got, want)
	}
}

func TestEdgesOfTheSample(t *testing.T) {
	v := New(example.TwoServers(), nil)
	var got []string
	for _, edge := range v.Edges {
		got = append(got, fmt.Sprintf("%s [%s]", edge.Tip, edge.Class))
	}
	want := []string{
		"internet → lb@lb-1: HTTP [request]",
		"lb@lb-1 → web@server-1: HTTP · active [request]",
		"lb@lb-1 → web@server-2: HTTP · backup [request]",
		"web@server-1 → app@server-1: HTTP [request]",
		"web@server-2 → app@server-2: HTTP [request]",
		"app@server-1 → db@server-2: reads [read]",
		"app@server-2 → db@server-2: reads [read]",
		"app@server-1 → db@server-1: writes [write]",
		"app@server-2 → db@server-1: writes [write]",
		"db@server-1 → db@server-2: replication [replication]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the edges are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDetail(t *testing.T) {
	for _, test := range []struct {
		name string
		a    *model.Architecture
		want Detail
	}{
		{"two servers", example.TwoServers(), EveryServer},
		{"shop", example.Shop(), EveryServer},
		{"20 services", example.Services(20), Groups},
		{"36 services", example.Services(36), PerService},
		{"5000 services", example.Services(5000), PerKind},
	} {
		v := New(test.a, nil)
		if v.Detail != test.want {
			t.Errorf("%s is drawn in detail %d with %d nodes, want detail %d", test.name, v.Detail, len(v.Nodes), test.want)
		}
		if (v.Note != "") != (test.want >= PerZone) {
			t.Errorf("%s says %q of what is drawn together", test.name, v.Note)
		}
	}
}

// TestNothingIsLost: whatever is drawn together, all instances are counted.
func TestNothingIsLost(t *testing.T) {
	for _, test := range example.All() {
		for detail := EveryServer; detail < PerKind; detail++ {
			total := 0
			for _, node := range build(test.Architecture, detail, false).v.Nodes {
				switch node.Kind {
				case Client, Internet, Address, Empty:
				default:
					total += node.Count
				}
			}
			if want := len(test.Architecture.Instances()); total != want {
				t.Errorf("%s in detail %d has %d instances, want %d", test.Name, detail, total, want)
			}
		}
	}
}

func TestLargeGroupsAreOneBoxPerZone(t *testing.T) {
	v := New(example.Shop(), nil)
	counts := map[string]int{}
	for _, node := range v.Nodes {
		if node.Title == "web" {
			counts[node.Box.Parent.Title+" "+node.Box.Title] = node.Count
		}
	}
	want := map[string]int{"az-a web-1 … web-19": 7, "az-b web-2 … web-20": 7, "az-c web-3 … web-18": 6}
	if fmt.Sprint(counts) != fmt.Sprint(want) {
		t.Errorf("the web servers are drawn as %v, want %v", counts, want)
	}
}

// TestThinnedMeshReachesAll: each that has an edge in full has one when edges
// are left out.
func TestThinnedMeshReachesAll(t *testing.T) {
	for seed := range uint64(100) {
		a := example.Random(seed)
		ends := func(sparse bool) map[string]bool {
			all := map[string]bool{}
			for _, edge := range build(a, EveryServer, sparse).v.Edges {
				all["from "+edge.From.ID] = true
				all["to "+edge.To.ID] = true
			}
			return all
		}
		full, sparse := ends(false), ends(true)
		for end := range full {
			if !sparse[end] {
				t.Errorf("seed %d: no edge leads %s", seed, end)
			}
		}
	}
}

// TestServersAreColumns: no two services of a server stand side by side, and
// what is used stands below what uses it, except in a circle.
func TestServersAreColumns(t *testing.T) {
	for _, a := range []*model.Architecture{example.OneServer(), example.TwoServers(), example.ThreeZones(), example.Shop()} {
		v := New(a, nil)
		for i, node := range v.Nodes {
			for _, other := range v.Nodes[:i] {
				if node.Box != nil && node.Box == other.Box && node.Tier == other.Tier {
					t.Errorf("%s: %s stands beside %s", a.Name, node.Name, other.Name)
				}
			}
		}
		for _, edge := range v.Edges {
			if edge.Class != Replication && edge.To.Tier <= edge.From.Tier {
				t.Errorf("%s: %s leads from tier %d to %d", a.Name, edge.Tip, edge.From.Tier, edge.To.Tier)
			}
		}
	}
}

func TestImageName(t *testing.T) {
	for image, want := range map[string]string{
		"nginx": "nginx", "nginx:1.29": "nginx", "registry.example.com:5000/team/app:1@sha256:00": "app", "": "",
	} {
		if got := imageName(image); got != want {
			t.Errorf("imageName(%q) = %q, want %q", image, got, want)
		}
	}
}
