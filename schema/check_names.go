package schema

import (
	"strings"

	"github.com/loadpath/loadpath/model"
)

// unknown words a field that the language does not have here.
func (c *checker) unknown(n *node, d *definition, k *kind) {
	names := make([]string, 0, len(d.fields))
	for _, f := range d.fields {
		if k == nil || !k.without[f.name] {
			names = append(names, f.name)
		}
	}
	what := a(strings.ToLower(d.name))
	if k != nil {
		what = k.noun()
	}
	const few = 8
	switch suggestion := model.Suggest(n.name, names); {
	case suggestion != "":
		c.problem(n, "%s has no field of this name; did you mean %q?", what, suggestion)
	case c.belongs(n.name, d) != "":
		c.problem(n, "%s has no field of this name; write it as %s", what, c.belongs(n.name, d))
	case len(names) <= few:
		c.problem(n, "%s has no field of this name; it has %s", what, strings.Join(names, ", "))
	default:
		c.problem(n, "%s has no field of this name; \"loadpath schema\" prints those that it has", what)
	}
}

// belongs is where a field of that name stands deeper in the block, such as
// "uses.<name>.balance.algorithm" for "algorithm", or empty. The nearest is
// taken.
func (c *checker) belongs(name string, d *definition) string {
	type place struct {
		path string
		d    *definition
	}
	const levels = 3
	around := []place{{"", d}}
	for range levels {
		var next []place
		for _, p := range around {
			for _, f := range p.d.fields {
				path, inner := p.path+f.name, f.shape
				for inner.sort == entries || inner.sort == list {
					if path += ".<name>"; inner.sort == list {
						path = strings.TrimSuffix(path, ".<name>") + "[]"
					}
					inner = inner.element
				}
				if inner.sort != fields || inner.definition == "Link" {
					continue
				}
				if c.language.definitions[inner.definition].byName[name] != nil {
					return path + "." + name
				}
				next = append(next, place{path + ".", c.language.definitions[inner.definition]})
			}
		}
		around = next
	}
	return ""
}

// foreign words a field of another kind.
func (c *checker) foreign(n *node, k *kind) {
	var others []string
	for _, other := range c.language.kinds {
		if !other.without[n.name] && other.name != "custom" {
			others = append(others, other.noun())
		}
	}
	c.problem(n, "belongs to %s, not to %s; remove it, or change the kind", orList(others), k.noun())
}

// noun is what a service of the kind is called.
func (k *kind) noun() string {
	switch k.name {
	case "monitoring":
		return k.name
	case "custom":
		return "a custom service"
	}
	return a(strings.ReplaceAll(k.name, "-", " "))
}
