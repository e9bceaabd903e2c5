package report

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/model"
)

// The text follows the architecture: each case changes one thing, and the
// sentences on it change with that.
func TestTextFollowsArchitecture(t *testing.T) {
	lb := func(a *model.Architecture) *model.Use { return a.Services[0].Uses[0] }
	for _, c := range []struct {
		name string
		edit func(*model.Architecture)
		says []string // in the write-up after the edit, and not before
		not  []string // in it before the edit, and not after
	}{
		{
			name: "without the check",
			edit: func(a *model.Architecture) { lb(a).Check = nil },
			says: []string{
				"**Health check**: There is none: `lb` cannot tell a dead instance of `web` from a live one",
				"so that no backup ever takes over",
			},
			not: []string{
				"the backup takes over after about 6s",
				"Every 2s `lb` asks each instance of `web` for `/healthz`.",
				"| `app@server-1` | stops for about 6s",
			},
		},
		{
			name: "with a check that reaches nothing",
			edit: func(a *model.Architecture) { lb(a).Check.Reaches = nil },
			says: []string{"The answer tells of `web` alone. It does not see `app`, nor what lies behind it"},
			not:  []string{"| `app@server-1` | stops for about 6s"},
		},
		{
			name: "with an interval of its own",
			edit: func(a *model.Architecture) { lb(a).Check.Every = model.Second },
			says: []string{"Every second `lb` asks", "takes over after about 3s", "The number of failures and the number of successes are HAProxy's defaults."},
			not:  []string{"All these numbers are HAProxy's defaults."},
		},
		{
			name: "active-active",
			edit: func(a *model.Architecture) {
				lb(a).Balance = &model.Balance{Algorithm: "roundrobin", Mode: "active-active"}
			},
			says: []string{"Active-active: `web@server-1` and `web@server-2` share the requests."},
			not:  []string{"Here that has no effect", "stands idle as the backup"},
		},
		{
			name: "monitoring that somebody else runs",
			edit: func(a *model.Architecture) {
				a.Externals = []*model.Service{{Name: "datadog", Provides: "monitoring", Watches: []string{"web"},
					Alerts:    []*model.Alert{{Name: "down", On: "down", To: []string{"crew"}}},
					Receivers: []*model.Receiver{{Name: "crew", By: "sms"}}}}
			},
			says: []string{"`datadog` watches `web`, and is run by somebody else.", "It calls `crew` by sms when something is down."},
			not:  []string{"nobody is told when a server"},
		},
		{
			name: "with the member on the own server",
			edit: func(a *model.Architecture) {
				a.Services[2].Uses[0] = &model.Use{Key: "db", Targets: "same-server"}
			},
			says: []string{"reads from the member of `db` on its own server, and can write to it only where that is the primary"},
			not:  []string{"writes to its primary"},
		},
		{
			name: "with an interval that nobody knows",
			edit: func(a *model.Architecture) { a.Services[0].Software = "envoy" },
			says: []string{"stops for an unknown time (`services.lb.uses.web.check.every` is not written)"},
			not:  []string{"| `app@server-1` | stops for about 6s"},
		},
		{
			name: "with a standby load balancer and an interval that nobody knows",
			edit: func(a *model.Architecture) {
				a.Services[0].Software = "envoy"
				a.Services[0].On = []string{"server-1", "server-2"}
				a.Services[0].Address = &model.Address{By: "virtual-ip", Tracks: "process"}
			},
			says: []string{"for more than 3.6s (`services.lb.uses.web.check.every` is not written)"},
			not:  []string{"| `app@server-1` | stops for about 6s"},
		},
		{
			name: "another algorithm",
			edit: func(a *model.Architecture) { lb(a).Balance.Algorithm = "leastconn" },
			says: []string{"by least connections", "the fewest open connections"},
			not:  []string{"round robin"},
		},
		{
			name: "the software's own algorithm",
			edit: func(a *model.Architecture) { lb(a).Balance.Algorithm = "" },
			says: []string{"by round robin, HAProxy's default:"},
		},
		{
			name: "reads from everywhere",
			edit: func(a *model.Architecture) { a.Services[2].Uses[0].Reads = "all" },
			says: []string{"`app` reads from any member of `db` and writes to its primary.", "spreads the load of the reads"},
			not:  []string{"nobody reads from the primary"},
		},
		{
			name: "a firewall",
			edit: func(a *model.Architecture) {
				a.Firewalls = []*model.Firewall{{Name: "edge", On: []string{"lb-1"}, Default: "deny",
					Rules: []*model.FirewallRule{{From: []string{"internet"}, To: []string{"lb"}, Port: []int{80}}}}}
			},
			says: []string{"`edge` stands in front of `lb-1` and stops whatever no rule allows.", "It lets through: the internet to `lb` on port 80.", "`server-1` and `server-2` have none."},
			not:  []string{"**Firewalls**: There is none"},
		},
		{
			name: "HTTPS",
			edit: func(a *model.Architecture) {
				a.Services[0].Listen[0] = &model.Listener{Protocol: "https", Port: 443, From: "internet", TLS: &model.TLS{Minimum: "1.2"}}
			},
			says: []string{"by TLS 1.2 or newer", "It terminates TLS.", "HTTPS on port 443"},
			not:  []string{"**HTTPS**: There is none"},
		},
		{
			name: "monitoring",
			edit: func(a *model.Architecture) {
				a.Services = append(a.Services, &model.Service{Name: "watch", Kind: model.Monitoring, On: []string{"lb-1"}, Watches: []string{"all"}})
			},
			says: []string{"`watch` watches everything from `lb-1`.", "It calls nobody: there is no alert."},
			not:  []string{"**Monitoring**: There is none"},
		},
		{
			name: "backups",
			edit: func(a *model.Architecture) {
				a.Services[3].Backups = []*model.Backup{{Every: 24 * 3600 * model.Second, To: "lb-1"}}
			},
			says: []string{"`db` is backed up every day to `lb-1`."},
			not:  []string{"There are no backups of `db`"},
		},
		{
			name: "a group that elects its primary",
			edit: func(a *model.Architecture) {
				a.Groups = append(a.Groups, &model.Group{Name: "server-3"})
				a.Services[3].On = append(a.Services[3].On, "server-3")
				a.Services[3].Replication = &model.Replication{Primary: "server-1", Mode: "group"}
			},
			says: []string{"one of the three members can be lost", "the members that are left elect a new primary"},
			not:  []string{"It is manual: when the primary is lost", "Replication is asynchronous"},
		},
		{
			name: "an assumption",
			edit: func(a *model.Architecture) {
				a.Assumptions = []*model.Assumption{{Perfect: "rack-1", Because: "two feeds"}}
			},
			says: []string{"- `rack-1` does not fail. The reason given: two feeds."},
			not:  []string{"| zone `rack-1`"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := written(t, input(t, twoServer(), nil))
			after := written(t, input(t, twoServer(), c.edit))
			for _, text := range c.says {
				if !strings.Contains(after, text) || strings.Contains(before, text) {
					t.Errorf("%q: before %t, after %t; want it after the edit only", text, strings.Contains(before, text), strings.Contains(after, text))
				}
			}
			for _, text := range c.not {
				if !strings.Contains(before, text) || strings.Contains(after, text) {
					t.Errorf("%q: before %t, after %t; want it before the edit only", text, strings.Contains(before, text), strings.Contains(after, text))
				}
			}
			if t.Failed() {
				t.Log(after)
			}
		})
	}
}

// A person's account of the two-server infrastructure says these things, part
// by part; so must the write-up.
func TestTwoServerSaysWhatAPersonWould(t *testing.T) {
	in := input(t, twoServer(), nil)
	in.Findings = someFindings()
	parts := strings.Split(written(t, in), "\n## ")
	if len(parts) != 5 {
		t.Fatalf("%d parts, want the opening, the three and the assumptions", len(parts))
	}
	for i, says := range [][]string{
		1: {
			"Explanation of the infrastructure",
			"Two servers", "for redundancy", "If `server-1` goes down",
			"Load balancer `lb` (HAProxy)", "the requests from the internet", "decides which of the two instances", "by round robin",
			"Web server `web` (nginx)", "serves the static files", "balance load, cache responses or terminate TLS",
			"Application server `app`", "runs the code", "generates the dynamic content", "processes the requests from `web`", "reads from the replica of `db`",
			"Database `db` (MySQL)", "stores the data", "retrieve and modify",
		},
		2: {
			"Specifics about the infrastructure",
			"Load balancer algorithm", "hands the requests to the available instances in turn", "an equal share",
			"Active-passive: `web@server-1` is active and takes all requests.", "stands idle as the backup", "the backup takes over",
			"Primary-replica database cluster", "handles the write operations and replicates the data to the replica node",
			"The replica node takes all read operations",
			"Difference between primary and replica nodes", "keeps it consistent", "It can be promoted to the primary role",
		},
		3: {
			"Issues with the infrastructure",
			"Single points of failure", "lb@lb-1 is a single point of failure",
			"Security issues", "there is no firewall", "without HTTPS",
			"Monitoring",
		},
	} {
		for _, text := range says {
			if !strings.Contains(parts[i], text) {
				t.Errorf("part %d does not say %q:\n%s", i, text, parts[i])
			}
		}
	}
	for text, part := range map[string]string{
		"where others can read and change it": parts[2],
		"nobody is told when a server":        parts[2],
		"open to whoever reaches the network": parts[2],
	} {
		if !strings.Contains(part, text) {
			t.Errorf("the specifics do not say %q", text)
		}
	}
}
