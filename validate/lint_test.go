package validate

import "testing"

const bare = `
name: "shop"
servers: "server-1": {}
services: web: {kind: "web-server", software: "nginx", on: ["server-1"]}
`

const guarded = bare + `
firewalls: edge: {on: ["server-1"], default: "deny"}
`

func TestLNT001(t *testing.T) {
	runRuleTests(t, "LNT001", []ruleTest{
		{name: "it still holds", text: bare + `lint: waive: [{rule: "NET002", because: "a", until: "2027-01-15"}]`},
		{name: "it has no end", text: bare + `lint: waive: [{rule: "NET002", because: "a"}]`},
		{name: "it has ended", text: bare + `lint: waive: [{rule: "NET002", because: "a", until: "2027-01-14"}]`, want: []string{
			"warning lint.waive[0].until: the waiver of NET002 expired on 2027-01-14",
		}},
		{name: "it has ended and covers nothing", text: guarded + `lint: waive: [{rule: "NET002", because: "a", until: "2027-01-14"}]`},
		{name: "its severity can be set", text: bare + `lint: {waive: [{rule: "NET002", because: "a", until: "2027-01-14"}], rules: LNT001: "error"}`, want: []string{
			"error lint.waive[0].until: the waiver of NET002 expired on 2027-01-14",
		}},
		{name: "it can be waived", text: bare + `lint: waive: [
			{rule: "NET002", because: "a", until: "2027-01-14"},
			{rule: "LNT001", because: "b"},
		]`, want: []string{
			"waived lint.waive[0].until: the waiver of NET002 expired on 2027-01-14",
		}},
	})
}

func TestLNT002(t *testing.T) {
	runRuleTests(t, "LNT002", []ruleTest{
		{name: "a waiver that covers something", text: bare + `lint: waive: [{rule: "NET002", at: "servers", because: "a"}]`},
		{name: "a waiver somewhere else", text: bare + `lint: waive: [{rule: "NET002", at: "services", because: "a"}]`, want: []string{
			"warning lint.waive[0]: the waiver of NET002 covers nothing",
		}},
		{name: "an ended waiver that covers nothing", text: guarded + `lint: waive: [{rule: "NET002", because: "a", until: "2020-01-01"}]`, want: []string{
			"warning lint.waive[0]: the waiver of NET002 covers nothing",
		}},
		{name: "a waiver of no rule", text: bare + `lint: waive: [{rule: "NTE002", because: "a"}]`, want: []string{
			"warning lint.waive[0].rule: there is no rule NTE002",
		}},
		{name: "a severity of a rule", text: bare + `lint: rules: NET002: "info"`},
		{name: "a severity of no rule", text: bare + `lint: rules: NET999: "off"`, want: []string{
			"warning lint.rules.NET999: there is no rule NET999",
		}},
	})
}

func TestSettingsChangeFindings(t *testing.T) {
	runRuleTests(t, "NET002", []ruleTest{
		{name: "info", text: bare + `lint: rules: NET002: "info"`, want: []string{"info servers: no server has a firewall"}},
		{name: "off", text: bare + `lint: rules: NET002: "off"`},
		{name: "waived", text: bare + `lint: waive: [{rule: "NET002", because: "a"}]`, want: []string{"waived servers: no server has a firewall"}},
		{name: "no longer waived", text: bare + `lint: waive: [{rule: "NET002", because: "a", until: "2027-01-14"}]`, want: []string{"error servers: no server has a firewall"}},
	})
}
