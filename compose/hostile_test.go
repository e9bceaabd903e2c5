package compose_test

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// full is an architecture with something wherever a text may be written freely:
// in one of these places a given one. It tells how many places there are.
func full(given string, place int) (*model.Architecture, int) {
	places := 0
	text := func() string {
		if places++; places == place {
			return given
		}
		return "plain"
	}
	// The name of a variable is the one thing that may be another.
	name := func() string { return strings.ToUpper(text()) }
	a := &model.Architecture{
		Name: "hostile", Title: text(), Description: text(), Owner: text(),
		Groups:  []*model.Group{{Name: "s-1", Title: text(), Description: text(), Agent: text(), OS: text()}, {Name: "s-2"}},
		Clients: []*model.Client{{Name: "office", Title: text(), Description: text()}},
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", Title: text(), Description: text(), On: []string{"s-1"},
				Listen: []*model.Listener{{Protocol: "https", Port: 443, From: "office", Purpose: text(), TLS: &model.TLS{Certificate: &model.Certificate{Names: []string{text()}, Issuer: text()}}}},
				Uses:   []*model.Use{{Key: "web", Description: text(), Check: &model.Check{Type: "http", Path: "/" + text()}}}},
			{Name: "web", Kind: model.WebServer, Software: "nginx", Title: text(), On: []string{"s-1", "s-2"}, Static: text(), Version: text(),
				Cache: &model.ResponseCache{Paths: []string{"/" + text()}}, Uses: []*model.Use{{Key: "app"}}},
			{Name: "app", Kind: model.ApplicationServer, Title: text(), On: []string{"s-1"}, Image: text(), Command: []string{text()},
				Env: []model.Label{{Key: "TEXT", Value: text()}, {Key: name(), Value: "x"}}, Uses: []*model.Use{{Key: "db"}}},
			{Name: "db", Kind: model.Database, Software: "mysql", Title: text(), On: []string{"s-1"}},
			{Name: "mon", Kind: model.Monitoring, Software: "prometheus", Title: text(), On: []string{"s-2"}, Watches: []string{"all"}, Probes: []string{"look"},
				Alerts:    []*model.Alert{{Name: "gone", On: "down", When: text(), To: []string{"crew"}}, {Name: "slow", On: "latency", When: text()}},
				Receivers: []*model.Receiver{{Name: "crew", By: "mail", Address: text()}}},
		},
		Flows: []*model.Flow{{Name: "look", Kind: model.ReadFlow, EntersName: "lb", ProbePath: "/" + text(), Title: text()}},
	}
	return a, places
}

// FuzzHostileTexts: whatever is written as a free text changes nothing but
// values: every file has the structure that it has with a harmless one, or the
// architecture is refused.
func FuzzHostileTexts(f *testing.F) {
	_, places := full("", 0)
	seed := 0
	for _, text := range []string{
		"plain", "", "a b", "a\nb", "a\r\nuser root", "\"", "'", "`id`", "$(id)", "${HOME}", "$$", "a; return 200 x", "} server {", "#", ": x", "- x", "{{ .Labels }}", "\x00", "a\\", "%[env(x)]",
		"../../etc", "x:y:z", "'; DROP TABLE x; --", "SQL\nrm -rf /", "\u2028", "\xff", "*", "&a", "!!binary x", "a\tb", "&lt;", "|", ">", "@x", "~", "null", "1", "true",
	} {
		for range 2 {
			seed++
			f.Add(text, uint8(seed%places))
		}
	}
	for place := range places {
		for _, text := range []string{"a\"b'c`d$(id)${HOME}\n}\nEOF\nSQL\n", "x: y # z; return 200 {{ .A }} - *b &c"} {
			f.Add(text, uint8(place))
		}
	}
	plain := shapes(f, "plain", 0)
	if plain == nil {
		f.Fatal("the harmless architecture is refused")
	}
	f.Fuzz(func(t *testing.T, text string, place uint8) {
		if text == "" {
			return // that is not written
		}
		got := shapes(t, text, int(place)%places+1)
		if got == nil {
			return
		}
		for path, shape := range plain {
			if got[path] != shape {
				t.Errorf("%q makes another %s:\n%s\ninstead of\n%s", text, path, got[path], shape)
			}
		}
		if len(got) != len(plain) {
			t.Errorf("%q makes %d files instead of %d", text, len(got), len(plain))
		}
	})
}

// shapes are the files of an architecture without what may be another: in YAML
// the values, elsewhere what the text itself is. nil: it is refused.
func shapes(t testing.TB, text string, place int) map[string]string {
	a, _ := full(text, place)
	if len(a.Resolve()) > 0 {
		return nil
	}
	p, err := compose.Materialize(a, compose.Options{Folder: "architecture"})
	if err != nil {
		return nil
	}
	all := make(map[string]string)
	for _, file := range p.Files {
		switch {
		case strings.HasSuffix(file.Path, ".yml"), strings.HasSuffix(file.Path, ".yaml"):
			all[file.Path] = yamlShape(t, file)
		default:
			all[file.Path] = lineShape(file.Content)
		}
	}
	return all
}

// yamlShape is a YAML file with its keys, and of the values only the kind.
func yamlShape(t testing.TB, file compose.File) string {
	decoder := yaml.NewDecoder(bytes.NewReader(file.Content))
	var root yaml.Node
	if err := decoder.Decode(&root); err != nil {
		t.Fatalf("%s: %v\n%s", file.Path, err, file.Content)
	}
	if err := decoder.Decode(new(yaml.Node)); err != io.EOF {
		t.Fatalf("%s: a second document", file.Path)
	}
	var b strings.Builder
	var walk func(n *yaml.Node, depth int)
	walk = func(n *yaml.Node, depth int) {
		fmt.Fprintf(&b, "%*s%d %d\n", depth, "", n.Kind, len(n.Content))
		for i, child := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 0 {
				fmt.Fprintf(&b, "%*s%s\n", depth, "", key(child.Value))
			}
			walk(child, depth+1)
		}
	}
	walk(&root, 0)
	return b.String()
}

var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// key is a key of a mapping, but for the environment variable whose name was
// given.
func key(name string) string {
	if variable.MatchString(name) && name != strings.ToLower(name) {
		return "NAME"
	}
	return name
}

// lineShape is a file's first words, line by line: the directives that it gives.
func lineShape(content []byte) string {
	var b strings.Builder
	for _, line := range strings.Split(string(content), "\n") {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasPrefix(word, `"`) && strings.HasSuffix(line, ";") && strings.Count(line, `"`) == 2 {
			word = "a quoted text"
		}
		b.WriteString(word + "\n")
	}
	return b.String()
}
