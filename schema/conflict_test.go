package schema

import (
	"strings"
	"testing"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	cueerrors "cuelang.org/go/cue/errors"
)

// TestCUEMessages pins the formats of CUE's messages that cueError knows. When
// a new version of CUE words one otherwise, this fails and not a user's text.
func TestCUEMessages(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1, a: 2":                   "conflicting values %s and %s",
		`a: 1, a: "x"`:                 "conflicting values %s and %s (mismatched types %s and %s)",
		"#A: {b: int}, a: #A & {c: 1}": "field not allowed",
		"a: b":                         "reference %q not found",
		"b: {c: 1}, a: b.d":            "undefined field: %s",
		"#A: {b: #A}, a: #A":           "structural cycle",
		"a: int":                       "incomplete value %v",
		"b: int, a: b + 1":             "non-concrete value %v in operand to %s",
		"a: 1 & >5":                    "invalid value %v (out of bound %s)",
		`import "strings"` + "\na: strings.MinRunes(3) & \"x\"": "invalid value %s (does not satisfy %s)",
		"a!: int":                     "field is required but not present",
		`import "strings"` + "\na: 1": "imported and not used: %s",
		`b: int, a: "\(b)"`:           "invalid interpolation",
		"a: b: c, _x: a.b, c: _x + 1, d: {e: f, f: e + 1}": "cycle with field: %v",
	} {
		v := cuecontext.New().CompileString(text)
		var formats []string
		for _, e := range cueerrors.Errors(v.Validate(cue.Concrete(true))) {
			format, _ := e.Msg()
			formats = append(formats, format)
		}
		if !strings.Contains(strings.Join(formats, "\n"), want) {
			t.Errorf("%s gives %q, not %q", text, formats, want)
		}
	}
}
