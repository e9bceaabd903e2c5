package view

import (
	"slices"
	"testing"

	"github.com/loadpath/loadpath/model"
)

// TestIdsStandBesideTitles: a reader finds what a finding names.
func TestIdsStandBesideTitles(t *testing.T) {
	a := &model.Architecture{
		Name:    "titles",
		Zones:   []*model.Zone{{Name: "dc-1", Title: "Frankfurt", Level: "datacentre"}},
		Groups:  []*model.Group{{Name: "proxy", Title: "Frontend proxy", ZoneName: "dc-1"}, {Name: "db-1", Title: "\u200b", ZoneName: "dc-1"}},
		Clients: []*model.Client{{Name: "staff", Title: "The office"}},
		Services: []*model.Service{
			{Name: "web", Title: "Public site", Kind: model.WebServer, Software: "nginx", On: []string{"proxy"},
				Listen: []*model.Listener{{Protocol: "http", Port: 80, From: "staff"}}},
			{Name: "db", Title: "DB", Kind: model.Database, Software: "mysql", On: []string{"db-1"}},
		},
	}
	if problems := a.Resolve(); len(problems) > 0 {
		t.Fatal(problems)
	}
	v := New(a, nil)
	zone := v.Boxes[0]
	got := []string{zone.Title, zone.Sub, zone.Boxes[0].Title, zone.Boxes[0].Sub, zone.Boxes[1].Title, zone.Boxes[1].Sub}
	for _, node := range v.Nodes {
		got = append(got, node.Title, node.Sub)
	}
	want := []string{
		"Frankfurt", "dc-1 · datacentre", "Frontend proxy", "proxy", "db-1", "",
		"Public site", "web · nginx · :80", "DB", "MySQL · :3306", "The office", "staff · clients",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the titles and what stands below are\n%q, want\n%q", got, want)
	}
}

// TestNothingIsSaidTwice: neither below a name nor in its tip.
func TestNothingIsSaidTwice(t *testing.T) {
	for _, test := range []struct {
		service  model.Service
		sub, tip string
	}{
		{model.Service{Name: "app", Kind: model.ApplicationServer, Port: 8000}, "application server · :8000", "app@s · application server · :8000"},
		{model.Service{Name: "shop", Kind: model.ApplicationServer, Image: "example.com/shop:4"}, "application server", "shop@s · application server"},
		{model.Service{Name: "patroni", Kind: model.Custom, Image: "patroni"}, "", "patroni@s · custom"},
		{model.Service{Name: "job", Title: "Nightly", Kind: model.Worker, Image: "nightly", Schedule: "0 3 * * *"}, "job · worker · 0 3 * * *", "job@s · Nightly · worker · 0 3 * * *"},
		{model.Service{Name: "worker", Kind: model.Worker}, "", "worker@s · worker"},
		{model.Service{Name: "load-balancer", Kind: model.LoadBalancer}, "", "load-balancer@s · load balancer"},
		{model.Service{Name: "web", Kind: model.WebServer, Software: "nginx"}, "nginx · :80", "web@s · web server · nginx · :80"},
	} {
		service := test.service
		service.On = []string{"s"}
		a := &model.Architecture{Name: "a", Groups: []*model.Group{{Name: "s"}}, Services: []*model.Service{&service}}
		if problems := a.Resolve(); len(problems) > 0 {
			t.Fatal(problems)
		}
		node := New(a, nil).Nodes[0]
		if node.Sub != test.sub || node.Tip != test.tip {
			t.Errorf("%s: %q and %q, want %q and %q", service.Name, node.Sub, node.Tip, test.sub, test.tip)
		}
	}
}
