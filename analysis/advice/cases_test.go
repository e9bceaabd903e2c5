package advice

import (
	"fmt"
	"testing"

	"github.com/loadpath/loadpath/model"
)

// parsed is an architecture from its text.
func parsed(t testing.TB, text string) *model.Architecture {
	t.Helper()
	a, err := load(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return a
}

// pool is a load balancer that cannot fail before two web servers.
func pool(use, rest string) string {
	return fmt.Sprintf(`
name: "shop"
servers: {lb: {}, web: count: 2}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: %s}
	web: {kind: "web-server", software: "nginx", on: ["web"], uses: app: targets: "same-server"}
	app: {kind: "application-server", on: ["web"], port: 8000}
}
assume: [{perfect: "lb", because: "it is not what this is about"}]
%s`, use, rest)
}

// stored is an application that cannot fail before a store.
func stored(use, store string) string {
	return fmt.Sprintf(`
name: "shop"
servers: {app: {}, "db-1": {}, "db-2": {}}
services: {
	app: {kind: "application-server", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: store: %s}
	store: %s
}
assume: [{perfect: "app", because: "it is not what this is about"}]
`, use, store)
}

const entries = `
name: "shop"
servers: {"web-1": {}, "web-2": {}}
services: web: {kind: "web-server", software: "nginx", on: ["web-1", "web-2"], listen: [{protocol: "https", port: 443, from: "internet"}], %s}
`

// TestCases shows what is proposed for the usual sorts of single point.
func TestCases(t *testing.T) {
	tests := []struct{ name, text string }{
		{"no-check", pool(`{}`, "")},
		{"shallow-check", pool(`check: {}`, "")},
		{"shallow-http-check", pool(`{check: {path: "/", every: "1s"}, balance: mode: "active-passive"}`, "")},
		{"all-needed", pool(`{check: {path: "/", reaches: ["app"]}, atLeast: 2}`, "")},
		{"one-address", fmt.Sprintf(entries, `port: 443`)},
		{"address-follows-nothing", fmt.Sprintf(entries, `address: {by: "virtual-ip"}`)},
		{"unchecked-dns", fmt.Sprintf(entries, `address: {by: "dns", ttl: "5s"}`)},
		{"application-does-not-choose", stored(`{choose: "fixed"}`, `{kind: "custom", on: ["db-1", "db-2"]}`)},
		{"mysql-by-hand", stored(`{targets: "primary"}`, `{kind: "database", software: "mysql", on: ["db-1", "db-2"], replication: {primary: "db-1", failover: "manual"}}`)},
		{"postgresql-by-hand", stored(`{reads: "replicas", writes: "primary"}`, `{kind: "database", software: "postgresql", on: ["db-1", "db-2"], replication: {primary: "db-1", failover: "manual"}}`)},
		{"single-postgresql", stored(`{}`, `{kind: "database", software: "postgresql", on: ["db-1"]}`)},
		{"group-of-two", stored(`{reads: "all", writes: "primary", choose: "client"}`, `{kind: "database", software: "mysql", on: ["db-1", "db-2"], replication: {primary: "db-1", mode: "group"}}`)},
		{"writes-wait-for-all", stored(`{reads: "all", writes: "primary", choose: "client"}`, `{kind: "database", software: "mysql", on: ["db-1", "db-2"], replication: {primary: "db-1", mode: "sync", waitFor: 1}}`)},
		{"galera", stored(`{}`, `{kind: "database", software: "mariadb", on: ["db-1"]}`)},
		{"cache", stored(`{}`, `{kind: "cache", software: "redis", on: ["db-1"]}`)},
		{"memcached", stored(`{}`, `{kind: "cache", software: "memcached", on: ["db-1"]}`)},
		{"queue", stored(`{}`, `{kind: "queue", software: "kafka", on: ["db-1"]}`)},
		{"quorum", stored(`{choose: "client"}`, `{kind: "custom", software: "etcd", on: ["db-1", "db-2"], quorum: 2}`)},
		{"external", `
name: "shop"
servers: app: {}
services: app: {kind: "application-server", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: mail: {}}
externals: mail: provides: "mail"
assume: [{perfect: "app", because: "it is not what this is about"}]
`},
		{"one-rack", `
name: "shop"
zones: "rack-1": level: "rack"
servers: {"lb-1": {}, "lb-2": {}, "web-1": zone: "rack-1", "web-2": zone: "rack-1"}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb-1", "lb-2"], address: {by: "virtual-ip", tracks: "process"}, listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: check: {}}
	web: {kind: "web-server", software: "nginx", on: ["web-1", "web-2"]}
}
`},
		{"a-group-in-one-rack", `
name: "shop"
servers: {app: {}, db: {count: 3, zone: "rack-1"}}
services: {
	app: {kind: "application-server", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: db: {reads: "all", writes: "primary", choose: "client"}}
	db: {kind: "database", software: "mysql", on: ["db"], replication: {primary: "db-1", mode: "group"}}
}
assume: [{perfect: "app", because: "it is not what this is about"}]
`},
		{"controller-beside-the-primary", `
name: "shop"
servers: {app: {}, "db-1": {}, "db-2": {}}
services: {
	app: {kind: "application-server", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: db: {targets: "primary", choose: "client"}}
	db: {kind: "database", software: "mysql", on: ["db-1", "db-2"], replication: {primary: "db-1", failover: "automatic", controller: "orchestrator", promotion: "10s"}}
	orchestrator: {kind: "custom", software: "orchestrator", on: ["db-1"]}
}
assume: [{perfect: "app", because: "it is not what this is about"}]
`},
		{"check-goes-too-deep", `
name: "shop"
servers: {lb: {}, web: count: 2, "cache-1": {}}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: check: {path: "/deep", reaches: ["cache"]}}
	web: {kind: "web-server", software: "nginx", on: ["web"], uses: cache: optional: true}
	cache: {kind: "cache", software: "redis", on: ["cache-1"]}
}
assume: [{perfect: "lb", because: "it is not what this is about"}]
`},
		{"an-idle-server-in-the-region", `
name: "shop"
zones: {region: {}, "zone-1": zone: "region", "zone-2": zone: "region"}
servers: {idle: zone: "region", "web-1": zone: "zone-1", "web-2": zone: "zone-2"}
services: web: {kind: "web-server", software: "nginx", on: ["web-1", "web-2"], listen: [{protocol: "https", port: 443, from: "internet"}]}
`},
		{"firewall-that-ends-in-a-deny", `
name: "shop"
servers: {"lb-1": {}, "web-1": {}, "web-2": {}}
firewalls: {
	edge: {on: ["lb-1"], default: "deny", rules: [{from: "internet", to: "lb", port: 443}, {from: "any", transport: "any", action: "deny"}]}
	inside: {on: ["web-1", "web-2"], default: "allow", rules: [{from: "lb-1", to: "web", port: 80}, {from: "any", action: "deny"}]}
}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb-1"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: check: {}}
	web: {kind: "web-server", software: "nginx", on: ["web-1", "web-2"]}
}
`},
		{"write-waits-without-end", stored(`{reads: "all", writes: "primary", choose: "client"}`, `{kind: "database", software: "mysql", on: ["db-1", "db-2"], replication: {primary: "db-1", mode: "semi-sync", waitTimeout: "forever", failover: "manual"}}`)},
		{"postgresql-waits", stored(`{reads: "all", writes: "primary", choose: "client"}`, `{kind: "database", software: "postgresql", on: ["db-1", "db-2"], replication: {primary: "db-1", mode: "sync", waitFor: 1, failover: "manual"}}`)},
		{"patroni-for-another-database", `
name: "shop"
servers: {app: {}, db: count: 3, "old-1": {}, "old-2": {}}
services: {
	app: {kind: "application-server", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: {db: {targets: "primary", choose: "client"}, old: {targets: "primary", choose: "client"}}}
	db: {kind: "database", software: "postgresql", on: ["db"], replication: {primary: "db-1", failover: "automatic", controller: "patroni", promotion: "20s"}}
	patroni: {kind: "custom", software: "patroni", on: ["db"], uses: etcd: when: "run"}
	etcd: {kind: "custom", software: "etcd", on: ["db"], quorum: 2}
	old: {kind: "database", software: "postgresql", on: ["old-1", "old-2"], replication: {primary: "old-1", failover: "manual"}}
}
assume: [{perfect: "app", because: "it is not what this is about"}]
`},
		{"orchestrator-for-another-database", `
name: "shop"
servers: {app: {}, db: count: 3, "old-1": {}, "old-2": {}}
services: {
	app: {kind: "application-server", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: {db: {targets: "primary", choose: "client"}, old: {targets: "primary", choose: "client"}}}
	db: {kind: "database", software: "mysql", on: ["db"], replication: {primary: "db-1", failover: "automatic", controller: "orchestrator", promotion: "20s"}}
	orchestrator: {kind: "custom", software: "orchestrator", on: ["db"], uses: db: {reads: "all", choose: "client"}, quorum: 2}
	old: {kind: "database", software: "mysql", on: ["old-1", "old-2"], replication: {primary: "old-1", failover: "manual"}}
}
assume: [{perfect: "app", because: "it is not what this is about"}]
`},
		{"external-database", `
name: "shop"
servers: app: {}
services: app: {kind: "application-server", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: db: {reads: "all", writes: "primary"}}
externals: db: {provides: "database", software: "mysql"}
assume: [{perfect: "app", because: "it is not what this is about"}]
`},
		{"worker-at-fixed-times", `
name: "shop"
servers: {work: count: 1, db: {}}
services: {
	nightly: {kind: "worker", on: ["work"], schedule: "0 3 * * *", uses: db: {}}
	pack: {kind: "worker", on: ["work"], uses: db: {}}
	db: {kind: "database", software: "mysql", on: ["db"]}
}
flows: {count: {kind: "write", enters: "nightly", longestInterruption: "1d"}, ship: {kind: "write", enters: "pack"}}
assume: [{perfect: "db", because: "it is not what this is about"}]
`},
		{"zones-of-one-region", `
name: "shop"
zones: {"region-1": level: "region", "zone-1": zone: "region-1", "zone-2": zone: "region-1"}
servers: {"web-1": zone: "zone-1", "web-2": zone: "zone-2"}
services: web: {kind: "web-server", software: "nginx", on: ["web-1", "web-2"], address: {by: "virtual-ip", tracks: "process"}, listen: [{protocol: "https", port: 443, from: "internet"}]}
flows: read: {kind: "read", enters: "web", survives: ["region-1"]}
`},
		{"two-users-of-a-cache", `
name: "shop"
servers: {app: {}, "cache-1": {}}
services: {
	web: {kind: "web-server", software: "nginx", on: ["app"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: {app: {}, cache: {}}}
	app: {kind: "application-server", on: ["app"], port: 8000, uses: cache: {}}
	cache: {kind: "cache", software: "memcached", on: ["cache-1"]}
}
assume: [{perfect: "app", because: "it is not what this is about"}]
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := parsed(t, test.text)
			golden(t, "case-"+test.name, told(a))
			writeAll(t, a)
		})
	}
}
