package advice

import (
	"fmt"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/model"
)

// sites are so many websites, each on two servers of its own behind a load
// balancer on a third.
func sites(b *testing.B, n int) *model.Architecture {
	b.Helper()
	var text strings.Builder
	text.WriteString("name: \"sites\"\n")
	for i := range n {
		fmt.Fprintf(&text, `servers: {"lb%[1]d": zone: "z1", "a%[1]d": zone: "z2", "b%[1]d": zone: "z3"}
services: {
	"lb%[1]d": {kind: "load-balancer", software: "haproxy", on: ["lb%[1]d"], listen: [{protocol: "http", port: 80, from: "internet"}], uses: "web%[1]d": check: {path: "/", reaches: ["app%[1]d"]}}
	"web%[1]d": {kind: "web-server", software: "nginx", on: ["a%[1]d", "b%[1]d"], static: "site", uses: "app%[1]d": targets: "same-server"}
	"app%[1]d": {kind: "application-server", on: ["a%[1]d", "b%[1]d"], port: 8000, uses: "db%[1]d": {reads: "replicas", writes: "primary"}}
	"db%[1]d": {kind: "database", software: "mysql", on: ["a%[1]d", "b%[1]d"], replication: {primary: "a%[1]d", mode: "async", failover: "manual"}}
}
`, i)
	}
	return parsed(b, text.String())
}

// benchmarkAdvice asks for advice about every single point, as validate does.
func benchmarkAdvice(b *testing.B, a *model.Architecture) {
	r := analysis.Analyze(a)
	points := r.SinglePoints()
	tried, proven := 0, 0
	for b.Loop() {
		advisor := New(r, DefaultBudget())
		tried, proven = 0, 0
		for _, point := range points {
			answer := advisor.For(point)
			tried, proven = tried+answer.Tried, proven+len(answer.Proven)
		}
	}
	b.ReportMetric(float64(len(points)), "points")
	b.ReportMetric(float64(tried), "tried")
	b.ReportMetric(float64(proven), "proven")
}

func BenchmarkOneSite(b *testing.B)   { benchmarkAdvice(b, sites(b, 1)) }
func BenchmarkSites2000(b *testing.B) { benchmarkAdvice(b, sites(b, 2000)) }

// BenchmarkPool is a pool without a health check, so that every web server is a
// single point.
func BenchmarkPool(b *testing.B) {
	for _, n := range []int{10, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			benchmarkAdvice(b, parsed(b, fmt.Sprintf(`
name: "shop"
servers: {lb: {}, web: count: %d}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: {}}
	web: {kind: "web-server", software: "nginx", on: ["web"]}
}`, n)))
		})
	}
}

// BenchmarkAnalyze2000 is what the advice is small beside.
func BenchmarkAnalyze2000(b *testing.B) {
	a := sites(b, 2000)
	for b.Loop() {
		analysis.Analyze(a).SinglePoints()
	}
}
