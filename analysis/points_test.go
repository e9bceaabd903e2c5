package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

func TestSinglePoints(t *testing.T) {
	alone := &model.Architecture{
		Name:   "alone",
		Groups: servers("server-1 rack-1"),
		Services: []*model.Service{
			{Name: "web", Kind: model.WebServer, Software: "nginx", On: []string{"server-1"}, Listen: public(), Uses: []*model.Use{{Key: "db"}}},
			{Name: "db", Kind: model.Database, Software: "mysql", On: []string{"server-1"}},
		},
	}
	// Each instance of the application is spared alone; with both gone the
	// server is what fails.
	together := &model.Architecture{
		Name:   "together",
		Zones:  []*model.Zone{{Name: "region"}, {Name: "rack-1", ZoneName: "region"}, {Name: "rack-2", ZoneName: "region"}},
		Groups: servers("lb-1 rack-2", "app-1 rack-1", "app-2 rack-1"),
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "nginx", On: []string{"lb-1"}, Listen: public(), Uses: []*model.Use{{Key: "app"}}},
			{Name: "app", Kind: model.ApplicationServer, On: []string{"app-1", "app-2"}},
		},
	}
	// The zone takes the majority; no member does alone.
	majority := group("zone-1", "zone-1", "zone-2")
	majority.Services[0].Address.Tracks = "process"

	// The region goes down with all that is in it; only a flow that must
	// survive it minds.
	promised := &model.Architecture{
		Name:   "promised",
		Zones:  []*model.Zone{{Name: "region"}, {Name: "zone-1", ZoneName: "region"}, {Name: "zone-2", ZoneName: "region"}},
		Groups: servers("web-1 zone-1", "web-2 zone-2"),
		Services: []*model.Service{{
			Name: "web", Kind: model.WebServer, Software: "nginx", On: []string{"web-1", "web-2"},
			Listen: public(), Address: &model.Address{By: "virtual-ip", Tracks: "process"},
		}},
		Flows: []*model.Flow{
			{Name: "browse", Kind: model.ReadFlow, EntersName: "web", Survives: []string{"zone"}},
			{Name: "pay", Kind: model.ReadFlow, EntersName: "web", Survives: []string{"zone", "region"}},
		},
	}

	writesOnly := newStack()
	writesOnly.toDB.Reads = "none"

	tests := []struct {
		name string
		a    *model.Architecture
		want string
	}{
		{"two servers", twoServer(), `
			lb@lb-1: hard read write static, related lb-1 rack-1
			db@server-1: manual write, related server-1
			db@server-2: hard read, related server-2`},
		{"one server", alone, `
			web@server-1: hard read write, related server-1 rack-1
			db@server-1: hard read write`},
		{"one rack", together, `
			lb@lb-1: hard read, related lb-1 rack-2
			app-1: hard read
			app-2: hard read
			rack-1: hard read`},
		{"a region that one flow must survive", promised, `
			region: hard pay`},
		{"majority in one zone", majority, `
			app@app-1: hard read write, related app-1 zone-3
			zone-1: manual write`},
		{"the zone is worse than what is in it", writesOnly.Architecture, `
			db@db-1: manual write, related db-1
			zone-1: hard write`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := analysis.Analyze(resolved(t, test.a))
			if diff := cmp.Diff(verdicts(test.want), points(r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// points writes the single points one a line.
func points(r *analysis.Result) string {
	var b strings.Builder
	for _, p := range r.SinglePoints() {
		fmt.Fprintf(&b, "%s:", p.Failure.Name())
		for _, group := range [...]struct {
			recovery analysis.Recovery
			outcomes []analysis.Outcome
		}{{analysis.Hard, p.Hard()}, {analysis.Manual, p.Manual()}} {
			for i, o := range group.outcomes {
				if i == 0 {
					fmt.Fprintf(&b, " %s", group.recovery)
				}
				fmt.Fprintf(&b, " %s", o.Flow.Name)
			}
		}
		for i, f := range p.Related {
			if i == 0 {
				b.WriteString(", related")
			}
			fmt.Fprintf(&b, " %s", f.Name())
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestFindAndLookUp(t *testing.T) {
	a := resolved(t, twoServer())
	r := analysis.Analyze(a)
	for name, path := range map[string]model.Path{
		"web@server-2": "services.web.on[1]", "server-1": "servers.server-1", "rack-1": "servers.lb-1.zone",
	} {
		f, ok := r.Find(name)
		if !ok || f.Name() != name || f.Path() != path {
			t.Errorf("Find(%q) is %q at %q, %v; want it at %q", name, f.Name(), f.Path(), ok, path)
		}
	}
	if _, ok := r.Find("web@server-3"); ok {
		t.Error("something that does not exist was found")
	}
	if at := r.At(analysis.Failure{}); at != nil {
		t.Errorf("no failure has the outcomes %v", at)
	}
	all := 0
	for _, flow := range a.Flows {
		for _, o := range r.Of(flow) {
			if o.Flow != flow {
				t.Errorf("an outcome of %s is with %s", o.Flow.Name, flow.Name)
			}
			all++
		}
	}
	if all != len(r.Outcomes()) {
		t.Errorf("the flows have %d outcomes, all are %d", all, len(r.Outcomes()))
	}
}
