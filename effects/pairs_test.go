package effects

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/schema"
)

func sheetOf(t *testing.T, text string) *sheet {
	t.Helper()
	document, err := schema.Load("-", schema.Options{Stdin: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return newSheet(Report{Analysis: analysis.Analyze(document.Architecture), Flows: document.Architecture.Flows, Source: document.Map()})
}

// fleet is three servers with a web server and its application each, of which
// two are needed.
const fleet = `
name: "fleet"
servers: {lb: zone: "z", web: {count: 3, zone: "z"}}
services: {
	lb: {kind: "load-balancer", software: "haproxy", on: ["lb"], listen: [{protocol: "https", port: 443, from: "internet"}], uses: web: {check: {path: "/", reaches: ["app"]}, atLeast: 2}}
	web: {kind: "web-server", software: "nginx", on: ["web"], uses: app: targets: "same-server"}
	app: {kind: "application-server", on: ["web"]}
}
`

func TestPairsOfServers(t *testing.T) {
	s := sheetOf(t, fleet)
	want := []string{
		"one of web and app on any two of web-1 ... web-3 (3)",
		"the same with web-1 ... web-3 (3) around them: 15 more pairs",
	}
	if diff := cmp.Diff(want, s.toldPairs(s.pairsOf(s.Flows[0]))); diff != "" {
		t.Error(diff)
	}
}

// Every pair is either a pair of its own or explained by one: by something in
// each of its two.
func TestPairsAreExplained(t *testing.T) {
	for _, sample := range []string{"two-server", "shop", "highly-available"} {
		document, err := schema.Load("../samples/"+sample, schema.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := analysis.Analyze(document.Architecture)
		s := newSheet(Report{Analysis: r, Flows: document.Architecture.Flows})
		for _, flow := range s.Flows {
			p := s.pairsOf(flow)
			sets, _ := r.CutSets(flow, 2, 0)
			singles := 0
			for _, set := range sets {
				if len(set) == 1 {
					singles++
				}
			}
			if n := len(p.own) + len(p.around); n != len(sets)-singles || !p.complete {
				t.Errorf("%s, %s: %d pairs of %d", sample, flow.Name, n, len(sets)-singles)
			}
			for _, around := range p.around {
				if !explainedBy(around, append(p.own, p.around...)) {
					t.Errorf("%s, %s: nothing explains %s", sample, flow.Name, pairName(around))
				}
			}
			for _, own := range p.own {
				if explainedBy(own, p.own) {
					t.Errorf("%s, %s: another explains %s", sample, flow.Name, pairName(own))
				}
			}
		}
	}
}

// explainedBy tells whether one of some other pairs lies within a pair.
func explainedBy(p pair, all []pair) bool {
	for _, q := range all {
		if q != p && (within(q[0], p[0]) && within(q[1], p[1]) || within(q[0], p[1]) && within(q[1], p[0])) {
			return true
		}
	}
	return false
}

func within(inner, outer analysis.Failure) bool {
	if inner == outer {
		return true
	}
	for _, f := range taken(outer) {
		if f.Instance == inner.Instance || inner.Server != nil && f.Instance.Server == inner.Server && outer.Server == nil {
			return true
		}
	}
	for zone := inner.Zone; zone != nil; zone = zone.Parent {
		if zone == outer.Zone {
			return true
		}
	}
	return false
}
