package schema

import (
	"fmt"
	"strings"
	"testing"
)

// generated is an architecture of n services, five to a stack, each on two
// servers.
func generated(n int) string {
	var b strings.Builder
	b.WriteString("package architecture\n\nimport \"" + ImportPath + "\"\n\nschema.#Architecture & {\n\tname: \"big\"\n\tservers: {\n")
	for i := range n {
		fmt.Fprintf(&b, "\t\t\"s%d-1\": zone: \"z%d\"\n\t\t\"s%d-2\": zone: \"z%d\"\n", i, i%3, i, (i+1)%3)
	}
	b.WriteString("\t}\n\tservices: {\n")
	for i := range n {
		tier := tiers[i%len(tiers)]
		fmt.Fprintf(&b, "\t\t%s%d: schema.#%s & {\n\t\t\ton: [\"s%d-1\", \"s%d-2\"]\n", tier.name, i, tier.definition, i, i)
		if next := i%len(tiers) + 1; next < len(tiers) && i+1 < n {
			fmt.Fprintf(&b, "\t\t\tuses: %s%d: {%s}\n", tiers[next].name, i+1, tier.connection)
		}
		fmt.Fprintf(&b, "\t\t\t%s\n\t\t}\n", tier.rest)
	}
	b.WriteString("\t}\n}\n")
	return b.String()
}

var tiers = [...]struct{ name, definition, connection, rest string }{
	{"lb", "LoadBalancer", `balance: algorithm: "roundrobin", check: path: "/healthz"`, `listen: [{protocol: "http", port: 80, from: "internet"}]`},
	{"web", "WebServer", `targets: "same-server"`, `software: "nginx"`},
	{"app", "ApplicationServer", `reads: "replicas", writes: "primary"`, `port: 8000`},
	{"db", "Database", `optional: true`, `software: "mysql", replication: {mode: "async", failover: "manual"}`},
	{"cache", "Cache", ``, `software: "redis"`},
}

func benchmarkLoad(b *testing.B, text string) {
	for b.Loop() {
		if _, err := Load("-", Options{Stdin: strings.NewReader(text)}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadSample(b *testing.B) {
	for b.Loop() {
		if _, err := Load("../samples/two-server", Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad1000(b *testing.B)  { benchmarkLoad(b, generated(1000)) }
func BenchmarkLoad10000(b *testing.B) { benchmarkLoad(b, generated(10000)) }

func BenchmarkLocate(b *testing.B) {
	d, err := Load("-", Options{Stdin: strings.NewReader(generated(1000))})
	if err != nil {
		b.Fatal(err)
	}
	services := d.Architecture.Services
	i := 0
	for b.Loop() {
		d.Map().Locate(string(services[i%len(services)].Path))
		i++
	}
}
