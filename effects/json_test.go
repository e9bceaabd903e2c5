package effects

import (
	"encoding/json"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/schema"
)

const page = "../docs/analysis-json.md"

// TestJSONIsDocumented looks for every field on the page, and reads the page's
// example as a report.
func TestJSONIsDocumented(t *testing.T) {
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[reflect.Type]bool)
	for _, field := range append(fields(reflect.TypeFor[jsonReport](), seen), fields(reflect.TypeFor[jsonWhatIf](), seen)...) {
		if !strings.Contains(string(content), "`"+field+"`") {
			t.Errorf("%s does not explain %s", page, field)
		}
	}
	_, example, _ := strings.Cut(string(content), "```json\n")
	example, _, _ = strings.Cut(example, "```")
	decoder := json.NewDecoder(strings.NewReader(example))
	decoder.DisallowUnknownFields()
	var report jsonReport
	if err := decoder.Decode(&report); err != nil {
		t.Fatalf("the example of %s: %v", page, err)
	}
	if report.Version != jsonVersion || len(report.SinglePoints) == 0 || len(report.SinglePoints[0].Chains) == 0 || len(report.Availability) == 0 {
		t.Errorf("the example of %s lacks what it explains: %+v", page, report)
	}
}

// TestJSONAvailability holds what the sample loses against the figures of the
// guide.
func TestJSONAvailability(t *testing.T) {
	document, err := schema.Load("../samples/two-server", schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	flows := document.Architecture.Flows
	flows[1].Availability = 0.9995
	s := newSheet(Report{Analysis: analysis.Analyze(document.Architecture), Flows: flows, Availability: true, Source: document.Map()})
	all := s.json().(jsonReport).Availability
	if len(all) != 3 || all[1].Flow != "write" || all[0].Figures.Objective != nil {
		t.Fatalf("%+v", all)
	}
	write := all[1].Figures
	for what, pair := range map[string][2]float64{
		"minutes":    {write.Total.Minutes.Upper, 263},
		"repair":     {write.Total.Repair.Lower, 212},
		"acting":     {write.Total.Acting, 50},
		"unattended": {write.Total.Unattended.Upper, 352},
		"partial":    {write.Partial.Minutes.Upper, 0},
		"first":      {write.Contributions[0].Minutes, 120},
	} {
		if math.Round(pair[0]) != pair[1] {
			t.Errorf("%s: %v, want %v", what, pair[0], pair[1])
		}
	}
	if *write.Objective != (jsonObjective{0.9995, "missed"}) || !write.Total.Exact || len(write.Assumed) == 0 {
		t.Errorf("%+v", write)
	}
}

// TestAvailabilityBetweenBounds: bounds are told as such.
func TestAvailabilityBetweenBounds(t *testing.T) {
	document, err := schema.Load("../samples/shop", schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := analysis.Analyze(document.Architecture)
	known, err := formula.Calculate(r, r.Architecture.Flows[2], formula.Options{Nodes: 20})
	if err != nil {
		t.Fatal(err)
	}
	s := newSheet(Report{Analysis: r, Flows: r.Architecture.Flows})
	lines := s.facts(figures{known.Flow, known})
	if !strings.Contains(lines[0], "bounds (repair between ") || !strings.Contains(lines[0], "; between 99.9") {
		t.Errorf("%q", lines[0])
	}
	lines = s.facts(figures{flow: known.Flow})
	if len(lines) != 1 || !strings.Contains(lines[0], "too large") {
		t.Errorf("%q", lines)
	}
}

// fields are the names of all fields in JSON, those of inner types included.
func fields(in reflect.Type, seen map[reflect.Type]bool) []string {
	for in.Kind() == reflect.Slice || in.Kind() == reflect.Pointer {
		in = in.Elem()
	}
	if in.Kind() != reflect.Struct || seen[in] {
		return nil
	}
	seen[in] = true
	var names []string
	for i := range in.NumField() {
		if name, _, _ := strings.Cut(in.Field(i).Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		}
		names = append(names, fields(in.Field(i).Type, seen)...)
	}
	return names
}
