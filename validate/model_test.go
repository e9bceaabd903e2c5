package validate

import "testing"

func TestMDL001(t *testing.T) {
	pair := func(use, db string) string {
		return `
name: "shop"
servers: {"server-1": {}, "server-2": {}, "server-3": {}}
services: {
	app: {kind: "application-server", on: ["server-1", "server-2"], uses: db: ` + use + `}
	db: {kind: "database", software: "mysql", ` + db + `}
}
`
	}
	runRuleTests(t, "MDL001", []ruleTest{
		{name: "as many as there are", text: pair(`{atLeast: 2, targets: "all"}`, `on: ["server-1", "server-2"]`)},
		{name: "one too many", text: pair(`{atLeast: 3, targets: "all"}`, `on: ["server-1", "server-2"]`), want: []string{
			"error services.app.uses.db.atLeast: app needs 3 instances of db and reaches 2",
		}},
		{name: "too many ways to read and to write are one", text: pair(`{atLeast: 2, reads: "replicas", writes: "primary"}`,
			`on: ["server-1", "server-2"], replication: primary: "server-1"`), want: []string{
			"error services.app.uses.db.atLeast: app needs 2 instances of db and reaches 1",
		}},
		{name: "no replica", text: pair(`{reads: "replicas", writes: "primary"}`, `on: ["server-1"], replication: primary: "server-1"`), want: []string{
			"error services.app.uses.db.reads: app uses the replicas of db, and db has none",
		}},
		{name: "the replicas of what is not replicated", text: pair(`{targets: "replicas"}`, `on: ["server-1", "server-2"]`), want: []string{
			"error services.app.uses.db: app uses the replicas of db, and db has none",
		}},
		{name: "on the same servers", text: pair(`{targets: "same-server"}`, `on: ["server-1", "server-2", "server-3"]`)},
		{name: "on one of the same servers", text: pair(`{targets: "same-server"}`, `on: ["server-1", "server-3"]`), want: []string{
			"error services.app.uses.db.targets: app@server-2 has no db on the same server",
		}},
		{name: "two on the same server", text: pair(`{targets: "same-server", atLeast: 2}`, `on: ["server-1", "server-2"]`), want: []string{
			"error services.app.uses.db.atLeast: app needs 2 instances of db and reaches 1",
		}},
		{name: "a quorum", text: pair(`{}`, `on: ["server-1", "server-2", "server-3"], quorum: 3`)},
		{name: "a quorum of more than there are", text: pair(`{}`, `on: ["server-1", "server-2", "server-3"], quorum: 4`), want: []string{
			"error services.db.quorum: db needs 4 members alive and has 3",
		}},
		{name: "a wait for every replica", text: pair(`{}`, `on: ["server-1", "server-2"], replication: {primary: "server-1", mode: "semi-sync", waitFor: 1}`)},
		{name: "a wait for more replicas than there are", text: pair(`{}`, `on: ["server-1", "server-2"], replication: {primary: "server-1", mode: "semi-sync", waitFor: 2}`), want: []string{
			"error services.db.replication.waitFor: a write to db waits for 2 copies, and there is 1",
		}},
	})
}

func TestMDL003Ports(t *testing.T) {
	two := func(web, app string) string {
		return `
name: "shop"
servers: {"server-1": {}, "server-2": {}}
services: {
	web: {kind: "web-server", ` + web + `}
	app: {kind: "application-server", ` + app + `}
}
`
	}
	runRuleTests(t, "MDL003", []ruleTest{
		{name: "one port on two servers", text: two(`on: ["server-1"], port: 80`, `on: ["server-2"], port: 80`)},
		{name: "one port on one server", text: two(`on: ["server-1", "server-2"], port: 80`, `on: ["server-2", "server-1"], port: 80`), want: []string{
			"error services.app.port: web and app both listen on port 80 of server-1",
		}},
		{name: "the software's port", text: two(`on: ["server-1"], software: "nginx"`, `on: ["server-1"], port: 80`), want: []string{
			"error services.app.port: web and app both listen on port 80 of server-1",
		}},
		{name: "the software's port twice", text: two(`on: ["server-1"], software: "nginx"`, `on: ["server-1"], software: "haproxy"`), want: []string{
			"undecided services.app: web and app are both on server-1, and neither writes its port: that of nginx and of HAProxy is 80",
		}},
		{name: "a listener in place of the software's port", text: two(`on: ["server-1"], software: "nginx", listen: [{protocol: "http", port: 8080}]`, `on: ["server-1"], port: 80`)},
		{name: "the port that is a listener's", text: two(`on: ["server-1"], port: 80, listen: [{protocol: "http", port: 80}]`, `on: ["server-1"], port: 8000`)},
		{name: "addresses of their own", text: two(`on: ["server-1"], listen: [{protocol: "http", port: 80, bind: "10.0.0.1"}]`, `on: ["server-1"], listen: [{protocol: "http", port: 80, bind: "10.0.0.2"}]`)},
		{name: "all addresses and one", text: two(`on: ["server-1"], listen: [{protocol: "http", port: 80, bind: "10.0.0.1"}]`, `on: ["server-1"], listen: [{protocol: "http", port: 80}]`), want: []string{
			"error services.app.listen[0]: web and app both listen on port 80 of server-1",
		}},
		{name: "TCP and UDP", text: two(`on: ["server-1"], listen: [{protocol: "https", port: 443}]`, `on: ["server-1"], listen: [{protocol: "udp", port: 443}]`)},
		{name: "twice in one service", text: two(`on: ["server-1"], listen: [{protocol: "http", port: 80}, {protocol: "https", port: 80}]`, `on: ["server-2"]`), want: []string{
			"error services.web.listen[1]: web listens on port 80 twice",
		}},
	})
}

func TestMDL003Addresses(t *testing.T) {
	servers := func(servers, rest string) string {
		return `
name: "shop"
servers: {` + servers + `}
services: {}
` + rest
	}
	routers := func(a, b, rest string) string {
		return `
name: "shop"
servers: {a: count: 2, b: count: 2}
services: {
	lb: {kind: "load-balancer", on: ["a"], address: {by: "virtual-ip", ` + a + `}}
	web: {kind: "web-server", on: ["b"], address: {by: "virtual-ip", ` + b + `}}
}
` + rest
	}
	runRuleTests(t, "MDL003", []ruleTest{
		{name: "different addresses", text: servers(`a: address: "10.0.0.1", b: address: "10.0.0.2"`, "")},
		{name: "one address", text: servers(`a: address: "10.0.0.1", b: address: "10.0.0.1"`, ""), want: []string{
			"error servers.b.address: a and b have the same address 10.0.0.1",
		}},
		{name: "one address in two spellings", text: servers(`a: address: "2001:db8::1", b: address: "2001:0db8:0::1"`, ""), want: []string{
			"error servers.b.address: a and b have the same address 2001:db8::1",
		}},
		{name: "one address for many", text: servers(`a: {address: "10.0.0.1", count: 2}`, ""), want: []string{
			"error servers.a.address: 2 servers have the same address 10.0.0.1",
		}},
		{name: "inside its network", text: servers(`a: {address: "10.0.0.1", networks: ["lan"]}`, `networks: lan: cidr: "10.0.0.0/24"`)},
		{name: "outside its network", text: servers(`a: {address: "10.0.1.1", networks: ["lan"]}`, `networks: lan: cidr: "10.0.0.0/24"`), want: []string{
			"error servers.a.address: 10.0.1.1 of a is no address of its network lan (10.0.0.0/24)",
		}},
		{name: "outside the network that names it", text: servers(`a: {address: "10.0.1.1", zone: "z"}`, `networks: lan: {cidr: "10.0.0.0/24", members: ["z"]}`), want: []string{
			"error servers.a.address: 10.0.1.1 of a is no address of its network lan (10.0.0.0/24)",
		}},
		{name: "inside one of its networks", text: servers(`a: {address: "10.0.1.1", networks: ["lan", "dmz"]}`, `networks: {lan: cidr: "10.0.0.0/24", dmz: cidr: "10.0.1.0/24"}`)},
		{name: "a network that does not say", text: servers(`a: {address: "10.0.1.1", networks: ["lan"]}`, `networks: lan: {}`)},
		{name: "networks apart", text: servers("", `networks: {a: cidr: "10.0.0.0/24", b: cidr: "10.0.1.0/24", c: cidr: "2001:db8::/32"}`)},
		{name: "networks inside a network", text: servers("", `networks: {a: cidr: "10.0.3.0/24", b: cidr: "10.0.0.0/16", c: cidr: "10.0.1.7/24", d: cidr: "10.1.0.0/16"}`), want: []string{
			"error networks.c.cidr: networks b (10.0.0.0/16) and c (10.0.1.0/24) overlap",
			"error networks.a.cidr: networks b (10.0.0.0/16) and a (10.0.3.0/24) overlap",
		}},
		{name: "router numbers of their own", text: routers(`router: 51`, `router: 52`, "")},
		{name: "one router number, networks not written", text: routers(`router: 51`, `router: 51`, ""), want: []string{
			"undecided services.web.address.router: lb and web both have VRRP router number 51, and it is not written whether they are on one network",
		}},
		{name: "one router number on one network", text: routers(`router: 51`, `router: 51`, `networks: lan: members: ["a", "b"]`), want: []string{
			"error services.web.address.router: lb and web both have VRRP router number 51 on one network",
		}},
		{name: "one router number on two networks", text: routers(`router: 51`, `router: 51`, `networks: {lan: members: ["a"], dmz: members: ["b"]}`)},
		{name: "one virtual IP on different servers", text: routers(`ip: "192.0.2.1"`, `ip: "192.0.2.1"`, ""), want: []string{
			"error services.web.address.ip: the virtual IP of lb and the virtual IP of web have the same address 192.0.2.1",
		}},
	})
}

func TestMDL004(t *testing.T) {
	lb := func(use string) string {
		return `
name: "shop"
servers: {"lb-1": {}, "server-1": {}, "server-2": {}}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb-1"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: ` + use + `}
	web: {kind: "web-server", software: "nginx", static: "site", on: ["server-1", "server-2"]}
}
`
	}
	runRuleTests(t, "MDL004", []ruleTest{
		{name: "two of two", text: lb(`{atLeast: 2, check: {}}`)},
		{name: "two of one at a time", text: lb(`{atLeast: 2, check: {}, balance: mode: "active-passive"}`), want: []string{
			"error services.lb: read and static are down with nothing failed",
		}},
		{name: "writes to a replica", text: `
name: "shop"
servers: {"server-1": {}, "server-2": {}}
services: {
	app: {kind: "application-server", on: ["server-1", "server-2"], listen: [{protocol: "https", port: 443, from: "internet"}], address: {by: "dns", checked: true}, uses: db: targets: "same-server"}
	db: {kind: "database", software: "postgresql", on: ["server-1", "server-2"], replication: primary: "server-1"}
}
`, want: []string{
			"error services.app: a part of the requests of write fails with nothing failed",
		}},
		{name: "three of two, which is MDL001", text: lb(`{atLeast: 3, check: {}}`)},
	})
}

func TestMDL005(t *testing.T) {
	balanced := func(use, on string) string {
		return `
name: "shop"
servers: {"server-1": {}, "server-2": {}, "server-3": {}}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["server-1"], uses: web: ` + use + `}
	web: {kind: "web-server", software: "nginx", port: 8080, on: [` + on + `]}
}
`
	}
	const all = `"server-1", "server-2", "server-3"`
	runRuleTests(t, "MDL005", []ruleTest{
		{name: "several active", text: balanced(`{balance: algorithm: "leastconn"}`, all)},
		{name: "active-passive", text: balanced(`{balance: {algorithm: "leastconn", mode: "active-passive"}}`, all), want: []string{
			"warning services.lb.uses.web.balance.algorithm: least connections has no effect: only web@server-1 is active",
		}},
		{name: "active-passive with two active", text: balanced(`{balance: {algorithm: "leastconn", mode: "active-passive", active: ["server-1", "server-2"]}}`, all)},
		{name: "no algorithm written", text: balanced(`{balance: mode: "active-passive"}`, all)},
		{name: "first that works", text: balanced(`{balance: {algorithm: "first", mode: "active-passive"}}`, all)},
		{name: "backups that share", text: balanced(`{balance: {algorithm: "roundrobin", mode: "active-passive", backups: "all"}}`, all)},
		{name: "one backup that shares with nobody", text: balanced(`{balance: {algorithm: "roundrobin", mode: "active-passive", backups: "all"}}`, `"server-1", "server-2"`), want: []string{
			"warning services.lb.uses.web.balance.algorithm: round robin has no effect: only web@server-1 is active",
		}},
		{name: "one target", text: balanced(`{balance: algorithm: "uri"}`, `"server-1"`), want: []string{
			`warning services.lb.uses.web.balance.algorithm: the algorithm "uri" has no effect: lb.web has one target at a time`,
		}},
		{name: "the same server", text: balanced(`{targets: "same-server", balance: algorithm: "roundrobin"}`, all), want: []string{
			"warning services.lb.uses.web.balance.algorithm: round robin has no effect: lb.web has one target at a time",
		}},
		{name: "several to read, one to write", text: `
name: "shop"
servers: {"server-1": {}, "server-2": {}, "server-3": {}}
services: {
	proxy: {kind: "custom", software: "proxysql", on: ["server-1"], uses: db: {reads: "all", writes: "primary", balance: algorithm: "leastconn"}}
	db: {kind: "database", software: "mysql", on: [` + all + `], replication: primary: "server-1"}
}
`},
	})
}

func TestMDL007(t *testing.T) {
	db := func(on, rest string) string {
		return `
name: "shop"
servers: {"server-1": {}, "server-2": {}, "server-3": {}}
services: db: {kind: "database", on: [` + on + `], ` + rest + `}
`
	}
	const all = `"server-1", "server-2", "server-3"`
	runRuleTests(t, "MDL007", []ruleTest{
		{name: "a primary", text: db(all, `software: "mysql", replication: primary: "server-2"`)},
		{name: "no primary", text: db(all, `software: "mysql", replication: failover: "manual"`), want: []string{
			"error services.db.replication: db is replicated, and it is not written which server has the primary",
		}},
		{name: "a group", text: db(all, `software: "mysql", replication: mode: "group"`)},
		{name: "every member", text: db(all, `software: "mysql", replication: {mode: "async", multiPrimary: true}`)},
		{name: "every member and a primary", text: db(all, `software: "mysql", replication: {mode: "async", primary: "server-1", multiPrimary: true}`), want: []string{
			"error services.db.replication.primary: db has a primary on server-1, and every member of it takes writes",
		}},
		{name: "software that is not known", text: db(all, `software: "mydb", replication: failover: "manual"`), want: []string{
			"undecided services.db.replication: db is replicated, and it is not written which server has the primary",
		}},
		{name: "one server", text: db(`"server-1"`, `software: "mysql", replication: primary: "server-1"`), want: []string{
			"error services.db.replication: db is replicated, and runs on one server only",
		}},
		{name: "a chain", text: db(all, `software: "mysql", replication: {primary: "server-1", sources: "server-3": "server-2"}`)},
		{name: "a circle", text: db(all, `software: "mysql", replication: {primary: "server-1", sources: {"server-2": "server-3", "server-3": "server-2"}}`), want: []string{
			"error services.db.replication.sources.server-2: server-2 and server-3 of db never get what is written to the primary",
		}},
		{name: "a replica of itself", text: db(all, `software: "mysql", replication: {primary: "server-1", sources: "server-2": "server-2"}`), want: []string{
			"error services.db.replication.sources.server-2: server-2 of db never gets what is written to the primary",
		}},
		{name: "a primary that copies", text: db(all, `software: "mysql", replication: {primary: "server-1", sources: "server-1": "server-2"}`), want: []string{
			"error services.db.replication.sources.server-1: the primary of db copies from server-2",
		}},
		{name: "the primary of what is not replicated", text: `
name: "shop"
servers: {"server-1": {}, "server-2": {}}
services: {
	app: {kind: "application-server", on: ["server-1"], uses: db: writes: "primary"}
	db: {kind: "database", software: "mysql", on: ["server-1", "server-2"]}
}
`, want: []string{
			"error services.app.uses.db.writes: app uses the primary of db, and db has none",
		}},
	})
}
