package engine

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/compose"
)

func TestStates(t *testing.T) {
	instance, setup := &compose.Container{Role: compose.Instance}, &compose.Container{Role: compose.Setup}
	for _, test := range []struct {
		c             *compose.Container
		state, status string
		want          State
		good          bool
	}{
		{instance, "running", "Up 5 seconds (healthy)", Healthy, true},
		{instance, "running", "Up 5 seconds (health: starting)", Starting, false},
		{instance, "running", "Up 5 seconds (unhealthy)", Unhealthy, false},
		{instance, "running", "Up 5 seconds", Running, true},
		{instance, "paused", "Up 5 seconds (Paused)", Paused, false},
		{instance, "created", "Created", Waiting, false},
		{instance, "exited", "Exited (0) 3 seconds ago", Dead, false},
		{setup, "exited", "Exited (0) 3 seconds ago", Done, true},
		{setup, "exited", "Exited (1) 3 seconds ago", Dead, false},
	} {
		got := stateOf(test.c, &running{state: test.state, status: test.status, health: healthIn(test.status)})
		if got != test.want || got.good() != test.good {
			t.Errorf("%s: %s, good: %v", test.status, got, got.good())
		}
	}
	if got := stateOf(instance, nil); got != Absent || got.good() {
		t.Errorf("nothing there: %s", got)
	}
}

func TestPools(t *testing.T) {
	p := project(t, load(t, "two-server"))
	c := p.Architecture.Service("lb").Connections[0]
	for _, test := range []struct{ name, first, second, want string }{
		{"both up", "UP", "UP", "web@server-1"},
		{"the first down", "DOWN", "UP", "web@server-2"},
		{"both down", "DOWN", "DOWN", ""},
		{"the second down", "UP", "DOWN", "web@server-1"},
	} {
		metrics := "# HELP haproxy_server_status\n" +
			`haproxy_server_status{proxy="lb.web",server="web.server-1",state="` + test.first + "\"} 1\n" +
			`haproxy_server_status{proxy="lb.web",server="web.server-1",state="MAINT"} 0` + "\n" +
			`haproxy_server_status{proxy="lb.web",server="web.server-2",state="` + test.second + "\"} 1\n"
		targets := targetsOf(p, c, serverStates(metrics))
		var takes []string
		for _, target := range targets {
			if target.Takes {
				takes = append(takes, target.Instance)
			}
		}
		if got := strings.Join(takes, " "); got != test.want || len(targets) != 2 {
			t.Errorf("%s: %v", test.name, targets)
		}
	}
}

func TestStatusText(t *testing.T) {
	lag := 2
	s := &Status{
		Architecture: "shop", Outdated: true, Unexpected: []string{"old"},
		Containers: []ContainerStatus{
			{Name: "lb@lb-1", Server: "lb-1", State: Healthy, Since: "Up 2 minutes (healthy)"},
			{Name: "db@b", Server: "b", State: Dead, Since: "Exited (137) 1 second ago", Stale: true},
			{Name: "web@b", Server: "b", State: Healthy, Since: "Up 2 minutes (healthy)", Stranded: true},
			{Name: "internet_door", State: Absent},
		},
		Pools:        []Pool{{Balancer: "lb@lb-1", Connection: "lb.web", Unknown: "it is not up"}, {Balancer: "lb@lb-1", Connection: "lb.api", Targets: []PoolTarget{{"api@b", "UP", true}, {"api@c", "DOWN", false}}}},
		Databases:    []Database{{Service: "db", Drawn: "db@b", Members: []DatabaseMember{{Instance: "db@b", Role: "replica", Lag: &lag}, {Instance: "db@c", Role: "primary"}}}},
		VirtualIPs:   []VirtualIP{{"lb", "10.0.0.9", []string{"lb@a"}}, {"inner", "10.0.0.17", nil}, {"outer", "10.0.0.25", []string{"outer@a", "outer@b"}}},
		Certificates: []Certificate{{"lb.lb-1", time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), true}},
		Doors:        []DoorStatus{{Client: "internet", Service: "lb", URL: "http://127.0.0.1:8080"}},
	}
	var b bytes.Buffer
	if err := s.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "status.txt", b.String())
}

func TestAsDrawn(t *testing.T) {
	good := func() *Status {
		return &Status{
			Containers: []ContainerStatus{{State: Healthy}, {State: Running}, {State: Done}},
			Databases:  []Database{{Drawn: "db@a", Members: []DatabaseMember{{Instance: "db@a", Role: "primary"}, {Instance: "db@b", Role: "replica"}}}},
			VirtualIPs: []VirtualIP{{Holders: []string{"lb@a"}}},
			Doors:      []DoorStatus{{Open: true}}, Certificates: []Certificate{{}},
		}
	}
	if !good().asDrawn() {
		t.Error("a good one is not as drawn")
	}
	for name, spoil := range map[string]func(*Status){
		"dead":       func(s *Status) { s.Containers[0].State = Dead },
		"stale":      func(s *Status) { s.Containers[0].Stale = true },
		"moved":      func(s *Status) { s.Databases[0].Drawn = "db@b" },
		"trouble":    func(s *Status) { s.Databases[0].Members[1].Trouble = "x" },
		"closed":     func(s *Status) { s.Doors[0].Open = false },
		"expired":    func(s *Status) { s.Certificates[0].Expired = true },
		"unexpected": func(s *Status) { s.Unexpected = []string{"x"} },
		"stranded":   func(s *Status) { s.Containers[0].Stranded = true },
		"held twice": func(s *Status) { s.VirtualIPs[0].Holders = []string{"lb@a", "lb@b"} },
		"not held":   func(s *Status) { s.VirtualIPs[0].Holders = nil },
		"outdated":   func(s *Status) { s.Outdated = true },
	} {
		s := good()
		spoil(s)
		if s.asDrawn() {
			t.Errorf("%s: as drawn", name)
		}
	}
}

func TestAddresses(t *testing.T) {
	const text = "1: lo    inet 127.0.0.1/8 scope host lo\\ valid_lft forever\n2: eth0    inet 10.64.0.2/29 brd 10.64.0.7 scope global eth0\\ valid_lft forever\n"
	for address, want := range map[string]bool{"10.64.0.2": true, "127.0.0.1": true, "10.64.0.7": false, "10.64.0.20": false, "0.64.0.2": false} {
		if got := hasAddress(text, address); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	if hasAddress("\n2: eth0\n", "") {
		t.Error("nothing has the address that is none")
	}
}

func TestSubnets(t *testing.T) {
	prefix := netip.MustParsePrefix
	networks := []*compose.Network{{Subnet: prefix("10.79.0.0/29")}, {Subnet: prefix("10.79.0.16/28")}}
	for subnet, want := range map[string]string{"10.79.0.0/16": "x", "10.0.0.0/8": "x", "10.79.0.24/32": "x", "10.80.0.0/16": "", "10.79.0.8/29": ""} {
		if got := overlapping(networks, []occupied{{prefix(subnet), "x"}}); got != want {
			t.Errorf("%s: %q, want %q", subnet, got, want)
		}
	}
	all := candidates(prefix("10.191.0.0/29"))
	if len(all) != 127 || all[0] != prefix("10.64.0.0/16") || all[126] != prefix("10.190.0.0/16") {
		t.Errorf("%d candidates, from %s to %s", len(all), all[0], all[len(all)-1])
	}
}
