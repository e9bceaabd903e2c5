package schema

import (
	"bytes"
	"encoding/json"
	"fmt"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/encoding/jsonschema"
)

// JSONSchema is the language as a JSON Schema, for editors of YAML and JSON.
// It has the comments as descriptions. What depends on the kind of a service
// it leaves to the loader.
func JSONSchema() ([]byte, error) {
	v := cuecontext.New().CompileBytes(CUE(), cue.Filename("schema.cue"))
	if v.Err() != nil {
		return nil, fmt.Errorf("the schema is damaged: %w", v.Err())
	}
	e, err := jsonschema.Generate(v.LookupPath(cue.ParsePath("#Architecture")), nil)
	if err != nil {
		return nil, fmt.Errorf("no JSON Schema can be made of the schema: %w", err)
	}
	text, err := cuecontext.New().BuildExpr(e).MarshalJSON()
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
