package schema

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/model"
)

// TestModelMirrorsLanguage holds the key tags of the model's types against the
// fields of the definitions, from the architecture down.
func TestModelMirrorsLanguage(t *testing.T) {
	l, err := theLanguage()
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	var mirror func(t *testing.T, typ reflect.Type, s *shape)
	mirror = func(t *testing.T, typ reflect.Type, s *shape) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		for s.sort == list || s.sort == entries {
			s = s.element
		}
		if s.sort != fields || seen[s.definition] {
			return
		}
		seen[s.definition] = true
		d := l.definitions[s.definition]
		tags := tagsOf(typ)
		for _, f := range d.fields {
			field, ok := tags[f.name]
			if !ok {
				t.Errorf("%s has no field for %s.%s", typ, d.name, f.name)
				continue
			}
			mirror(t, field.Type, f.shape)
			delete(tags, f.name)
		}
		if d.name == "Service" || d.name == "External" {
			return // they share a type; what is left of both is compared below
		}
		if left := slices.Sorted(maps.Keys(tags)); len(left) > 0 {
			t.Errorf("%s has fields that %s lacks: %v", typ, d.name, left)
		}
	}
	mirror(t, reflect.TypeFor[model.Architecture](), &shape{sort: fields, definition: "Architecture"})

	var both []string
	for _, name := range []string{"Service", "External"} {
		both = append(both, slices.Collect(maps.Keys(l.definitions[name].byName))...)
	}
	slices.Sort(both)
	if diff := cmp.Diff(slices.Compact(both), slices.Sorted(maps.Keys(tagsOf(reflect.TypeFor[model.Service]())))); diff != "" {
		t.Errorf("model.Service (-schema +type)\n%s", diff)
	}
	for name := range l.definitions {
		if !seen[name] {
			t.Errorf("#%s is reached from no field", name)
		}
	}
}

// tagsOf are the tagged fields of a type by their keys.
func tagsOf(t reflect.Type) map[string]reflect.StructField {
	tags := make(map[string]reflect.StructField)
	for _, f := range reflect.VisibleFields(t) {
		if key, ok := f.Tag.Lookup("key"); ok && key != "-" {
			tags[key] = f
		}
	}
	return tags
}

func TestDecode(t *testing.T) {
	const text = `{
		"name": "all", "labels": {"b": "2", "a": "1"}, "links": [{"url": "https://example.org"}],
		"zones": {"z": {"level": "rack", "mtbf": "1y"}},
		"servers": {"s": {"count": 2, "zone": "z", "resources": {"cpu": 0.5, "memory": "4GiB"}, "availability": 0.99}},
		"services": {
			"web": {"kind": "web-server", "on": ["s"], "env": {"A": "x"}, "listen": [{"protocol": "http", "port": 80, "rateLimit": 5}],
				"uses": {"app": {"optional": false, "balance": {"weights": {"s-2": 3, "s-1": 1}}, "retry": {"tries": 0}, "check": {"path": "/x"}}}},
			"app": {"kind": "application-server", "on": ["s"], "port": 8000},
			"db": {"kind": "database", "on": ["s-1", "s-2"], "backups": [{"every": "1d"}],
				"replication": {"primary": "s-1", "waitTimeout": "forever", "sources": {"s-2": "s-1"}}}
		},
		"flows": {"f": {"kind": "read", "enters": "web", "dataLoss": "none", "path": "/p"}},
		"firewalls": {"fw": {"on": ["s"], "default": "deny", "rules": [{"from": "any", "port": [80, 443]}, {"from": ["internet", "web"], "port": 22}]}},
		"lint": {"rules": {"AVL001": "off"}}
	}`
	d, err := Load("-", Options{Stdin: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	a := d.Architecture
	web, db := a.Services[0], a.Services[2]
	yes := func(name string, ok bool) {
		t.Helper()
		if !ok {
			t.Error(name)
		}
	}
	same := func(got, want any) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	same(a.Labels, []model.Label{{Key: "b", Value: "2"}, {Key: "a", Value: "1"}})
	same(a.Links, []model.Link{{URL: "https://example.org"}})
	same(a.Lint.Rules, []model.Label{{Key: "AVL001", Value: "off"}})
	yes("embedded reliability", a.Zones[0].MTBF.String() == "1y" && a.Groups[0].Availability == 0.99)
	same(a.Groups[0].Resources, model.Resources{CPU: 0.5, Memory: 4 << 30})
	yes("names and paths", web.Name == "web" && web.Path == "services.web" && web.Uses[0].Key == "app" && web.Uses[0].Path == "services.web.uses.app" && web.Listen[0].Path == "services.web.listen[0]")
	same(web.Env, []model.Label{{Key: "A", Value: "x"}})
	same(web.Uses[0].Balance.Weights, []model.ServerNumber{{Server: "s-2", Number: 3}, {Server: "s-1", Number: 1}})
	yes("false and zero are written", web.Uses[0].Optional != nil && !*web.Uses[0].Optional && web.Uses[0].Retry.Tries != nil && *web.Uses[0].Retry.Tries == 0)
	yes("a check's path", web.Uses[0].Check.Path == "/x")
	yes("forever", db.Replication.WaitTimeout == model.Forever)
	same(db.Replication.Sources, []model.ServerName{{Server: "s-2", Name: "s-1"}})
	yes("no loss", a.Flows[0].DataLoss == model.NoLoss && a.Flows[0].ProbePath == "/p" && a.Flows[0].Path == "flows.f")
	same(a.Firewalls[0].Rules, []*model.FirewallRule{{From: []string{"any"}, Port: []int{80, 443}}, {From: []string{"internet", "web"}, Port: []int{22}}})
	yes("not written", db.Port == 0 && db.Address == nil && a.Externals == nil)
}
