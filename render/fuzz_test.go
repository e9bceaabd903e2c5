package render

import (
	"strings"
	"testing"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/render/internal/example"
)

func FuzzTexts(f *testing.F) {
	f.Add("server-1", "The title", "web")
	f.Add(example.Evil, example.Evil, example.Evil)
	f.Add(`\`, `\"`, "a\\\n\"")
	f.Fuzz(func(t *testing.T, name, title, software string) {
		if name == "" {
			t.Skip()
		}
		a := &model.Architecture{
			Name: name, Title: title,
			Groups:   []*model.Group{{Name: name, Title: title, ZoneName: name + "z"}},
			Services: []*model.Service{{Name: name, Title: title, Software: software, On: []string{name}, Listen: []*model.Listener{{Protocol: software, Port: 80, From: model.Internet}}}},
		}
		if problems := a.Resolve(); len(problems) > 0 {
			t.Skip()
		}
		o := Options{Marks: []Mark{{Path: a.Services[0].Path, Rule: name, Severity: title, Summary: software}}}
		parseSVG(t, draw(t, a, o))
		checkQuotes(t, writeDOT(t, a, o))
	})
}

// checkQuotes reads DOT as its grammar says: what is quoted ends on its line,
// and what is not is ours.
func checkQuotes(t *testing.T, text string) {
	for _, line := range strings.Split(text, "\n") {
		var bare strings.Builder
		quoted := false
		for i := 0; i < len(line); i++ {
			switch {
			case quoted && line[i] == '\\':
				i++
			case line[i] == '"':
				quoted = !quoted
			case !quoted:
				bare.WriteByte(line[i])
			}
		}
		if quoted {
			t.Fatalf("a quote stays open in %q", line)
		}
		for _, r := range bare.String() {
			if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_=.,;#->[]{}: \t", r) {
				t.Fatalf("%q stands outside of quotes in %q", r, line)
			}
		}
	}
}
