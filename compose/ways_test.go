package compose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/compose"
)

// TestWays asks of the secured sample who needs a port, and who is let through.
func TestWays(t *testing.T) {
	p := materialized(t, sample(t, "secured"), compose.Options{Folder: "."})
	named := func(name string) *compose.Container {
		i := slices.IndexFunc(p.Containers, func(c *compose.Container) bool { return c.Name == name })
		if i < 0 {
			t.Fatalf("there is no container %s", name)
		}
		return p.Containers[i]
	}
	for _, test := range []struct {
		from, to  string
		port      int
		needed    string
		permitted bool
	}{
		{"lb.lb-1", "web.server-1", 443, "lb.web", true},
		{"lb.lb-1", "web.server-1", 8405, "", false},
		{"lb.lb-1", "db.server-1", 3306, "", false},
		{"app.server-1", "db.server-2", 3306, "app.db.reads app.db.writes", true},
		{"db.server-2", "db.server-1", 3306, "replication of db", true},
		{"web.server-1", "app.server-2", 8000, "", false}, // on one server only
		{"monitoring.mon-1", "lb.lb-1", 443, "probe of read probe of write probe of static", true},
		{"monitoring.mon-1", "lb.lb-1", 80, "", true},
		{"monitoring.mon-1", "server-1_agent", 9100, "watches of monitoring", true},
		{"lb.lb-1", "server-1_agent", 9100, "", false},
		{"internet_door", "lb.lb-1", 80, "client internet", true},
		{"internet_door", "monitoring.mon-1", 9090, "", false},
		{"operators_door", "monitoring.mon-1", 9090, "client operators", true},
	} {
		from, to := named(test.from), named(test.to)
		if got := strings.Join(p.NeededBy(from, to, test.port), " "); got != test.needed {
			t.Errorf("%s to %s at %d is needed by %q, want %q", test.from, test.to, test.port, got, test.needed)
		}
		if got := p.Permits(from, to, test.port); got != test.permitted {
			t.Errorf("%s to %s at %d: permitted %v, want %v", test.from, test.to, test.port, got, test.permitted)
		}
	}
	prometheus, alertmanager := p.AlertsAt(named("monitoring.mon-1"))
	if prometheus != "https://127.0.0.1:9090/api/v1/alerts" || alertmanager != "http://127.0.0.1:9093/api/v2/alerts" {
		t.Errorf("alerts are at %s and %s", prometheus, alertmanager)
	}
	if other := named("monitoring.mon-1_alertmanager"); p.Holder(other) != named("monitoring.mon-1") {
		t.Errorf("%s has the network of %s", other.Name, p.Holder(other).Name)
	}
}
