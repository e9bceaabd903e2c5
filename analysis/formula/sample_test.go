package formula_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/schema"
)

// sample is one of the architectures that come with the project.
func sample(t testing.TB, name string) *model.Architecture {
	t.Helper()
	d, err := schema.Load("../../samples/"+name, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d.Architecture
}

// Bounds of a sample hold the exact figures between them, and say that they
// are bounds.
func TestBoundsOfASample(t *testing.T) {
	t.Parallel()
	a := sample(t, "shop")
	r := analysis.Analyze(a)
	bounded := 0
	for _, flow := range a.Flows {
		exact, err := formula.Calculate(r, flow, formula.Options{})
		if err != nil {
			t.Fatal(err)
		}
		bounds, err := formula.Calculate(r, flow, formula.Options{Nodes: 20})
		if err != nil {
			t.Fatal(err)
		}
		for _, pair := range [][2]formula.Interval{
			{exact.Total.Unattended, bounds.Total.Unattended}, {exact.Total.Repair, bounds.Total.Repair},
			{exact.Partial.Unattended, bounds.Partial.Unattended}, {exact.Partial.Repair, bounds.Partial.Repair},
		} {
			if !pair[1].Exact() {
				bounded++
			}
			if !pair[0].Exact() || !holds(pair[1], pair[0].Lower) {
				t.Errorf("%s: exact %v, bounds %v", flow.Name, pair[0], pair[1])
			}
		}
		if exact.Contributions[0].Failure != bounds.Contributions[0].Failure {
			t.Errorf("%s: %s costs most, estimated %s", flow.Name, exact.Contributions[0].Failure.Name(), bounds.Contributions[0].Failure.Name())
		}
	}
	if bounded < 8 {
		t.Errorf("only %d figures are bounds", bounded)
	}
}

// The page shows the figures of the sample with two servers as they are.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/availability.md")
	if err != nil {
		t.Fatal(err)
	}
	a := sample(t, "two-server")
	r := analysis.Analyze(a)
	var want []string
	for _, flow := range a.Flows {
		got, err := formula.Calculate(r, flow, formula.Options{})
		if err != nil {
			t.Fatal(err)
		}
		total := got.Total
		want = append(want, fmt.Sprintf("| %s | %.3f %% | %.0f | %.0f | %.1f | %.1f |", flow.Name,
			100*total.Availability().Lower, total.MinutesPerYear().Lower,
			total.Repair.Lower*365*24*60, total.Failover, total.Acting))
		if flow.Name == "write" {
			for _, c := range got.Contributions[:5] {
				want = append(want, fmt.Sprintf("| %s | %.0f | %.3g | %.1f %% |", c.Failure.Name(), c.Minutes, c.Birnbaum, 100*c.FussellVesely))
			}
		}
	}
	for _, d := range formula.Defaults() {
		want = append(want, fmt.Sprintf("| %s | %s | %s | %s |", d.Sort, d.MTBF, d.MTTR, d.Source))
	}
	for _, line := range want {
		if !strings.Contains(string(page), line+"\n") {
			t.Errorf("the page lacks this line:\n%s", line)
		}
	}
}
