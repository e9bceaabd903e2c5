package validate

import "testing"

func TestNET002(t *testing.T) {
	runRuleTests(t, "NET002", []ruleTest{
		{name: "none at all", text: bare, want: []string{"error servers: no server has a firewall"}},
		{name: "one that denies", text: guarded},
		{name: "no servers", text: `
name: "shop"
services: {}
externals: cdn: {provides: "cdn"}
`},
		{name: "some servers without", text: `
name: "shop"
servers: {lb: zone: "a", web: {count: 3, zone: "b"}, db: zone: "b"}
services: {}
firewalls: edge: {on: ["a", "web-2"], default: "deny"}
`, want: []string{
			"error servers.web: no firewall stands in front of web-1 and web-3",
			"error servers.db: no firewall stands in front of db",
		}},
		{name: "default allow", text: bare + `firewalls: edge: {on: ["server-1"], default: "allow"}`, want: []string{
			"error firewalls.edge.default: firewall edge lets through whatever no rule names",
		}},
		{name: "default allow that nothing reaches", text: bare + `firewalls: edge: {
	on: ["server-1"]
	default: "allow"
	rules: [{from: "any", to: "web", port: 443}, {from: "any", transport: "any", action: "deny"}]
}`},
		{name: "a last rule that denies TCP only", text: bare + `firewalls: edge: {
	on: ["server-1"]
	default: "allow"
	rules: [{from: "any", action: "deny"}]
}`, want: []string{
			"error firewalls.edge.default: firewall edge lets through whatever no rule names",
		}},
	})
}

func TestTLS001(t *testing.T) {
	listening := func(listener, rest string) string {
		return `
name: "shop"
servers: "server-1": {}
services: web: {kind: "web-server", software: "nginx", on: ["server-1"], listen: [` + listener + `]}
` + rest
	}
	runRuleTests(t, "TLS001", []ruleTest{
		{name: "HTTP from the internet", text: listening(`{protocol: "http", port: 80, from: "internet"}`, ""), want: []string{
			"error services.web.listen[0]: web takes http from the internet on port 80 without encryption",
		}},
		{name: "HTTPS", text: listening(`{protocol: "https", port: 443, from: "internet"}`, "")},
		{name: "TLS around another protocol", text: listening(`{protocol: "mqtt", port: 8883, from: "internet", tls: {}}`, "")},
		{name: "a redirect", text: listening(`{protocol: "http", port: 80, from: "internet", redirect: "https"}`, "")},
		{name: "SSH", text: listening(`{protocol: "ssh", port: 22, from: "internet"}`, "")},
		{name: "other services only", text: listening(`{protocol: "http", port: 80}`, "")},
		{name: "a private client", text: listening(`{protocol: "http", port: 80, from: "office"}`, "clients: office: public: false")},
		{name: "a public client", text: listening(`{protocol: "http", port: 80, from: "cafe"}`, "clients: cafe: public: true"), want: []string{
			"error services.web.listen[0]: web takes http from cafe on port 80 without encryption",
		}},
		{name: "a client on a public network", text: listening(`{protocol: "http", port: 80, from: "cafe"}`, `
clients: cafe: network: "wlan"
networks: wlan: public: true
`), want: []string{
			"error services.web.listen[0]: web takes http from cafe on port 80 without encryption",
		}},
		{name: "a client on a private network", text: listening(`{protocol: "http", port: 80, from: "office"}`, `
clients: office: network: "lan"
networks: lan: public: false
`)},
		{name: "a client of which it is not written", text: listening(`{protocol: "http", port: 80, from: "office"}`, "clients: office: {}"), want: []string{
			"undecided services.web.listen[0]: web takes http from office on port 80 without encryption, and it is not written whether that network is public",
		}},
		{name: "an external of ours", text: `
name: "shop"
services: {}
externals: cdn: {provides: "cdn", listen: [{protocol: "http", port: 80, from: "internet"}]}
`, want: []string{
			"error externals.cdn.listen[0]: cdn takes http from the internet on port 80 without encryption",
		}},
	})
}

func TestMON001(t *testing.T) {
	watching := func(monitoring string) string {
		return `
name: "shop"
servers: {
	web: {count: 2, zone: "a"}
	db: {zone: "b"}
	watch: {}
}
services: {
	web: {kind: "web-server", software: "nginx", on: ["web"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: {db: {}, payment: {}}}
	db: {kind: "database", software: "mysql", on: ["db"]}
	idle: {kind: "cache", software: "redis", on: ["db"]}
	` + monitoring + `
}
externals: payment: provides: "api"
`
	}
	runRuleTests(t, "MON001", []ruleTest{
		{name: "none at all", text: watching(""), want: []string{"error services: nothing is monitored"}},
		{name: "no flow, nothing to watch", text: bare},
		{name: "all", text: watching(`mon: {kind: "monitoring", on: ["watch"], watches: ["all"]}`)},
		{name: "monitoring that watches nothing", text: watching(`mon: {kind: "monitoring", on: ["watch"]}`), want: []string{
			"error services.mon: mon watches nothing",
		}},
		{name: "each by its name", text: watching(`mon: {kind: "monitoring", on: ["watch"], watches: ["web-1", "web-2", "db", "payment", "web"]}`)},
		{name: "a server is not what runs on it", text: watching(`mon: {kind: "monitoring", on: ["watch"], watches: ["web-1", "payment", "a"]}`), want: []string{
			"error services.db: db is not monitored",
			"error servers.db: db is not monitored",
		}},
		{name: "some servers of a group", text: watching(`mon: {kind: "monitoring", on: ["watch"], watches: ["web-1", "b", "payment"]}`), want: []string{
			"error services.web: web is not monitored",
			"error servers.web: web-2 is not monitored",
		}},
		{name: "an external that nobody watches", text: watching(`mon: {kind: "monitoring", on: ["watch"], watches: ["a", "b"]}`), want: []string{
			"error externals.payment: payment is not monitored",
		}},
		{name: "an agent", text: `
name: "shop"
servers: {"server-1": agent: "node-exporter", "server-2": {}}
services: {
	web: {kind: "web-server", software: "nginx", on: ["server-1"], listen: [{protocol: "https", port: 443, from: "internet"}]}
	mon: {kind: "monitoring", on: ["server-2"], watches: ["web"]}
}
`},
		{name: "monitoring as a service of somebody else", text: watching("") + `externals: eye: provides: "monitoring"`, want: []string{
			"error externals.eye: eye watches nothing",
		}},
	})
}
