package model

import "testing"

// guarded is the two-server sample behind firewalls, with zones, networks, a
// monitoring and clients in it.
func guarded(t *testing.T) *Architecture {
	t.Helper()
	a := twoServer()
	a.Groups = append(a.Groups, &Group{Name: "mon", Count: 2, ZoneNames: []string{"rack-1", "rack-2"}, Networks: []string{"office"}})
	a.Services = append(a.Services, &Service{Name: "watch", Kind: Monitoring, Software: "prometheus", On: []string{"mon"}})
	a.Clients = []*Client{{Name: "staff", Network: "office"}}
	a.Externals = []*Service{{Name: "cdn", Provides: "cdn"}}
	a.Networks = []*Network{{Name: "office"}, {Name: "back", Members: []string{"app", "server-2"}}}
	a.Firewalls = []*Firewall{
		{Name: "edge", On: []string{"lb-1"}, Default: "deny", Rules: []*FirewallRule{
			{From: []string{"internet", "cdn"}, To: []string{"lb"}, Port: []int{80, 443}},
			{From: []string{"office"}, Port: []int{9100}},
		}},
		{Name: "inside", On: []string{"server-1", "server-2"}, Default: "deny", Rules: []*FirewallRule{
			{From: []string{"rack-2"}, Action: "deny"},
			{From: []string{"mon"}, Port: []int{9100}},
			{From: []string{"lb"}, To: []string{"web"}, Port: []int{80}},
			{From: []string{"back"}, To: []string{"db"}, Port: []int{3306}},
			{From: []string{"any"}, Transport: "icmp"},
		}},
		{Name: "second", On: []string{"server-2"}, Default: "allow", Rules: []*FirewallRule{
			{From: []string{"lb"}, To: []string{"web"}, Action: "deny"},
		}},
	}
	if problems := a.Resolve(); problems != nil {
		t.Fatal(problems)
	}
	return a
}

func TestPermits(t *testing.T) {
	a := guarded(t)
	tests := []struct {
		from, to  string // an instance, an external or a client
		port      int
		transport string
		want      bool
	}{
		{"internet", "lb@lb-1", 80, "tcp", true},
		{"internet", "lb@lb-1", 8404, "tcp", false},
		{"staff", "lb@lb-1", 80, "tcp", false},
		{"staff", "lb@lb-1", 9100, "tcp", true},        // by its network
		{"watch@mon-1", "lb@lb-1", 9100, "tcp", true},  // by its group's network
		{"cdn", "lb@lb-1", 443, "tcp", true},           // an external
		{"lb@lb-1", "web@server-1", 80, "tcp", true},   // by the service
		{"lb@lb-1", "web@server-2", 80, "tcp", false},  // the second firewall stops it
		{"lb@lb-1", "web@server-1", 443, "tcp", false}, // another port
		{"lb@lb-1", "app@server-1", 80, "tcp", false},  // another service
		{"lb@lb-1", "web@server-1", 80, "udp", false},  // another transport
		{"lb@lb-1", "web@server-1", 0, "icmp", true},   // from any
		{"web@server-1", "app@server-1", 8000, "tcp", true},
		{"web@server-1", "app@server-2", 8000, "tcp", false},
		{"app@server-1", "db@server-2", 3306, "tcp", true}, // app is on the network
		{"web@server-2", "db@server-1", 3306, "tcp", true}, // its server is
		{"web@server-1", "db@server-2", 3306, "tcp", false},
		{"watch@mon-1", "app@server-1", 9100, "tcp", true},  // by its group
		{"watch@mon-2", "app@server-1", 9100, "tcp", false}, // the first rule decides
		{"web@server-1", "watch@mon-1", 22, "tcp", true},    // no firewall there
		{"web@server-1", "cdn", 443, "tcp", true},           // nor of ours
	}
	for _, test := range tests {
		from := Sender{Client: a.Client(test.from)}
		if from.Client == nil {
			from.Instance = find(t, a, test.from)
		}
		if got := a.Permits(from, find(t, a, test.to), test.port, test.transport); got != test.want {
			t.Errorf("%s to %s, %s %d: permitted %v, want %v", test.from, test.to, test.transport, test.port, got, test.want)
		}
	}
}

func find(t *testing.T, a *Architecture, name string) *Instance {
	t.Helper()
	for _, instance := range a.Instances() {
		if instance.Name() == name {
			return instance
		}
	}
	t.Fatalf("there is no %s", name)
	return nil
}
