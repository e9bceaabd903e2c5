package schema

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiled is the JSON Schema as another implementation reads it.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("loadpath.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("loadpath.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validates(t *testing.T, s *jsonschema.Schema, text []byte) bool {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(document) == nil
}

func TestJSONSchema(t *testing.T) {
	s := compiled(t)
	for _, folder := range samples(t) {
		text := sampleJSON(t, folder)
		if !validates(t, s, text) {
			t.Errorf("%s does not validate", folder)
		}
		for old, broken := range map[string]string{
			`"services":`: `"servces":`,
			`"on":[`:      `"on":5,"x":[`,
			`"kind":"`:    `"kind":"no-`,
			`"name":"`:    `"name":"A `,
		} {
			if text := strings.Replace(string(text), old, broken, 1); validates(t, s, []byte(text)) {
				t.Errorf("%s validates with %s", folder, broken)
			}
		}
	}
}

func TestJSONSchemaIsStable(t *testing.T) {
	first, err := JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	second, err := JSONSchema()
	if err != nil || !bytes.Equal(first, second) {
		t.Error("two runs differ", err)
	}
	var s struct {
		Description string
		Defs        map[string]struct {
			Description string
			Properties  map[string]struct{ Description string }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(first, &s); err != nil {
		t.Fatal(err)
	}
	for name, d := range s.Defs {
		if d.Description == "" {
			t.Errorf("%s has no description", name)
		}
		for field, p := range d.Properties {
			if p.Description == "" {
				t.Errorf("%s.%s has no description", name, field)
			}
		}
	}
}
