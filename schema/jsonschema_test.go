package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
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

// TestJSONSchemaKinds: a service may have the fields of its kind and no others,
// by the JSON Schema as by the loader.
func TestJSONSchemaKinds(t *testing.T) {
	s := compiled(t)
	const text = `{"name": "x", "servers": {"s1": {}}, "services": {"x": {"kind": %q, "on": ["s1"], %q: %s}}}`
	l, err := theLanguage()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range l.kinds {
		for name, value := range map[string]string{
			"port": `80`, "address": `{"by": "dns"}`, "static": `"site"`, "cache": `{}`, "sessions": `"none"`,
			"replication": `{}`, "backups": `[]`, "schedule": `"@daily"`, "watches": `["all"]`, "probes": `[]`,
			"alerts": `{}`, "receivers": `{}`,
		} {
			text := fmt.Sprintf(text, k.name, name, value)
			_, err := Load("-", Options{Stdin: strings.NewReader(text)})
			if got := validates(t, s, []byte(text)); got != (err == nil) {
				t.Errorf("%s: the JSON Schema says %v, the loader %v", text, got, err)
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
		ID          string `json:"$id"`
		Description string
		Defs        map[string]struct {
			Description string
			Properties  map[string]struct{ Description string }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(first, &s); err != nil {
		t.Fatal(err)
	}
	if s.ID != "urn:loadpath:schema:v0" {
		t.Errorf("it is called %q", s.ID)
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
