package effects

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
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
	if report.Version != jsonVersion || len(report.SinglePoints) == 0 || len(report.SinglePoints[0].Chains) == 0 {
		t.Errorf("the example of %s lacks what it explains: %+v", page, report)
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
