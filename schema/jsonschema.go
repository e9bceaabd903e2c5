package schema

import (
	"bytes"
	"encoding/json"
	"fmt"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/encoding/jsonschema"
)

// jsonSchemaID names the JSON Schema. It is a name and not an address: nobody
// fetches it.
const jsonSchemaID = "urn:loadpath:schema:v0"

// JSONSchema is the language as a JSON Schema, for editors of YAML and JSON.
// It has the comments as descriptions, and refuses the fields that the kind of
// a service lacks.
func JSONSchema() ([]byte, error) {
	v := cuecontext.New().CompileBytes(CUE(), cue.Filename("schema.cue"))
	if v.Err() != nil {
		return nil, fmt.Errorf("the schema is damaged: %w", v.Err())
	}
	e, err := jsonschema.Generate(v.LookupPath(cue.ParsePath("#Architecture")), nil)
	if err != nil {
		return nil, fmt.Errorf("no JSON Schema can be made of the schema: %w", err)
	}
	language, err := theLanguage()
	if err != nil {
		return nil, fmt.Errorf("the schema is damaged: %w", err)
	}
	text, err := cuecontext.New().BuildExpr(e).
		FillPath(cue.ParsePath(`"$id"`), jsonSchemaID).
		FillPath(cue.ParsePath(`"$defs".Service.allOf`), language.kindRules()).
		MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("no JSON Schema can be made of the schema: %w", err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return nil, fmt.Errorf("no JSON Schema can be made of the schema: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// kindRules say, in JSON Schema, which fields a service of each kind lacks. CUE
// says it with definitions, which JSON Schema's generator does not follow.
func (l *language) kindRules() []map[string]any {
	var rules []map[string]any
	for _, k := range l.kinds {
		if len(k.without) == 0 {
			continue
		}
		refused := make(map[string]bool, len(k.without))
		for name := range k.without {
			refused[name] = false
		}
		rules = append(rules, map[string]any{
			"if":   map[string]any{"required": []string{"kind"}, "properties": map[string]any{"kind": map[string]string{"const": k.name}}},
			"then": map[string]any{"properties": refused},
		})
	}
	return rules
}
