package findings

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestJSONIsDocumented keeps docs/findings-json.md and the structs together.
func TestJSONIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/findings-json.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, object := range []any{
		jsonReport{}, jsonTool{}, jsonCounts{}, jsonFinding{}, jsonLocation{}, jsonRelated{}, jsonWaiver{},
	} {
		for field := range reflect.TypeOf(object).Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if !strings.Contains(string(page), "`"+name+"`") && !strings.Contains(string(page), "."+name+"`") {
				t.Errorf("docs/findings-json.md does not explain %q of %T", name, object)
			}
		}
	}
	var example jsonReport
	_, block, _ := strings.Cut(string(page), "```json\n")
	block, _, _ = strings.Cut(block, "```")
	reader := json.NewDecoder(strings.NewReader(block))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&example); err != nil {
		t.Errorf("the example of docs/findings-json.md: %v", err)
	}
}
