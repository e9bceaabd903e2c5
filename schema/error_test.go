package schema

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/source"
)

func TestErrorsWrite(t *testing.T) {
	const text = "name: x\nservices:\n\tweb: {kind: \"servce\"}\n"
	problems := Errors{
		{Range: source.Range{File: "a.cue", Start: source.Pos{Line: 3, Column: 14}, End: source.Pos{Line: 3, Column: 22}}, Path: "services.web.kind", Message: "no such kind", text: []byte(text)},
		{Range: source.Range{File: "a.cue"}, Message: "is too short"},
		{Range: source.Range{File: "b\x1b[2J.cue"}, Path: "a\nb", Message: "bad\tname"},
	}
	var b strings.Builder
	problems.sorted().Write(&b, source.Style{Snippets: true})
	const want = `a.cue: is too short
a.cue:3:14: services.web.kind: no such kind
 3 |     web: {kind: "servce"}
   |                 ^~~~~~~~
b␛[2J.cue: a␊b: bad␉name
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}

	b.Reset()
	problems.Write(&b, source.Style{})
	if strings.Count(b.String(), "\n") != len(problems) {
		t.Errorf("not one line each:\n%s", b.String())
	}
}
