package schema

import (
	"reflect"

	"github.com/loadpath/loadpath/model"
)

// decoder fills the model's types from a tree that the checker has passed. A
// field's key tag says which field of the language it takes.
type decoder struct {
	// problem reports what the types know better than the schema, such as a
	// span of time that is too long.
	problem func(n *node, format string, args ...any)
	plans   map[reflect.Type]plan
}

// plan is how a struct is filled.
type plan struct {
	// fields are the fields by key.
	fields map[string][]int
	// name takes the key of an entry, path the place; nil where there is none.
	name, path []int
}

func (d *decoder) architecture(root *node) *model.Architecture {
	a := new(model.Architecture)
	d.plans = make(map[reflect.Type]plan)
	d.structure(root, reflect.ValueOf(a).Elem())
	return a
}

// planOf reads the tags of a type once.
func (d *decoder) planOf(t reflect.Type) plan {
	if p, ok := d.plans[t]; ok {
		return p
	}
	p := plan{fields: make(map[string][]int)}
	for _, f := range reflect.VisibleFields(t) {
		key, tagged := f.Tag.Lookup("key")
		switch {
		case f.Type == reflect.TypeFor[model.Path]():
			p.path = f.Index
		case key == "-":
			p.name = f.Index
		case tagged:
			p.fields[key] = f.Index
		}
	}
	d.plans[t] = p
	return p
}

// structure fills a struct from a block of fields.
func (d *decoder) structure(n *node, to reflect.Value) {
	p := d.planOf(to.Type())
	if p.name != nil && n.index < 0 {
		to.FieldByIndex(p.name).SetString(n.name)
	}
	if p.path != nil {
		to.FieldByIndex(p.path).SetString(n.path())
	}
	for _, child := range n.children {
		if index, ok := p.fields[child.name]; ok {
			d.value(child, to.FieldByIndex(index))
		}
	}
}

// value fills one field or element.
func (d *decoder) value(n *node, to reflect.Value) {
	switch to.Type() {
	case reflect.TypeFor[model.Duration]():
		to.SetInt(int64(d.duration(n)))
		return
	case reflect.TypeFor[model.Size]():
		size, err := model.ParseSize(n.text)
		if err != nil {
			d.problem(n, "%v", err)
		}
		to.SetInt(int64(size))
		return
	}
	switch to.Kind() {
	case reflect.String:
		to.SetString(n.text)
	case reflect.Int:
		i, err := n.value.Int64()
		if err != nil || to.OverflowInt(i) {
			d.problem(n, "%s is a larger number than can be meant; write a smaller one", n.shown())
		}
		to.SetInt(i)
	case reflect.Float64:
		f, err := n.value.Float64()
		if err != nil && f == 0 {
			d.problem(n, "%s is too near to nothing; write a larger number", n.shown())
		}
		to.SetFloat(f)
	case reflect.Bool:
		b, _ := n.value.Bool() // the checker saw a bool
		to.SetBool(b)
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		d.value(n, to.Elem())
	case reflect.Struct:
		d.structure(n, to)
	case reflect.Slice:
		d.slice(n, to)
	}
}

// slice fills a list from elements, from entries, or from the one element
// that stands for a list.
func (d *decoder) slice(n *node, to reflect.Value) {
	parts := n.children
	if n.sort != list && n.sort != fields {
		parts = []*node{n}
	}
	to.Set(reflect.MakeSlice(to.Type(), len(parts), len(parts)))
	for i, part := range parts {
		element := to.Index(i)
		if n.sort == fields && d.isPair(element.Type()) {
			element.Field(0).SetString(part.name)
			d.value(part, element.Field(1))
			continue
		}
		d.value(part, element)
	}
}

// isPair tells whether a type takes an entry as its key and its value, such
// as model.Label.
func (d *decoder) isPair(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() == 2 && len(d.planOf(t).fields) == 0
}

// duration reads a span of time, or the words that stand for one.
func (d *decoder) duration(n *node) model.Duration {
	switch n.text {
	case "forever":
		return model.Forever
	case "none":
		return model.NoLoss
	}
	span, err := model.ParseDuration(n.text)
	if err != nil {
		d.problem(n, "%v", err)
	}
	return span
}
