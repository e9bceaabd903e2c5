package model

import "testing"

func TestBalance(t *testing.T) {
	tests := []struct {
		name            string
		balance         Balance
		active, backups string
	}{
		{"all share", Balance{}, "web@s-1 web@s-2 web@s-3", ""},
		{"the first alone", Balance{Mode: "active-passive"}, "web@s-1", "web@s-2 web@s-3"},
		{"several are active", Balance{Mode: "active-passive", Active: []string{"s-3", "s-1"}}, "web@s-1 web@s-3", "web@s-2"},
		{"weight 0", Balance{Weights: []ServerNumber{{"s-2", 0}, {"s-3", 1}}}, "web@s-1 web@s-3", ""},
		{"an active one of weight 0", Balance{Mode: "active-passive", Active: []string{"s-1", "s-2"}, Weights: []ServerNumber{{"s-1", 0}}}, "web@s-2", "web@s-3"},
		{"the active one of weight 0", Balance{Mode: "active-passive", Active: []string{"s-1"}, Weights: []ServerNumber{{"s-1", 0}}}, "web@s-2", "web@s-3"},
		{"a backup of weight 0", Balance{Mode: "active-passive", Weights: []ServerNumber{{"s-2", 0}}}, "web@s-1", "web@s-3"},
		{"all of weight 0", Balance{Mode: "active-passive", Weights: []ServerNumber{{"s-1", 0}, {"s-2", 0}, {"s-3", 0}}}, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			servers := []string{"s-1", "s-2", "s-3"}
			a := &Architecture{Name: "balance", Services: []*Service{
				{Name: "lb", Kind: LoadBalancer, On: []string{"lb-1"}, Uses: []*Use{{Key: "web", Balance: &test.balance}}},
				{Name: "web", Kind: WebServer, On: servers},
			}}
			for _, name := range append(servers, "lb-1") {
				a.Groups = append(a.Groups, &Group{Name: name})
			}
			if problems := a.Resolve(); len(problems) > 0 {
				t.Fatal(problems)
			}
			c := a.Connections[0]
			if got := instanceNames(c.Active); got != test.active {
				t.Errorf("active: got %q, want %q", got, test.active)
			}
			if got := instanceNames(c.Backups); got != test.backups {
				t.Errorf("backups: got %q, want %q", got, test.backups)
			}
		})
	}
}
